import { DomainError, lineNet, Quantity, Rate, UnitPrice, type Money } from '@navette/kernel';

/** A supplier's coefficient from a purchase price upwards; the next band ends it, the last one has no end (PA-9). */
export interface PriceBand {
  readonly from: Money;
  readonly coefficient: Rate;
}

/** How sale prices follow from purchase prices, as a party had it in one of its versions. */
export interface PricingTerms {
  readonly partyId: string;
  readonly version: string;
  /** The manufacturer on which somebody chose these terms for its parts; empty where they are the part's supplier's (PA-18). */
  readonly chosenBy: string;
  /** Rising, the first from 0; none where the party has no coefficients. */
  readonly bands: readonly PriceBand[];
  readonly professional1: Rate | undefined;
  readonly professional2: Rate | undefined;
}

/** PA-3: what a customer pays for parts of a supplier and a manufacturer; null stands for all of them. */
export interface PartDiscount {
  readonly supplierPartyId: string | null;
  readonly manufacturerPartyId: string | null;
  /** Fraction taken off the sale price. */
  readonly discount: Rate | undefined;
  /** In place of the supplier's. */
  readonly coefficient: Rate | undefined;
}

/** ST-5: by which of a supplier's coefficients somebody buys. */
export type PriceClass = 'public' | 'professional_1' | 'professional_2';

/** A customer's class, and who says so: somebody on the customer, its family, or its kind where nobody chose. */
export interface ChosenClass {
  readonly value: PriceClass;
  readonly chosenBy: 'party' | 'family' | 'kind';
}

/** Who buys: a party as it was in one of its versions. */
export interface Customer {
  readonly partyId: string;
  readonly version: string;
  readonly kinds: readonly string[];
  /** Absent where nobody chose. */
  readonly priceClass: ChosenClass | undefined;
  readonly discounts: readonly PartDiscount[];
}

/** What the part itself says of its prices, without VAT. */
export interface PartPrices {
  /** Absent until the first use (ST-4). */
  readonly purchase: UnitPrice | undefined;
  /** The manufacturer's price for this station; becomes the purchase price on first use. */
  readonly list: UnitPrice | undefined;
  /** Typed, and kept whatever the purchase price becomes. */
  readonly fixed: UnitPrice | undefined;
}

/** A part or special item as far as its sale prices go. */
export interface PricedItem extends PartPrices {
  readonly kind: string;
  readonly supplierPartyId: string | null;
  readonly manufacturerPartyId: string | null;
}

/** A coefficient or discount that applies, and where it is from. */
export interface AppliedTerm {
  readonly value: Rate;
  readonly partyId: string;
  readonly version: string;
  /** Of a customer's term: for whose parts it is; null for everybody's. */
  readonly supplierPartyId: string | null;
  readonly manufacturerPartyId: string | null;
}

/** A sale price without VAT and all that it follows from: basis × coefficient × (1 − discount). */
export interface ExplainedPrice {
  /** Absent means "price to set up": there is no basis or no coefficient, or the product is beyond any price. */
  readonly price: UnitPrice | undefined;
  readonly basis: 'purchase' | 'list' | 'fixed';
  readonly basisPrice: UnitPrice | undefined;
  /** Whose rule gives the coefficient; none for a fixed price. */
  readonly rule: 'party' | 'band' | 'professional_1' | 'professional_2' | undefined;
  readonly coefficient: AppliedTerm | undefined;
  /** Where the band begins that applies. */
  readonly bandFrom: Money | undefined;
  readonly chosenBy: string;
  readonly discount: AppliedTerm | undefined;
  /** Of the customer; none where its own coefficient applies, and where it pays the public price as everybody does. */
  readonly priceClass: (ChosenClass & Pick<Customer, 'partyId' | 'version'>) | undefined;
}

/** Sale prices that are nobody's own. */
export interface SalePrices {
  readonly public: ExplainedPrice;
  readonly professional1: ExplainedPrice;
  readonly professional2: ExplainedPrice;
}

/** What the part costs us: its purchase price or, before the first use, the list price that will become it (ST-4). */
export function costOf({ purchase, list }: PartPrices): UnitPrice | undefined {
  return purchase ?? list;
}

/** ST-5: public, by the band of the purchase price or fixed; professional, by coefficients that know no bands. */
export function salePrices(item: PricedItem, terms: PricingTerms | undefined): SalePrices {
  return {
    public: priced(publicBase(item, terms)),
    professional1: priced(professionalBase(item, terms, 1)),
    professional2: priced(professionalBase(item, terms, 2)),
  };
}

/**
 * ST-5: the price for a customer, the most specific coefficient first: its own for that supplier, its own for all of them,
 * that of its price class. The class is the one chosen for it, else professional 1 of resellers and public (or fixed) of
 * everybody else; professional 2 falls back on professional 1, and that on public, where the supplier has none (ADR 0060).
 * Then its discount, in the same order. Coefficients and discounts of a customer are for parts, not for labour and travel (PA-3).
 * @param customer none for the public price
 */
export function salePriceFor(
  item: PricedItem,
  terms: PricingTerms | undefined,
  customer: Customer | undefined,
): ExplainedPrice {
  const discount = termOf(item, customer, 'discount');
  const own = ownBase(item, customer);
  if (own !== undefined) return priced(own, discount);
  const priceClass = classOf(customer);
  return { ...priced(classBase(item, terms, priceClass?.value), discount), priceClass };
}

type Base = Omit<ExplainedPrice, 'price' | 'discount' | 'priceClass'>;

function ownBase(item: PricedItem, customer: Customer | undefined): Base | undefined {
  const coefficient = termOf(item, customer, 'coefficient');
  if (coefficient === undefined || costOf(item) === undefined) return undefined;
  return { ...costBasis(item), rule: 'party', coefficient, bandFrom: undefined, chosenBy: '' };
}

function classOf(customer: Customer | undefined): ExplainedPrice['priceClass'] {
  if (customer === undefined) return undefined;
  const { partyId, version, kinds, priceClass } = customer;
  if (priceClass !== undefined) return { ...priceClass, partyId, version };
  return kinds.includes('reseller') ? { value: 'professional_1', chosenBy: 'kind', partyId, version } : undefined;
}

/** Professional coefficients that a class buys by, the first that the supplier has; the public price where it has none. */
const COEFFICIENTS = { public: [], professional_1: [1], professional_2: [2, 1] } as const;

function classBase(item: PricedItem, terms: PricingTerms | undefined, priceClass: PriceClass = 'public'): Base {
  const which = COEFFICIENTS[priceClass].find((one) => terms?.[`professional${one}`] !== undefined);
  return which === undefined ? publicBase(item, terms) : professionalBase(item, terms, which);
}

function publicBase(item: PricedItem, terms: PricingTerms | undefined): Base {
  if (item.fixed !== undefined) {
    const none = { rule: undefined, coefficient: undefined, bandFrom: undefined, chosenBy: '' };
    return { basis: 'fixed', basisPrice: item.fixed, ...none };
  }
  const band = bandOf(costOf(item), terms?.bands ?? []);
  return ofTerms(item, terms, 'band', band?.coefficient, band?.from);
}

function professionalBase(item: PricedItem, terms: PricingTerms | undefined, which: 1 | 2): Base {
  return ofTerms(item, terms, `professional_${which}`, terms?.[`professional${which}`]);
}

function ofTerms(
  item: PricedItem,
  terms: PricingTerms | undefined,
  rule: ExplainedPrice['rule'],
  value: Rate | undefined,
  bandFrom?: Money,
): Base {
  const { partyId = '', version = '0', chosenBy = '' } = terms ?? {};
  const source = { partyId, version, supplierPartyId: null, manufacturerPartyId: null };
  const coefficient = value && { value, ...source };
  return { ...costBasis(item), rule, coefficient, bandFrom, chosenBy };
}

function costBasis(item: PricedItem): Pick<Base, 'basis' | 'basisPrice'> {
  return { basis: item.purchase === undefined ? 'list' : 'purchase', basisPrice: costOf(item) };
}

/** A price exactly at a bound is in the band above it: 14.99 sells by the lower one, 15.00 by the upper. */
function bandOf(cost: UnitPrice | undefined, bands: readonly PriceBand[]): PriceBand | undefined {
  if (cost === undefined) return undefined;
  return bands.findLast(({ from }) => cost.compare(UnitPrice.fromMoney(from)) >= 0);
}

/** Whether a row names a supplier, and a manufacturer. */
const MOST_SPECIFIC_FIRST = [[true, true], [true, false], [false, true], [false, false]] as const; // prettier-ignore

/**
 * The customer's term for an item: for its supplier and its manufacturer, for its supplier, for its manufacturer, for all.
 * Coefficients and discounts are looked for apart, so that a row with one of them does not hide the other's.
 */
function termOf(
  item: PricedItem,
  customer: Customer | undefined,
  what: 'coefficient' | 'discount',
): AppliedTerm | undefined {
  if (customer === undefined || item.kind !== 'part') return undefined;
  const fitting = customer.discounts.filter(
    (row) =>
      row[what] !== undefined &&
      (row.supplierPartyId ?? item.supplierPartyId) === item.supplierPartyId &&
      (row.manufacturerPartyId ?? item.manufacturerPartyId) === item.manufacturerPartyId,
  );
  const [best] = MOST_SPECIFIC_FIRST.flatMap(
    ([ofSupplier, ofManufacturer]) =>
      fitting.find(
        (row) => (row.supplierPartyId !== null) === ofSupplier && (row.manufacturerPartyId !== null) === ofManufacturer,
      ) ?? [],
  );
  if (best === undefined) return undefined;
  const { partyId, version } = customer;
  const { supplierPartyId, manufacturerPartyId } = best;
  return { value: best[what] as Rate, partyId, version, supplierPartyId, manufacturerPartyId };
}

function priced(base: Base, discount?: AppliedTerm): ExplainedPrice {
  return { ...base, discount, priceClass: undefined, price: priceOf(base, discount) };
}

function priceOf({ basis, basisPrice, coefficient }: Base, discount: AppliedTerm | undefined): UnitPrice | undefined {
  if (basisPrice === undefined) return undefined;
  if (basis !== 'fixed' && coefficient === undefined) return undefined;
  // As it was typed, with four decimals where it has them.
  if (basis === 'fixed' && discount === undefined) return basisPrice;
  const factor = coefficient === undefined ? Quantity.one : Quantity.parse(coefficient.value.toString());
  try {
    // As the net of a line, so that it is rounded once, to the cent.
    return UnitPrice.fromMoney(lineNet(factor, basisPrice, discount?.value ?? Rate.zero));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'kernel.decimal.out-of-range') return undefined;
    throw error;
  }
}
