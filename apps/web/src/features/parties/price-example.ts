export interface Band {
  readonly from: string;
  readonly coefficient: string;
}

const DECIMAL = /^(\d{1,10})(?:[.,](\d{1,4}))?$/;

/** Decimal text in ten-thousandths; none where it is no price or coefficient. */
function scaled(text: string): bigint | undefined {
  const [, whole, part = ''] = DECIMAL.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : BigInt(whole + part.padEnd(4, '0'));
}

/**
 * PA-9, to show what bands mean: the purchase price times the coefficient of its band, rounded half up to the cent. None where
 * there is no band for it yet.
 * @returns decimal text, scale 2
 */
export function exampleOf(bands: readonly Band[], purchasePrice: string): string | undefined {
  const price = scaled(purchasePrice);
  if (price === undefined) return undefined;
  const reached = bands.filter(({ from }) => (scaled(from) ?? price + 1n) <= price);
  const coefficient = scaled(reached.at(-1)?.coefficient ?? '');
  if (coefficient === undefined) return undefined;
  const cents = (price * coefficient + 500_000n) / 1_000_000n;
  return `${String(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`;
}

/** A purchase price to show a band by: the middle of it, or 10 € above the last bound; whole euros where one fits. */
export function sampleIn(bands: readonly Band[], index: number): string {
  const from = scaled(bands[index]?.from ?? '') ?? 0n;
  const to = scaled(bands[index + 1]?.from ?? '') ?? from + 200_000n;
  const middle = (from + to) / 2n;
  const whole = ((middle + 5_000n) / 10_000n) * 10_000n;
  const sample = whole >= from && whole < to ? whole : from;
  return `${String(sample / 10_000n)}.${String(sample % 10_000n)
    .padStart(4, '0')
    .slice(0, 2)}`;
}
