import { describe, expect, it } from '@jest/globals';
import { frenchVatNumber, isSiren, isSiret, vatKey } from './index.js';

describe('ID-1 SIREN and SIRET', () => {
  it.each(['552100554', '356000000', '732829320'])('takes the SIREN %s', (siren) => expect(isSiren(siren)).toBe(true));

  it.each(['552100555', '000000000', '55210055', '5521005540', '552 100 554', '55210055A', ''])(
    'refuses the SIREN %p',
    (siren) => expect(isSiren(siren)).toBe(false),
  );

  it.each(['73282932000074', '35600000049837', '35600000000048'])('takes the SIRET %s', (siret) =>
    expect(isSiret(siret)).toBe(true),
  );

  it.each(['73282932000075', '35600000049838', '35600000000049', '00000000000000', '7328293200007', '73282932100074'])(
    'refuses the SIRET %p',
    (siret) => expect(isSiret(siret)).toBe(false),
  );
});

describe('French VAT number', () => {
  it('has the key of its SIREN', () => {
    expect(frenchVatNumber('552100554')).toBe('FR96552100554');
    expect(frenchVatNumber('732829320')).toBe('FR44732829320');
    expect(vatKey('356000000')).toBe('39');
  });

  it('refuses an invalid SIREN', () => {
    expect(() => frenchVatNumber('552100555')).toThrow('kernel.siren.invalid');
  });
});
