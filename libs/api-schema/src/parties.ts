import { z } from 'zod';
import { FAMILY_ROLES, PARTY_KINDS } from './party-kinds.js';

/** What the edge accepts of a party, and what the back office's forms check before they send it (WE-12). */

export const address = z.strictObject({
  line1: z.string().max(200).default(''),
  line2: z.string().max(200).default(''),
  postcode: z.string().max(20).default(''),
  city: z.string().max(100).default(''),
  country: z.string().max(2).default(''),
});

export const contact = z.strictObject({
  name: z.string().min(1).max(200),
  role: z.string().max(100).default(''),
  phone: z.string().max(40).default(''),
  email: z.string().max(254).default(''),
  isDefault: z.boolean().default(false),
});

/** PA-1: common data of a party. */
export const newParty = z.strictObject({
  kinds: z.array(z.string()).max(5),
  civility: z.string().max(30).default(''),
  /** PA-10: of a manufacturer. */
  alphaCode: z.string().max(10).default(''),
  name: z.string().max(200),
  firstName: z.string().max(100).default(''),
  siret: z.string().max(20).default(''),
  vatNumber: z.string().max(20).default(''),
  language: z.string().max(2).default('fr'),
  phones: z.array(z.string().max(40)).max(20).default([]),
  emails: z.array(z.string().max(254)).max(20).default([]),
  mainAddress: address.optional(),
  billingAddress: address.optional(),
  deliveryAddress: address.optional(),
  contacts: z.array(contact).max(100).default([]),
  tags: z.array(z.string().max(50)).max(50).default([]),
  comment: z.string().max(10_000).default(''),
  /** By these the party does not want to be written to (NO-5). */
  refusedChannels: z
    .array(z.enum(['mail', 'sms']))
    .max(2)
    .default([]),
});

const VAT_REGIMES = ['domestic', 'intra_eu', 'export', 'exempt'] as const;

/** PA-2. */
export const billingTerms = z.strictObject({
  billingType: z.enum(['none', 'pro_forma', 'invoice_now', 'billable_delivery_note']),
  paymentDays: z.int().min(0).max(120),
  endOfMonth: z.boolean(),
  dayOfMonth: z.int().min(0).max(31),
  paymentMethod: z.string().max(40),
  ledgerAccount: z.string().max(15),
  vatRegime: z.enum(VAT_REGIMES),
  /** PA-19: of its documents. A fraction: 0.1 for 10 %. */
  footerDiscount: z.string().max(20).default(''),
  printTemplate: z.string().max(40).default(''),
  printCopies: z.int().min(0).max(9).default(0).describe('0: as many as the station prints'),
  chorusServiceCode: z.string().max(100).default(''),
  /** PA-13: who sells to the party; empty for nobody. */
  representativeId: z.string().max(36).default(''),
  /** PA-13: these have no value of their own, but the family's. */
  inherited: z.array(z.string().max(40)).max(20).default([]),
});

export const PRICE_CLASSES = ['public', 'professional_1', 'professional_2'] as const;

/** PA-9: conditions of a supplier. */
export const pricingTerms = z.strictObject({
  bands: z.array(z.strictObject({ from: z.string(), coefficient: z.string() })).max(100),
  professionalCoefficient1: z.string().default(''),
  professionalCoefficient2: z.string().default(''),
  leadTimeDays: z.int().min(0).max(365).default(0),
  minimumOrder: z.string().default(''),
  shippingCharge: z.string().default(''),
  orderingChannel: z.enum(['platform', 'email', 'file']).default('email'),
  /** PA-3: on parts that the party buys; no id for all suppliers, or all manufacturers. */
  discounts: z
    .array(
      z.strictObject({
        supplierPartyId: z.string().max(36).default(''),
        manufacturerPartyId: z.string().max(36).default(''),
        /** A fraction: 0.1 for 10 %. */
        discount: z.string().max(20).default(''),
        coefficient: z.string().max(20).default(''),
      }),
    )
    .max(200)
    .default([]),
  /** PA-18: of a manufacturer, the supplier whose coefficients its parts have. */
  coefficientsOfPartyId: z.string().max(36).default(''),
  /** ST-5: by which of its suppliers' coefficients the party buys; empty for that of its kind. */
  priceClass: z.enum(['', ...PRICE_CLASSES]).default(''),
  /** PA-13: these have no value of their own, but the family's. */
  inherited: z.array(z.string().max(40)).max(20).default([]),
});

/** What stands where nobody chose (PA-18). */
export const defaultBillingTerms: z.output<typeof billingTerms> = {
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
};
export const defaultPricingTerms: z.output<typeof pricingTerms> = pricingTerms.parse({ bands: [] });

/** PA-19: whom a document is for and how it is paid, on the document alone. */
export const documentHeader = z.strictObject({
  civility: z.string().max(30).default(''),
  name: z.string().min(1).max(200),
  firstName: z.string().max(100).default(''),
  phone: z.string().max(40).default(''),
  email: z.string().max(254).default(''),
  mainAddress: address.optional(),
  billingAddress: address.optional().describe('Absent: the main one'),
  deliveryAddress: address.optional().describe('Absent: the main one'),
  paymentDays: z.int().min(0).max(120).default(0),
  endOfMonth: z.boolean().default(false),
  dayOfMonth: z.int().min(0).max(31).default(0),
  paymentMethod: z.string().max(40).default(''),
  footerDiscount: z.string().max(20).default('').describe('A fraction: 0.1 for 10 %'),
  vatRegime: z.enum(VAT_REGIMES).default('domestic'),
  printTemplate: z.string().max(40).default(''),
  printCopies: z.int().min(0).max(9).default(0).describe('0: as many as the station prints'),
  chorusServiceCode: z.string().max(100).default(''),
  representativeId: z.string().max(36).default('').describe('Who sells to the party; empty for nobody'),
});

/** PA-13: the families of a party; empty for none. */
export const attachment = z.strictObject({
  customerFamilyId: z.string().max(36).default(''),
  supplierFamilyId: z.string().max(36).default(''),
});

const commissionScaleIds = z.array(z.string().max(36)).max(50).default([]);

/** PA-13: a family, with what it gives. */
export const newFamily = z.strictObject({
  role: z.enum(FAMILY_ROLES),
  code: z.string().min(1).max(10),
  label: z.string().min(1).max(40),
  notes: z.string().max(10_000).default(''),
  billingTerms: billingTerms.optional(),
  pricingTerms: pricingTerms.optional(),
  /** Of representatives. */
  commissionScaleIds,
});

/** PA-13: a sales representative. */
export const newRepresentative = z.strictObject({
  code: z.string().min(1).max(20),
  civility: z.string().max(30).default(''),
  name: z.string().min(1).max(200),
  firstName: z.string().max(100).default(''),
  phones: z.array(z.string().max(40)).max(20).default([]),
  emails: z.array(z.string().max(254)).max(20).default([]),
  mainAddress: address.optional(),
  territory: z.string().max(30).default(''),
  notes: z.string().max(10_000).default(''),
  active: z.boolean().default(true),
  userId: z.string().max(36).default(''),
  familyId: z.string().max(36).default(''),
  commissionScaleIds,
  /** `commissionScaleIds` where the family gives them. */
  inherited: z.array(z.string().max(40)).max(5).default([]),
});

export const COMMISSION = {
  bases: ['turnover', 'collected_turnover', 'quantity', 'margin'],
  documents: ['order', 'delivery_note', 'invoice'],
  modes: ['whole', 'by_band'],
  periods: ['none', 'year', 'quarter', 'month', 'week', 'day'],
  formulas: ['turnover_rate', 'margin_rate', 'amount', 'amount_per_unit', 'amount_and_turnover_rate'],
} as const;

/** PA-13: a commission scale. */
export const newCommissionScale = z.strictObject({
  code: z.string().min(1).max(10),
  label: z.string().min(1).max(40),
  basis: z.enum(COMMISSION.bases).default('turnover'),
  document: z.enum(COMMISSION.documents).default('invoice'),
  mode: z.enum(COMMISSION.modes).default('whole'),
  period: z.enum(COMMISSION.periods).default('month'),
  validFrom: z.string().max(10).default(''),
  validTo: z.string().max(10).default(''),
  bands: z
    .array(
      z.strictObject({
        from: z.string().max(20),
        formula: z.enum(COMMISSION.formulas),
        amount: z.string().max(20).default(''),
        /** A fraction: 0.05 for 5 %. */
        rate: z.string().max(20).default(''),
      }),
    )
    .max(100)
    .default([]),
});

/** PA-10: what the network's list says of a manufacturer. */
export const listedManufacturer = z.strictObject({
  alphaCode: z.string().min(2).max(10),
  name: z.string().min(1).max(200),
  machineClientId: z
    .string()
    .max(60)
    .default('')
    .describe('The machine client that collects its orders; empty for none'),
  documentationUrl: z
    .string()
    .max(300)
    .default('')
    .describe('Where its documentation of a part is: https, with `{reference}` in it; empty for nowhere'),
});

/** PA-15: what each column of a file holds. */
export const checkPartyImport = z.strictObject({
  columns: z.array(z.strictObject({ column: z.int().min(0).max(199), field: z.string().max(30) })).max(200),
  defaultKind: z.enum(PARTY_KINDS).describe('Of a line that names none'),
});

const importLines = z.array(z.int().min(1).max(9_999_999)).max(1000);

export const choosePartyImportLines = z.strictObject({
  lines: importLines.default([]).describe('None: all that are undecided'),
  choice: z.enum(['new', 'skip', 'update']),
  partyId: z.string().max(36).default('').describe('Of update, one of the duplicates; empty for the most alike'),
});

export const commitPartyImport = z.strictObject({ lines: importLines.default([]).describe('None: all') });
