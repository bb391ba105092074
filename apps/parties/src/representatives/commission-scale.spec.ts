import { describe, expect, it } from '@jest/globals';
import { CommissionScale } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { checkedScale } from './commission-scale.js';

type Band = CommissionScale['bands'][number];
const band = (from: string, formula: string, values: Partial<Band> = {}): Band => ({
  from,
  formula,
  amount: '',
  rate: '',
  ...values,
});
const scale = (overrides: Partial<CommissionScale> = {}) =>
  CommissionScale.fromPartial({
    code: 'CC00001',
    label: 'Barème',
    basis: 'turnover',
    document: 'invoice',
    mode: 'whole',
    period: 'month',
    ...overrides,
  });

function refused(input: CommissionScale): string[] {
  try {
    checkedScale(input);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fields.map(({ pointer, code }) => `${pointer} ${code.split('.').slice(1).join('.')}`);
  }
}

describe('PA-13 a commission scale', () => {
  it.each([
    ['without bands', scale()],
    ['of the catalogue', scale({ bands: [band('0', 'turnover_rate', { rate: '0.05' }), band('1000', 'turnover_rate', { rate: '0.08' })] })], // prettier-ignore
    ['of pieces', scale({ basis: 'quantity', bands: [band('0', 'amount', { amount: '10' }), band('3', 'amount_per_unit', { amount: '2.50' })] })], // prettier-ignore
    ['of a campaign of one day', scale({ validFrom: '2026-11-22', validTo: '2026-11-22' })],
    ['with an amount and a rate', scale({ bands: [band('0', 'amount_and_turnover_rate', { amount: '0', rate: '1' })] })], // prettier-ignore
  ])('%s is kept', (_title, input) => {
    expect(refused(input)).toEqual([]);
  });

  it('is trimmed', () => {
    expect(checkedScale(scale({ code: ' A ', label: ' B ' }))).toMatchObject({ code: 'A', label: 'B' });
  });

  it.each<[string, CommissionScale['bands'], string[]]>([
    ['above 0', [band('5', 'amount', { amount: '1' })], ['/bands/0/from commission-scale.bands-start-at-zero']],
    [
      'that overlap',
      ['0', '10', '10'].map((from) => band(from, 'amount', { amount: '1' })),
      ['/bands/2/from commission-scale.bands-rise'],
    ],
    ['of no formula', [band('0', 'percent_of_amount')], ['/bands/0/formula commission-scale.not-accepted']],
    ['without their amount', [band('0', 'amount')], ['/bands/0/amount decimal.malformed']],
    [
      'with what the formula has not',
      [band('0', 'turnover_rate', { amount: '1', rate: '0.1' })],
      ['/bands/0/amount commission-scale.not-of-formula'],
    ],
    ['of half cents', [band('0.005', 'amount', { amount: '1' })], ['/bands/0/from decimal.too-precise']],
    ['that take', [band('0', 'amount', { amount: '-1' })], ['/bands/0/amount commission-scale.amount-negative']],
    ['above the whole', [band('0', 'margin_rate', { rate: '1.01' })], ['/bands/0/rate commission-scale.rate-fraction']],
  ])('has no bands %s', (_title, bands, fields) => {
    expect(refused(scale({ bands }))).toEqual(fields);
  });

  it('takes no part of a turnover where pieces are counted', () => {
    const bands = [band('0', 'turnover_rate', { rate: '0.1' })];
    expect(refused(scale({ basis: 'quantity', bands }))).toEqual(['/bands/0/formula commission-scale.not-accepted']);
  });

  it('names every field that is not accepted', () => {
    const wrong = { code: '', label: 'x'.repeat(41), basis: 'luck', document: 'letter', mode: 'a', period: 'b' };
    expect(refused(scale({ ...wrong, validFrom: '2026-02-30', validTo: '22/11/2026' }))).toEqual([
      '/code commission-scale.text-length',
      '/label commission-scale.text-length',
      '/basis commission-scale.not-accepted',
      '/document commission-scale.not-accepted',
      '/mode commission-scale.not-accepted',
      '/period commission-scale.not-accepted',
      '/validFrom commission-scale.day-wrong',
      '/validTo commission-scale.day-wrong',
    ]);
    expect(refused(scale({ validFrom: '2026-11-23', validTo: '2026-11-22' }))).toEqual([
      '/validTo commission-scale.ends-before-it-begins',
    ]);
  });
});
