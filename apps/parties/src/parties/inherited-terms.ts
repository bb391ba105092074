import type { BillingTerms, PricingTerms } from '@navette/contracts/parties/v1/service';

/** Terms of a party or of a family, billing and pricing. */
export interface Terms {
  readonly billing: BillingTerms;
  readonly pricing: PricingTerms;
}

/** What stands where nobody chose: billing type `none` (PA-18), a supplier without coefficients, "to set up". */
export const DEFAULT_TERMS: Terms = {
  billing: {
    billingType: 'none',
    paymentDays: 0,
    endOfMonth: false,
    dayOfMonth: 0,
    paymentMethod: '',
    ledgerAccount: '',
    vatRegime: 'domestic',
    footerDiscount: '',
    printTemplate: '',
    printCopies: 0,
    chorusServiceCode: '',
    representativeId: '',
    inherited: [],
  },
  pricing: {
    bands: [],
    professionalCoefficient1: '',
    professionalCoefficient2: '',
    leadTimeDays: 0,
    minimumOrder: '',
    shippingCharge: '',
    orderingChannel: 'email',
    discounts: [],
    coefficientsOfPartyId: '',
    priceClass: '',
    inherited: [],
  },
};

type FieldsOf<T extends object> = readonly Exclude<keyof T & string, 'inherited' | 'coefficientsOfPartyId'>[];

/** What a family of customers gives, and but for the representative one of suppliers to who is in none of customers. */
export const BILLING_FIELDS: FieldsOf<BillingTerms> = [
  'billingType',
  'paymentDays',
  'endOfMonth',
  'dayOfMonth',
  'paymentMethod',
  'ledgerAccount',
  'vatRegime',
  'footerDiscount',
  'printTemplate',
  'printCopies',
  'chorusServiceCode',
  'representativeId',
];
/** What a family of customers gives of what its parties pay for parts. */
export const PURCHASE_FIELDS: FieldsOf<PricingTerms> = ['discounts', 'priceClass'];
/** What a family of suppliers gives. */
export const SUPPLY_FIELDS: FieldsOf<PricingTerms> = [
  'bands',
  'professionalCoefficient1',
  'professionalCoefficient2',
  'leadTimeDays',
  'minimumOrder',
  'shippingCharge',
  'orderingChannel',
];
export const PRICING_FIELDS: FieldsOf<PricingTerms> = [...SUPPLY_FIELDS, ...PURCHASE_FIELDS];

/** Terms of somebody new: nothing is their own. */
export function newTerms(): Terms {
  return {
    billing: { ...DEFAULT_TERMS.billing, inherited: [...BILLING_FIELDS] },
    pricing: { ...DEFAULT_TERMS.pricing, inherited: [...PRICING_FIELDS] },
  };
}

/** Families of one party; absent where it is in none. */
export interface FamilyTerms {
  readonly customer?: Terms | undefined;
  readonly supplier?: Terms | undefined;
}

/**
 * The billing terms that apply (PA-13): what is not own is the family of customers' value, in none of customers that of
 * suppliers', in none the default. A family's own terms hold the default where it gives nothing.
 */
export function applyingBilling(own: BillingTerms, { customer, supplier }: FamilyTerms): BillingTerms {
  return taken(own, (customer ?? supplier ?? DEFAULT_TERMS).billing);
}

/** The pricing terms that apply: what parts are paid by of the family of customers, the rest of the family of suppliers. */
export function applyingPricing(own: PricingTerms, { customer, supplier }: FamilyTerms): PricingTerms {
  const { discounts, priceClass } = (customer ?? DEFAULT_TERMS).pricing;
  return taken(own, { ...(supplier ?? DEFAULT_TERMS).pricing, discounts, priceClass });
}

/**
 * Terms as somebody sends them who has seen others (PA-13): what stayed inherited is so only where it has the value that was
 * seen. Another value was chosen, and is own. What was own and is named as inherited now is given up, whatever is sent with it.
 */
export function chosenTerms<T extends { inherited: string[] }>(sent: T, seen: T): T {
  const inherited = sent.inherited.filter(
    (field) => !seen.inherited.includes(field) || meant(sent[field as keyof T]) === meant(seen[field as keyof T]),
  );
  return { ...sent, inherited };
}

/** A text in which values compare: `2.50` is `2.5`. */
function meant(value: unknown): string {
  const decimal = (text: string) => (/^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text);
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? decimal(part) : part));
}

function taken<T extends { inherited: string[] }>(own: T, from: T): T {
  const values = own.inherited.map((field) => [field, from[field as keyof T]]);
  return { ...own, ...(Object.fromEntries(values) as Partial<T>) };
}
