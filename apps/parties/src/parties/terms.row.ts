import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';
import { BILLING_FIELDS, PRICING_FIELDS } from './inherited-terms.js';

/** Where bands and discounts stand of those who have terms; `key` names them. */
export const TABLES = {
  party: { bands: 'price_band', discounts: 'part_discount', key: 'party_id' },
  family: { bands: 'family_price_band', discounts: 'family_part_discount', key: 'family_id' },
} as const;

export type TermsOwner = keyof typeof TABLES;

export interface TermsRow {
  billing_type: string;
  payment_days: number;
  end_of_month: boolean;
  day_of_month: number;
  payment_method: string;
  ledger_account: string;
  vat_regime: string;
  footer_discount: string | null;
  print_template: string;
  print_copies: number;
  chorus_service_code: string;
  representative_id: string | null;
  professional_coefficient_1: string | null;
  professional_coefficient_2: string | null;
  lead_time_days: number;
  minimum_order: string | null;
  shipping_charge: string | null;
  ordering_channel: string;
  price_class: string;
  inherited_billing: string[];
  inherited_pricing: string[];
  bands: PricingTerms['bands'];
  discounts: PricingTerms['discounts'];
}

/** Columns of terms of the row `p`, bands and discounts gathered in it. */
export function termsColumns(of: TermsOwner): string {
  const { bands, discounts, key } = TABLES[of];
  return `p.billing_type, p.payment_days, p.end_of_month, p.day_of_month, p.payment_method, p.ledger_account, p.vat_regime,
    p.footer_discount, p.print_template, p.print_copies, p.chorus_service_code, p.representative_id,
    p.professional_coefficient_1, p.professional_coefficient_2, p.lead_time_days, p.minimum_order, p.shipping_charge,
    p.ordering_channel, p.price_class, p.inherited_billing, p.inherited_pricing,
    coalesce((select jsonb_agg(jsonb_build_object('from', from_price::text, 'coefficient', coefficient::text)
        order by from_price) from ${bands} x
      where x.station_id = p.station_id and x.${key} = p.id), '[]') as bands,
    coalesce((select jsonb_agg(jsonb_build_object('supplierPartyId', coalesce(supplier_party_id::text, ''),
        'manufacturerPartyId', coalesce(manufacturer_party_id::text, ''), 'discount', coalesce(discount::text, ''),
        'coefficient', coalesce(coefficient::text, '')) order by position) from ${discounts} x
      where x.station_id = p.station_id and x.${key} = p.id), '[]') as discounts`;
}

export function billingTermsOf(row: TermsRow): BillingTerms {
  return {
    billingType: row.billing_type,
    paymentDays: row.payment_days,
    endOfMonth: row.end_of_month,
    dayOfMonth: row.day_of_month,
    paymentMethod: row.payment_method,
    ledgerAccount: row.ledger_account,
    vatRegime: row.vat_regime,
    footerDiscount: row.footer_discount ?? '',
    printTemplate: row.print_template,
    printCopies: row.print_copies,
    chorusServiceCode: row.chorus_service_code,
    representativeId: row.representative_id ?? '',
    inherited: BILLING_FIELDS.filter((field) => row.inherited_billing.includes(field)),
  };
}

export function pricingTermsOf(row: TermsRow, coefficientsOfPartyId: string): PricingTerms {
  return {
    bands: row.bands,
    professionalCoefficient1: row.professional_coefficient_1 ?? '',
    professionalCoefficient2: row.professional_coefficient_2 ?? '',
    leadTimeDays: row.lead_time_days,
    minimumOrder: row.minimum_order ?? '',
    shippingCharge: row.shipping_charge ?? '',
    orderingChannel: row.ordering_channel,
    discounts: row.discounts,
    coefficientsOfPartyId,
    priceClass: row.price_class,
    inherited: PRICING_FIELDS.filter((field) => row.inherited_pricing.includes(field)),
  };
}
