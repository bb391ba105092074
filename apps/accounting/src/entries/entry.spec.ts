import { describe, expect, it } from '@jest/globals';
import { DocumentIssued } from '@navette/contracts/billing/v1/events';
import { Money, Rate } from '@navette/kernel';
import fc from 'fast-check';
import { defaultChart } from '../chart/default-chart.js';
import { postingOf, type Posting } from './entry.js';

const chart = defaultChart('LIL');

interface Part {
  readonly code: string;
  readonly net: string;
  readonly rate: string;
}

/** A document as billing totals it: VAT per rate on the sum of its lines. */
function document(parts: readonly Part[], overrides: Partial<DocumentIssued> = {}): DocumentIssued {
  const rates = [...new Set(parts.map(({ rate }) => rate))];
  const vat = rates.map((rate) => {
    const base = Money.sum(parts.filter((part) => part.rate === rate).map(({ net }) => Money.parse(net)));
    return { rate, base, vat: rate === '' ? Money.zero : base.inclusiveOf(Rate.parse(rate)).minus(base) };
  });
  const excluding = Money.sum(vat.map(({ base }) => base));
  const totalVat = Money.sum(vat.map((row) => row.vat));
  return DocumentIssued.fromPartial({
    documentId: '018f0000-0000-7000-8000-00000000abcd',
    kind: 'invoice',
    number: 'LIL-FA-2026-000001',
    issuedOn: '2026-11-22',
    customerPartyId: '018f0000-0000-7000-8000-0000000c0ffe',
    vatRegime: 'domestic',
    lines: parts.map(({ code, net, rate }) => ({ ventilationCode: code, net, vatRate: rate })),
    vat: vat.map((row) => ({ rate: row.rate, base: String(row.base), vat: String(row.vat) })),
    totalExcludingVat: String(excluding),
    totalVat: String(totalVat),
    total: String(excluding.plus(totalVat)),
    ...overrides,
  });
}

function linesOf(posting: Posting) {
  if (posting.kind !== 'entry') throw new Error(`it is ${posting.kind}`);
  return posting.entry.lines.map(({ account, auxiliary, debit, credit }) => [
    account,
    auxiliary,
    String(debit),
    String(credit),
  ]);
}

describe('AC-2 the entry of a document', () => {
  it('debits the customer, credits revenue by account and VAT by rate', () => {
    const posting = postingOf(
      document([
        { code: 'PIECE', net: '12.24', rate: '0.2000' },
        { code: 'MO', net: '50.00', rate: '0.1000' },
        { code: 'PIECE', net: '7.76', rate: '0.2000' },
      ]),
      chart,
    );
    expect(linesOf(posting)).toEqual([
      ['411000', 'C0000000C0FFE', '79.00', '0.00'],
      ['445711', '', '0.00', '4.00'],
      ['445712', '', '0.00', '5.00'],
      ['706000', '', '0.00', '50.00'],
      ['707000', '', '0.00', '20.00'],
    ]);
    expect(posting).toMatchObject({ entry: { journal: 'VELIL', label: 'Ventes LIL LIL-FA-2026-000001' } });
  });

  it('takes the account of the party’s own, and the revenue account of its VAT regime', () => {
    const posting = postingOf(
      document([{ code: 'PIECE', net: '10.00', rate: '' }], {
        customerLedgerAccount: '411DUPONT',
        vatRegime: 'export',
      }),
      chart,
    );
    expect(linesOf(posting)).toEqual([
      ['411000', '411DUPONT', '10.00', '0.00'],
      ['707002', '', '0.00', '10.00'],
    ]);
  });

  it('turns sides for negative amounts: what is taken back is debited', () => {
    const posting = postingOf(
      document([
        { code: 'PIECE', net: '-10.00', rate: '0.2000' },
        { code: 'MO', net: '4.00', rate: '0.2000' },
      ]),
      chart,
    );
    expect(linesOf(posting)).toEqual([
      ['411000', 'C0000000C0FFE', '0.00', '7.20'],
      ['445711', '', '1.20', '0.00'],
      ['706000', '', '0.00', '4.00'],
      ['707000', '', '10.00', '0.00'],
    ]);
  });

  it('names everything that is missing, once', () => {
    const posting = postingOf(
      document([
        { code: 'GIFT', net: '1.00', rate: '0.0900' },
        { code: 'GIFT', net: '1.00', rate: '0.0900' },
        { code: 'PIECE', net: '1.00', rate: '0.2000' },
      ]),
      { ...chart, journals: [] },
    );
    expect(posting).toMatchObject({
      kind: 'incomplete',
      reason: {
        code: 'accounting.document.account-missing',
        params: { missing: ['journal sales', 'revenue GIFT domestic', 'vat 0.0900'] },
      },
    });
  });

  it('refuses a document that does not balance, and a kind it does not know', () => {
    const parts = [{ code: 'PIECE', net: '10.00', rate: '0.2000' }];
    expect(postingOf(document(parts, { total: '12.01' }), chart)).toMatchObject({
      kind: 'refused',
      reason: { code: 'accounting.document.unbalanced', params: { debit: '12.01', credit: '12.00' } },
    });
    expect(postingOf(document(parts, { kind: 'barter' }), chart)).toMatchObject({
      kind: 'refused',
      reason: { code: 'accounting.document.kind-not-built', params: { kind: 'barter' } },
    });
  });

  it.each(['billable_delivery_note', 'pro_forma'])('is none for a %s', (kind) => {
    expect(postingOf(document([{ code: 'UNKNOWN', net: '10.00', rate: '0.2000' }], { kind }), chart).kind).toBe('none');
  });

  it('is none for a total of zero', () => {
    expect(postingOf(document([{ code: 'PIECE', net: '0.00', rate: '0.2000' }]), chart).kind).toBe('none');
  });

  it('balances to the cent, one side a line, and is the same each time', () => {
    const part = fc.record({
      code: fc.constantFrom('PIECE', 'MO', 'DEPLACEMENT'),
      net: fc.integer({ min: -500_000, max: 500_000 }).map((cents) => String(Money.fromCents(BigInt(cents)))),
      rate: fc.constantFrom('0.2000', '0.1000', '0.0550', '0.0210', ''),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 20 }), (parts) => {
        const posting = postingOf(document(parts), chart);
        expect(postingOf(document(parts), chart)).toEqual(posting);
        if (posting.kind === 'none') return;
        if (posting.kind !== 'entry') throw new Error(posting.kind);
        const { lines } = posting.entry;
        expect(String(Money.sum(lines.map(({ debit }) => debit)))).toBe(
          String(Money.sum(lines.map(({ credit }) => credit))),
        );
        for (const { debit, credit } of lines) {
          expect(debit.isNegative() || credit.isNegative()).toBe(false);
          expect(debit.isZero()).toBe(!credit.isZero());
        }
      }),
    );
  });
});
