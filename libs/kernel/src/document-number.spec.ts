import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  documentKinds,
  documentNumber,
  isDocumentKind,
  isGapless,
  parseDocumentNumber,
  type DocumentKind,
  type DocumentNumber,
} from './index.js';

const kinds = Object.keys(documentKinds) as DocumentKind[];

describe('documentNumber', () => {
  it('writes the number of a first and of a second till', () => {
    const base = { station: 'PAR', kind: 'FC', year: 2026, sequence: 42 } as const;
    expect(documentNumber(base)).toBe('PAR-FC-2026-000042');
    expect(documentNumber({ ...base, till: 2 })).toBe('PAR-T2-FC-2026-000042');
    expect(documentNumber({ ...base, sequence: 1_234_567 })).toBe('PAR-FC-2026-1234567');
  });

  it('is read back, has only [A-Z0-9-] and fits in 35 characters (BR-FR, BT-1)', () => {
    const number = fc.record(
      {
        station: fc.stringMatching(/^[A-Z]{2,4}$/),
        kind: fc.constantFrom(...kinds),
        year: fc.integer({ min: 2000, max: 9999 }),
        sequence: fc.integer({ min: 1, max: 999_999_999 }),
        till: fc.integer({ min: 2, max: 99 }),
      },
      { requiredKeys: ['station', 'kind', 'year', 'sequence'] },
    );
    fc.assert(
      fc.property(number, (parts) => {
        const text = documentNumber(parts as DocumentNumber);
        expect(text).toMatch(/^[A-Z0-9-]{1,35}$/);
        expect(parseDocumentNumber(text)).toEqual(parts);
      }),
    );
  });

  it.each([
    [{ station: 'P' }, 'kernel.document-number.invalid-station'],
    [{ station: 'par' }, 'kernel.document-number.invalid-station'],
    [{ kind: 'XX' as DocumentKind }, 'kernel.document-number.unknown-kind'],
    [{ kind: 'toString' as DocumentKind }, 'kernel.document-number.unknown-kind'],
    [{ year: 26 }, 'kernel.document-number.invalid-year'],
    [{ sequence: 0 }, 'kernel.document-number.invalid-sequence'],
    [{ sequence: 1.5 }, 'kernel.document-number.invalid-sequence'],
    [{ sequence: 1_000_000_000 }, 'kernel.document-number.invalid-sequence'],
    [{ till: 1 }, 'kernel.document-number.invalid-till'],
  ])('refuses %j', (change, code) => {
    const base: DocumentNumber = { station: 'PAR', kind: 'FA', year: 2026, sequence: 1 };
    expect(() => documentNumber({ ...base, ...change })).toThrow(code);
  });

  it.each([
    'PAR-FA-2026-42',
    'PAR-FA-2026-0000042',
    'PAR-T1-FA-2026-000042',
    'par-FA-2026-000042',
    'PAR-FA-26-000042',
    'PAR-XX-2026-000042',
    'PAR-FA-2026-000000',
    'PAR-FA-2026-000042 ',
    '',
  ])('does not read %p', (text) => {
    expect(() => parseDocumentNumber(text)).toThrow(/^kernel\.document-number\./);
  });

  it('knows the legal kinds', () => {
    expect(kinds.filter(isGapless).sort()).toEqual(['AD', 'AV', 'BL', 'FA', 'FC', 'FD']);
    expect(kinds).toHaveLength(19);
    expect(isDocumentKind('FA')).toBe(true);
    expect(isDocumentKind('constructor')).toBe(false);
  });
});
