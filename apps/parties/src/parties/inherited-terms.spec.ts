import { describe, expect, it } from '@jest/globals';
import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import fc from 'fast-check';
import {
  applyingBilling,
  applyingPricing,
  chosenTerms,
  BILLING_FIELDS,
  DEFAULT_TERMS,
  PRICING_FIELDS,
  SUPPLY_FIELDS,
  type Terms,
} from './inherited-terms.js';

const billing: fc.Arbitrary<BillingTerms> = fc.record({
  billingType: fc.constantFrom('none', 'pro_forma', 'invoice_now', 'billable_delivery_note'),
  paymentDays: fc.nat(120),
  endOfMonth: fc.boolean(),
  dayOfMonth: fc.nat(31),
  paymentMethod: fc.constantFrom('', 'card', 'cash'),
  ledgerAccount: fc.constantFrom('', '411A', '411B'),
  vatRegime: fc.constantFrom('domestic', 'intra_eu', 'export', 'exempt'),
  footerDiscount: fc.constantFrom('', '0.0500'),
  printTemplate: fc.constantFrom('', 'pro'),
  printCopies: fc.nat(9),
  chorusServiceCode: fc.constantFrom('', 'DGFIP-12'),
  representativeId: fc.constantFrom('', 'anne', 'marc'),
  inherited: fc.subarray([...BILLING_FIELDS]),
});
const decimal = fc.nat(99).map(String);
const pricing: fc.Arbitrary<PricingTerms> = fc.record({
  bands: fc.array(fc.record({ from: decimal, coefficient: decimal }), { maxLength: 3 }),
  professionalCoefficient1: decimal,
  professionalCoefficient2: decimal,
  leadTimeDays: fc.nat(365),
  minimumOrder: decimal,
  shippingCharge: decimal,
  orderingChannel: fc.constantFrom('platform', 'email', 'file'),
  discounts: fc.array(
    fc.record({ supplierPartyId: decimal, manufacturerPartyId: decimal, discount: decimal, coefficient: decimal }),
    { maxLength: 3 },
  ),
  coefficientsOfPartyId: decimal,
  priceClass: fc.constantFrom('', 'public', 'professional_1', 'professional_2'),
  inherited: fc.subarray([...PRICING_FIELDS]),
});
const family: fc.Arbitrary<Terms | undefined> = fc.option(fc.record({ billing, pricing }), { nil: undefined });

describe('PA-13 terms that apply to a party', () => {
  it('are its own where it has some, else those of one family, else the default; each field for itself', () => {
    fc.assert(
      fc.property(billing, pricing, family, family, (ownBilling, ownPricing, customer, supplier) => {
        const families = { customer, supplier };
        const billed = applyingBilling(ownBilling, families);
        for (const field of BILLING_FIELDS) {
          const from = ownBilling.inherited.includes(field)
            ? (customer?.billing ?? supplier?.billing ?? DEFAULT_TERMS.billing)
            : ownBilling;
          expect(billed[field]).toEqual(from[field]);
        }
        const priced = applyingPricing(ownPricing, families);
        for (const field of PRICING_FIELDS) {
          const giver = (SUPPLY_FIELDS as readonly string[]).includes(field) ? supplier : customer;
          const from = ownPricing.inherited.includes(field) ? (giver?.pricing ?? DEFAULT_TERMS.pricing) : ownPricing;
          expect(priced[field]).toEqual(from[field]);
        }
        // What is own stays own, and a manufacturer's supplier is nobody's to give.
        expect(billed.inherited).toEqual(ownBilling.inherited);
        expect(priced.inherited).toEqual(ownPricing.inherited);
        expect(priced.coefficientsOfPartyId).toBe(ownPricing.coefficientsOfPartyId);
      }),
    );
  });

  it('are the same when they are taken again, whatever was inherited before', () => {
    fc.assert(
      fc.property(billing, pricing, family, family, family, (ownBilling, ownPricing, before, customer, supplier) => {
        const families = { customer, supplier };
        const once = applyingBilling(ownBilling, families);
        expect(applyingBilling(once, families)).toEqual(once);
        expect(applyingBilling(applyingBilling(ownBilling, { customer: before }), families)).toEqual(once);
        const priced = applyingPricing(ownPricing, families);
        expect(applyingPricing(applyingPricing(ownPricing, { customer: before, supplier: before }), families)).toEqual(
          priced,
        );
      }),
    );
  });

  it('of who leaves a family are the default again, but for its own', () => {
    fc.assert(
      fc.property(billing, family, (own, customer) => {
        const left = applyingBilling(applyingBilling(own, { customer }), {});
        for (const field of BILLING_FIELDS) {
          expect(left[field]).toEqual((own.inherited.includes(field) ? DEFAULT_TERMS.billing : own)[field]);
        }
      }),
    );
  });

  it('stay inherited where they are sent as they were seen, and are own where they are not, decimals by their value', () => {
    fc.assert(
      fc.property(billing, billing, (seen, sent) => {
        const chosen = chosenTerms(sent, seen);
        for (const field of BILLING_FIELDS) {
          const asSeen = sent[field] === seen[field] || !seen.inherited.includes(field);
          expect(chosen.inherited.includes(field)).toBe(sent.inherited.includes(field) && asSeen);
        }
      }),
    );
    const seen = { ...DEFAULT_TERMS.pricing, minimumOrder: '2.50', bands: [{ from: '0.00', coefficient: '3.1000' }] };
    const inherited = ['minimumOrder', 'bands'];
    const sent = { ...seen, minimumOrder: '2.5', bands: [{ from: '0', coefficient: '3.10' }], inherited };
    expect(chosenTerms(sent, { ...seen, inherited }).inherited).toEqual(inherited);
    expect(chosenTerms({ ...sent, minimumOrder: '25' }, { ...seen, inherited }).inherited).toEqual(['bands']);
  });
});
