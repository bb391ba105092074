import { describe, expect, it } from '@jest/globals';
import { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { checkedBillingTerms, checkedPricingTerms } from './terms.js';

function refusedFields(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fields.map(({ pointer, code }) => `${pointer} ${code.split('.').slice(1).join('.')}`);
  }
}

const billing = (overrides: Partial<BillingTerms> = {}) =>
  BillingTerms.fromPartial({ billingType: 'none', vatRegime: 'domestic', ...overrides });
const pricing = (overrides: Partial<PricingTerms> = {}) =>
  PricingTerms.fromPartial({ orderingChannel: 'email', ...overrides });
const bands = (...pairs: [string, string][]) => pairs.map(([from, coefficient]) => ({ from, coefficient }));

describe('PA-2 billing terms', () => {
  it.each(['none', 'pro_forma', 'invoice_now', 'billable_delivery_note'])('know the billing type %s', (billingType) => {
    expect(refusedFields(() => checkedBillingTerms(billing({ billingType })))).toEqual([]);
  });

  it.each(['domestic', 'intra_eu', 'export', 'exempt'])('know the VAT regime %s', (vatRegime) => {
    expect(refusedFields(() => checkedBillingTerms(billing({ vatRegime })))).toEqual([]);
  });

  it('name every field that is not accepted', () => {
    const wrong = billing({
      billingType: 'later',
      vatRegime: 'swiss',
      paymentDays: 121,
      dayOfMonth: 32,
      ledgerAccount: '41',
      paymentMethod: 'x'.repeat(41),
    });
    expect(refusedFields(() => checkedBillingTerms(wrong)).sort()).toEqual([
      '/billingType terms.not-accepted',
      '/dayOfMonth terms.out-of-range',
      '/ledgerAccount terms.account-wrong',
      '/paymentDays terms.out-of-range',
      '/paymentMethod terms.too-long',
      '/vatRegime terms.not-accepted',
    ]);
  });
});

describe('PA-9 price bands', () => {
  it.each([
    ['the first example', bands(['0', '3.10'], ['15', '2.00'])],
    ['the second example', bands(['0', '3'], ['5', '2.5'], ['20', '2'])],
    ['no coefficients at all', []],
  ])('of %s are kept', (_title, given) => {
    expect(refusedFields(() => checkedPricingTerms(pricing({ bands: given })))).toEqual([]);
  });

  it.each([
    ['that begin above 0', bands(['5', '2']), ['/bands/0/from terms.bands-start-at-zero']],
    ['that overlap', bands(['0', '3'], ['15', '2'], ['15', '1.5']), ['/bands/2/from terms.bands-rise']],
    ['that fall', bands(['0', '3'], ['20', '2'], ['5', '2.5']), ['/bands/2/from terms.bands-rise']],
    ['without a coefficient', bands(['0', '0']), ['/bands/0/coefficient terms.coefficient-positive']],
    ['with a negative coefficient', bands(['0', '-1']), ['/bands/0/coefficient terms.coefficient-positive']],
    ['with a half cent', bands(['0', '3'], ['1.005', '2']), ['/bands/1/from decimal.too-precise']],
  ])('%s are refused', (_title, given, fields) => {
    expect(refusedFields(() => checkedPricingTerms(pricing({ bands: given })))).toEqual(fields);
  });

  it('stand beside conditions of the supplier, which are checked too', () => {
    const good = { professionalCoefficient1: '1.8', professionalCoefficient2: '1.5', leadTimeDays: 3, minimumOrder: '50', shippingCharge: '7.90', orderingChannel: 'platform' }; // prettier-ignore
    expect(refusedFields(() => checkedPricingTerms(pricing(good)))).toEqual([]);
    const wrong = pricing({
      professionalCoefficient1: '0',
      professionalCoefficient2: 'x',
      leadTimeDays: 366,
      minimumOrder: '-1',
      shippingCharge: '1.999',
      orderingChannel: 'fax',
    });
    expect(refusedFields(() => checkedPricingTerms(wrong)).map((field) => field.split(' ')[0])).toEqual([
      '/professionalCoefficient1',
      '/professionalCoefficient2',
      '/minimumOrder',
      '/shippingCharge',
      '/leadTimeDays',
      '/orderingChannel',
    ]);
  });
});
