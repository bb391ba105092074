import { lineNet, Quantity, UnitPrice, type Money, type Rate } from '@navette/kernel';

/** A supplier's coefficient from a purchase price upwards; the next band ends it, the last one has no end (PA-9). */
export interface PriceBand {
  readonly from: Money;
  readonly coefficient: Rate;
}

/** How sale prices follow from a supplier's purchase prices. */
export interface PricingTerms {
  /** Rising, the first from 0; none where the supplier has no coefficients. */
  readonly bands: readonly PriceBand[];
  readonly professional1: Rate | undefined;
  readonly professional2: Rate | undefined;
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

/** Sale prices without VAT; absent means "price to set up". */
export interface SalePrices {
  readonly public: UnitPrice | undefined;
  readonly professional1: UnitPrice | undefined;
  readonly professional2: UnitPrice | undefined;
}

const NO_TERMS: PricingTerms = { bands: [], professional1: undefined, professional2: undefined };

/** What the part costs us: its purchase price or, before the first use, the list price that will become it (ST-4). */
export function costOf({ purchase, list }: PartPrices): UnitPrice | undefined {
  return purchase ?? list;
}

/** ST-5: purchase price × coefficient, rounded to the cent once; a fixed public price stands above the computed one. */
export function salePrices(part: PartPrices, terms: PricingTerms = NO_TERMS): SalePrices {
  const cost = costOf(part);
  return {
    public: part.fixed ?? computed(cost, bandOf(cost, terms.bands)?.coefficient),
    professional1: computed(cost, terms.professional1),
    professional2: computed(cost, terms.professional2),
  };
}

/**
 * The price for a customer of these kinds. Coefficients and discounts of a single party (ST-5's first three rules) are
 * not known here yet; what is left is the class: professional 1 for resellers where the supplier has that coefficient,
 * public for everybody else.
 */
export function salePriceFor(customerKinds: readonly string[], prices: SalePrices): UnitPrice | undefined {
  const professional = customerKinds.includes('reseller') ? prices.professional1 : undefined;
  return professional ?? prices.public;
}

/** A price exactly at a bound is in the band above it: 14.99 sells by the lower one, 15.00 by the upper. */
function bandOf(cost: UnitPrice | undefined, bands: readonly PriceBand[]): PriceBand | undefined {
  if (cost === undefined) return undefined;
  return bands.findLast(({ from }) => cost.compare(UnitPrice.fromMoney(from)) >= 0);
}

function computed(cost: UnitPrice | undefined, coefficient: Rate | undefined): UnitPrice | undefined {
  if (cost === undefined || coefficient === undefined) return undefined;
  // As the net of a line, so that it is rounded once: UnitPrice.times would round to 4 decimals first.
  return UnitPrice.fromMoney(lineNet(Quantity.parse(coefficient.toString()), cost));
}
