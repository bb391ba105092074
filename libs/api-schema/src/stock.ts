import { z } from 'zod';
import { ENTRY_KINDS, ITEM_STATES, PLACE_TYPES, UNIT_TYPES, VAT_CATEGORIES } from './stock-kinds.js';

/** ST-1, E-022: what is said of a part or special item but its prices and limits. */
export const partRecord = z.strictObject({
  reference: z.string().max(60).default('').describe('Empty for a new one: made by the counter'),
  designation: z.string().min(1).max(200),
  description: z.string().max(10_000).default('').describe('For documents; empty: as the designation'),
  supplierPartyId: z.string().default(''),
  manufacturerPartyId: z.string().default(''),
  barcodes: z
    .array(z.string().min(1).max(64))
    .max(20)
    .default([])
    .describe('GTIN with their check digit, or own codes'),
  ventilationCode: z.string().min(1).max(20),
  packagingCode: z.string().max(20).default(''),
  vatCategory: z.enum(VAT_CATEGORIES).default('standard'),
  state: z.enum(ITEM_STATES).default('active'),
  brandId: z.string().default(''),
  familyId: z.string().default(''),
  unitId: z.string().default(''),
  locationId: z.string().default(''),
  ecoFeeId: z.string().default('').describe('Of a part: the scale of its WEEE fee'),
  orderingPartyId: z.string().default('').describe('Of a special item: shown for this one alone'),
  comment: z.string().max(10_000).default(''),
});

/** ST-1: a model of appliance, as its record is edited. */
export const product = z.strictObject({
  brandId: z.string().min(1),
  typeId: z.string().min(1),
  commercialReference: z.string().min(1).max(60).describe('As printed on the box'),
  technicalReference: z.string().max(60).default('').describe('As printed on the rating plate'),
  designation: z.string().max(200).default(''),
  gtin: z.string().max(20).default('').describe('8, 12, 13 or 14 digits, the last one their check digit'),
  firstYear: z.int().min(0).max(2100).default(0).describe('Of manufacture; 0 where unknown'),
  lastYear: z.int().min(0).max(2100).default(0),
  comment: z.string().max(10_000).default(''),
  active: z.boolean().default(true).describe('Offered where one is chosen'),
});

/** ST-1, E-023, E-027, E-028, E-033: a brand, appliance type, family of parts, unit, storage location or scale of the WEEE fee. */
export const catalogueEntry = z.strictObject({
  kind: z.enum(ENTRY_KINDS),
  code: z
    .string()
    .max(10)
    .default('')
    .describe('Empty for a new family of parts or scale of the WEEE fee: made by the counter'),
  label: z.string().min(1).max(50),
  notes: z.string().max(10_000).default(''),
  active: z.boolean().default(true).describe('Offered where one is chosen'),
  unitType: z
    .enum([...UNIT_TYPES, ''])
    .default('')
    .describe('Of a unit'),
  decimals: z.int().min(0).max(4).default(0).describe('Of a unit: decimals of quantities'),
  placeType: z
    .enum([...PLACE_TYPES, ''])
    .default('')
    .describe('Of a stock place'),
  amount: z.string().max(20).default('').describe('Of a scale of the WEEE fee: per unit, VAT included'),
});

/** ST-6: how a price list is to be taken. */
export const checkPriceList = z.strictObject({
  columns: z.array(z.strictObject({ column: z.int().min(0).max(199), field: z.string().max(30) })).max(200),
  manufacturerPartyId: z.string().max(36).describe('Whose list it is; parts of others are left alone'),
  supplierPartyId: z
    .string()
    .max(36)
    .default('')
    .describe('Of new parts; empty: the manufacturer, where it is a supplier'),
  ventilationCode: z.string().max(20).default('PIECE').describe('Of new parts'),
  vatCategory: z.enum(VAT_CATEGORIES).default('standard').describe('Of new parts'),
  updatePurchasePrices: z
    .boolean()
    .default(false)
    .describe('Parts that have a purchase price take the list’s; others take it on first use'),
});
