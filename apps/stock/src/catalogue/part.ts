import type { Part } from '@navette/contracts/stock/v1/service';
import { defineErrors, gtinCheckDigit, isGtin, isUuid, Quantity, UnitPrice, type FieldError } from '@navette/kernel';
import { vatCategories } from '@navette/reference';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';
import { shownPrice } from './price-explanation.js';
import { salePrices, type PartPrices, type PricedItem, type PricingTerms } from './sale-price.js';

export const partErrors = defineErrors('stock', {
  'part.not-found': 'not-found',
  'part.invalid': 'invalid',
  'part.required': 'invalid',
  'part.too-long': { kind: 'invalid', params: ['max'] },
  'part.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'part.ventilation-code-wrong': 'invalid',
  'part.price-negative': 'invalid',
  'part.supplier-unknown': 'invalid',
  'part.limit-out-of-range': { kind: 'invalid', params: ['max'] },
  'part.maximum-below-minimum': 'invalid',
  'part.limits-of-special-item': 'invalid',
  'part.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'part.check-digit-wrong': { kind: 'invalid', params: ['code', 'expected'] },
  'part.entry-unknown': 'invalid',
  'part.ordering-party-unknown': 'invalid',
  'part.ordering-party-of-part': 'invalid',
  'part.eco-fee-of-special-item': 'invalid',
  'part.reference-taken': { kind: 'conflict', params: ['reference'] },
  'part.barcode-taken': { kind: 'conflict', params: ['code'] },
});

export const ITEM_KINDS = ['part', 'special_item'] as const;
const STATES = ['active', 'exhausted'] as const;
const MAX = {
  reference: 60,
  designation: 200,
  barcode: 64,
  barcodes: 20,
  packagingCode: 20,
  description: 10_000,
  comment: 10_000,
};

/** What replenishment keeps of a part: below the minimum it is ordered, up to the maximum or, without one, the minimum (ST-20). */
export interface StockLimits {
  readonly min: Quantity | undefined;
  readonly max: Quantity | undefined;
}

/** Entries that an item names, by field: each of its own kind. */
const ITEM_ENTRIES = {
  brandId: 'brand',
  familyId: 'part_family',
  unitId: 'unit',
  locationId: 'storage_location',
  ecoFeeId: 'eco_fee',
} as const;
const ENTRY_FIELDS = Object.keys(ITEM_ENTRIES) as (keyof typeof ITEM_ENTRIES)[];

/** What else is said of an item (ST-1, E-022). */
export interface ItemDetails {
  readonly packagingCode: string;
  readonly description: string;
  readonly comment: string;
  readonly entries: Readonly<Record<keyof typeof ITEM_ENTRIES, string | null>>;
  readonly orderingPartyId: string | null;
}

/** Names of what an item's entries are, as they are read. */
export interface ItemNames {
  readonly brandLabel: string;
  readonly familyLabel: string;
  readonly unitCode: string;
  /** Of quantities. */
  readonly unitDecimals: number;
  readonly locationCode: string;
  readonly ecoFeeCode: string;
  /** Per unit, VAT included; scale 2. */
  readonly ecoFeeAmount: string;
}

/** A part or special item of the catalogue, as it is kept. */
export interface CatalogueItem extends PricedItem, ItemDetails, ItemNames {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly designation: string;
  readonly barcodes: readonly string[];
  readonly ventilationCode: string;
  readonly vatCategory: string;
  readonly state: string;
  readonly limits: StockLimits;
}

/** References and barcodes are the same however they are typed: `ab-12 ` is `AB-12`. */
export function normalisedReference(reference: string): string {
  return reference.trim().toUpperCase();
}

/**
 * @param input without a reference it is given one by the counter (E-022)
 * @throws DomainError `stock.part.invalid` with every field that is not accepted (ST-1)
 */
export function newPart(input: Part, id: string): CatalogueItem {
  const fields: FieldError[] = [];
  const text = (field: 'reference' | 'designation') => {
    const value = input[field].trim();
    if (value === '' && field !== 'reference') fields.push(partErrors.field(`/${field}`, 'part.required'));
    if (value.length > MAX[field]) fields.push(partErrors.field(`/${field}`, 'part.too-long', { max: MAX[field] }));
    return value;
  };
  const among = (field: 'kind' | 'state' | 'vatCategory', accepted: readonly string[], absent: string) => {
    const value = input[field] || absent;
    if (!accepted.includes(value)) fields.push(partErrors.field(`/${field}`, 'part.not-accepted', { accepted }));
    return value;
  };
  const party = (field: 'supplierPartyId' | 'manufacturerPartyId') => {
    if (input[field] === '') return null;
    if (!isUuid(input[field])) fields.push(partErrors.field(`/${field}`, 'part.supplier-unknown'));
    return input[field];
  };
  if (!/^[A-Z0-9_-]{1,20}$/.test(input.ventilationCode)) {
    fields.push(partErrors.field('/ventilationCode', 'part.ventilation-code-wrong'));
  }
  const part: CatalogueItem = {
    id,
    version: 1,
    kind: among('kind', ITEM_KINDS, 'part'),
    reference: text('reference'),
    designation: text('designation'),
    supplierPartyId: party('supplierPartyId'),
    manufacturerPartyId: party('manufacturerPartyId'),
    barcodes: barcodesOf(input.barcodes, fields),
    ventilationCode: input.ventilationCode,
    vatCategory: among('vatCategory', vatCategories, 'standard'),
    state: among('state', STATES, 'active'),
    purchase: price(fields, '/purchasePrice', input.purchasePrice),
    list: price(fields, '/listPrice', input.listPrice),
    fixed: fixedPrice(fields, input),
    limits: limitsOf(fields, input, input.kind || 'part'),
    ...detailsOf(fields, input),
    ...NO_NAMES,
  };
  if (fields.length > 0) throw partErrors.error('part.invalid', {}, fields);
  return part;
}

/** The item with all that was typed but prices, limits and kind. @throws DomainError `stock.part.invalid` */
export function changedPart(known: CatalogueItem, input: Part): CatalogueItem {
  const { id, kind, version, purchase, list, fixed, limits } = known;
  const unread = { purchasePrice: '', listPrice: '', priceFixed: false, publicPrice: '', minQuantity: '', maxQuantity: '' }; // prettier-ignore
  const typed = newPart({ ...input, ...unread, kind }, id);
  const reference = typed.reference || known.reference;
  return { ...typed, reference, version: version + 1, purchase, list, fixed, limits };
}

/** Limits typed on a part; an empty one takes it away. @throws DomainError `stock.part.invalid` */
export function typedLimits(typed: { minQuantity: string; maxQuantity: string }, kind: string): StockLimits {
  const fields: FieldError[] = [];
  const limits = limitsOf(fields, typed, kind);
  if (fields.length > 0) throw partErrors.error('part.invalid', {}, fields);
  return limits;
}

/** Prices typed on a part; an empty one leaves what is there. @throws DomainError `stock.part.invalid` */
export function typedPrices(
  known: PartPrices,
  typed: { purchasePrice: string; listPrice: string; priceFixed: boolean; publicPrice: string },
): PartPrices {
  const fields: FieldError[] = [];
  const prices: PartPrices = {
    purchase: price(fields, '/purchasePrice', typed.purchasePrice) ?? known.purchase,
    list: price(fields, '/listPrice', typed.listPrice) ?? known.list,
    fixed: fixedPrice(fields, typed),
  };
  if (fields.length > 0) throw partErrors.error('part.invalid', {}, fields);
  return prices;
}

/** The part with its sale prices, as other contexts and screens see it. */
export function shownPart(item: CatalogueItem, terms: PricingTerms | undefined): Part {
  const prices = salePrices(item, terms);
  return {
    id: item.id,
    reference: item.reference,
    designation: item.designation,
    supplierPartyId: item.supplierPartyId ?? '',
    manufacturerPartyId: item.manufacturerPartyId ?? '',
    barcodes: [...item.barcodes],
    ventilationCode: item.ventilationCode,
    vatCategory: item.vatCategory,
    state: item.state,
    purchasePrice: item.purchase?.toString() ?? '',
    listPrice: item.list?.toString() ?? '',
    publicPrice: shownPrice(prices.public.price),
    professionalPrice1: shownPrice(prices.professional1.price),
    professionalPrice2: shownPrice(prices.professional2.price),
    priceFixed: item.fixed !== undefined,
    kind: item.kind,
    minQuantity: item.limits.min?.toString() ?? '',
    maxQuantity: item.limits.max?.toString() ?? '',
    version: String(item.version),
    packagingCode: item.packagingCode,
    description: item.description,
    comment: item.comment,
    brandId: item.entries.brandId ?? '',
    brandLabel: item.brandLabel,
    familyId: item.entries.familyId ?? '',
    familyLabel: item.familyLabel,
    unitId: item.entries.unitId ?? '',
    unitCode: item.unitCode,
    unitDecimals: item.unitDecimals,
    locationId: item.entries.locationId ?? '',
    locationCode: item.locationCode,
    ecoFeeId: item.entries.ecoFeeId ?? '',
    ecoFeeCode: item.ecoFeeCode,
    ecoFeeAmount: item.ecoFeeAmount,
    orderingPartyId: item.orderingPartyId ?? '',
  };
}

const NO_NAMES: ItemNames = {
  brandLabel: '',
  familyLabel: '',
  unitCode: '',
  unitDecimals: 4,
  locationCode: '',
  ecoFeeCode: '',
  ecoFeeAmount: '',
};

function detailsOf(fields: FieldError[], input: Part): ItemDetails {
  const text = (field: 'packagingCode' | 'description' | 'comment') => {
    const value = input[field].trim();
    if (value.length > MAX[field]) fields.push(partErrors.field(`/${field}`, 'part.too-long', { max: MAX[field] }));
    return value;
  };
  const entries = Object.fromEntries(ENTRY_FIELDS.map((field) => [field, input[field] || null]));
  if (input.orderingPartyId !== '' && input.kind !== 'special_item') {
    fields.push(partErrors.field('/orderingPartyId', 'part.ordering-party-of-part'));
  } else if (input.orderingPartyId !== '' && !isUuid(input.orderingPartyId)) {
    fields.push(partErrors.field('/orderingPartyId', 'part.ordering-party-unknown'));
  }
  if (input.ecoFeeId !== '' && input.kind === 'special_item') {
    fields.push(partErrors.field('/ecoFeeId', 'part.eco-fee-of-special-item'));
  }
  return {
    packagingCode: text('packagingCode'),
    // E-022: what documents say begins as the short label.
    description: text('description') || input.designation.trim(),
    comment: text('comment'),
    entries: entries as ItemDetails['entries'],
    orderingPartyId: input.orderingPartyId || null,
  };
}

/**
 * @param kinds of the entries that may be chosen, by id
 * @param before what it named before: that stays choosable for it
 * @throws DomainError `stock.part.invalid` naming each entry that there is not, or not of that kind
 */
export function checkEntries({ entries }: ItemDetails, kinds: ReadonlyMap<string, string>, before?: ItemDetails): void {
  const wrong = ENTRY_FIELDS.filter((field) => {
    const id = entries[field];
    return id !== null && id !== before?.entries[field] && kinds.get(id) !== ITEM_ENTRIES[field];
  });
  if (wrong.length === 0) return;
  throw partErrors.error(
    'part.invalid',
    {},
    wrong.map((field) => partErrors.field(`/${field}`, 'part.entry-unknown')),
  );
}

function barcodesOf(codes: readonly string[], fields: FieldError[]): string[] {
  if (codes.length > MAX.barcodes) fields.push(partErrors.field('/barcodes', 'part.too-long', { max: MAX.barcodes }));
  const known = codes.map((code, i) => {
    const value = normalisedReference(code);
    if (value === '') fields.push(partErrors.field(`/barcodes/${i}`, 'part.required'));
    if (value.length > MAX.barcode)
      fields.push(partErrors.field(`/barcodes/${i}`, 'part.too-long', { max: MAX.barcode }));
    if (isGtin(value) && !value.endsWith(gtinCheckDigit(value.slice(0, -1)))) {
      const params = { code: value, expected: gtinCheckDigit(value.slice(0, -1)) };
      fields.push(partErrors.field(`/barcodes/${i}`, 'part.check-digit-wrong', params));
    }
    return value;
  });
  return [...new Set(known)].sort();
}

function limitsOf(
  fields: FieldError[],
  { minQuantity, maxQuantity }: { minQuantity: string; maxQuantity: string },
  kind: string,
): StockLimits {
  const min = limit(fields, '/minQuantity', minQuantity);
  const max = limit(fields, '/maxQuantity', maxQuantity);
  if (min !== undefined && kind !== 'part') {
    fields.push(partErrors.field('/minQuantity', 'part.limits-of-special-item'));
  }
  if (max !== undefined && minQuantity === '') fields.push(partErrors.field('/minQuantity', 'part.required'));
  if (min !== undefined && max !== undefined && max.compare(min) < 0) {
    fields.push(partErrors.field('/maxQuantity', 'part.maximum-below-minimum'));
  }
  return { min, max };
}

function limit(fields: FieldError[], pointer: string, text: string): Quantity | undefined {
  if (text === '') return undefined;
  const value = parsed(fields, pointer, () => Quantity.parse(text));
  if (value !== undefined && (!value.isPositive() || value.compare(MOST_AT_ONCE) > 0)) {
    fields.push(partErrors.field(pointer, 'part.limit-out-of-range', { max: MOST_AT_ONCE.toString() }));
  }
  return value;
}

function fixedPrice(
  fields: FieldError[],
  { priceFixed, publicPrice }: { priceFixed: boolean; publicPrice: string },
): UnitPrice | undefined {
  if (!priceFixed) return undefined;
  if (publicPrice === '') fields.push(partErrors.field('/publicPrice', 'part.required'));
  return price(fields, '/publicPrice', publicPrice);
}

function price(fields: FieldError[], pointer: string, text: string): UnitPrice | undefined {
  if (text === '') return undefined;
  const value = parsed(fields, pointer, () => UnitPrice.parse(text));
  if (value?.isNegative() === true) fields.push(partErrors.field(pointer, 'part.price-negative'));
  return value;
}
