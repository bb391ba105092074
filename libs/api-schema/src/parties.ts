import { z } from 'zod';
import { PARTY_KINDS } from './party-kinds.js';

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

/** PA-2. */
export const billingTerms = z.strictObject({
  billingType: z.enum(['none', 'pro_forma', 'invoice_now', 'billable_delivery_note']),
  paymentDays: z.int().min(0).max(120),
  endOfMonth: z.boolean(),
  dayOfMonth: z.int().min(0).max(31),
  paymentMethod: z.string().max(40),
  ledgerAccount: z.string().max(15),
  vatRegime: z.enum(['domestic', 'intra_eu', 'export', 'exempt']),
  /** PA-13: these have no value of their own, but the family's. */
  inherited: z.array(z.string().max(40)).max(20).default([]),
});

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
  inherited: [],
};
export const defaultPricingTerms: z.output<typeof pricingTerms> = pricingTerms.parse({ bands: [] });

/** PA-13: the families of a party; empty for none. */
export const attachment = z.strictObject({
  customerFamilyId: z.string().max(36).default(''),
  supplierFamilyId: z.string().max(36).default(''),
});

export const FAMILY_ROLES = ['customer', 'supplier', 'representative'] as const;

/** PA-13: a family, with what it gives. */
export const newFamily = z.strictObject({
  role: z.enum(FAMILY_ROLES),
  code: z.string().min(1).max(10),
  label: z.string().min(1).max(40),
  notes: z.string().max(10_000).default(''),
  billingTerms: billingTerms.optional(),
  pricingTerms: pricingTerms.optional(),
});

/** PA-10: what the network's list says of a manufacturer. */
export const listedManufacturer = z.strictObject({
  alphaCode: z.string().min(2).max(10),
  name: z.string().min(1).max(200),
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
