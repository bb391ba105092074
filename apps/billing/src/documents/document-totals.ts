import { lineNet, Money, type Quantity, type Rate, type UnitPrice } from '@navette/kernel';

/** What the totals of a line are made of. */
export interface PricedLine {
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  /** Fraction of the price. */
  readonly discount: Rate;
  /** Absent where no VAT applies: no rate is not a rate of zero. */
  readonly vatRate: Rate | undefined;
}

export interface VatRow {
  readonly rate: Rate | undefined;
  readonly base: Money;
  readonly vat: Money;
}

export interface DocumentTotals {
  /** Net of each line, in the order of the lines. */
  readonly nets: readonly Money[];
  /** One row for each rate, the highest first, what bears no VAT last. */
  readonly vat: readonly VatRow[];
  readonly excludingVat: Money;
  readonly totalVat: Money;
  readonly total: Money;
}

/**
 * Totals by the third method (BI-1): each line is rounded once; per rate, incl. = round(base × (1 + rate)) and VAT =
 * incl. − base. 3 × 4.08 at 20 % gives 12.24 / 2.45 / 14.69. The opposite quantities give the exact opposite.
 * @throws DomainError `kernel.decimal.out-of-range`
 */
export function documentTotals(lines: readonly PricedLine[]): DocumentTotals {
  const nets = lines.map(({ quantity, unitPrice, discount }) => lineNet(quantity, unitPrice, discount));
  const bases = new Map<string, { rate: Rate | undefined; base: Money }>();
  lines.forEach(({ vatRate }, i) => {
    const key = vatRate?.toString() ?? '';
    const base = bases.get(key)?.base ?? Money.zero;
    bases.set(key, { rate: vatRate, base: base.plus(nets[i] as Money) });
  });
  const vat = [...bases.values()].sort(byRate).map(({ rate, base }) => ({
    rate,
    base,
    vat: rate === undefined ? Money.zero : base.inclusiveOf(rate).minus(base),
  }));
  const excludingVat = Money.sum(nets);
  const totalVat = Money.sum(vat.map((row) => row.vat));
  return { nets, vat, excludingVat, totalVat, total: excludingVat.plus(totalVat) };
}

function byRate(a: { rate: Rate | undefined }, b: { rate: Rate | undefined }): number {
  if (a.rate === undefined || b.rate === undefined) return a.rate === b.rate ? 0 : a.rate === undefined ? 1 : -1;
  return b.rate.compare(a.rate);
}
