/* eslint-disable navette/exact-numbers -- places on a drawing; the prices that it tells are exact texts */
import { exampleOf, type Band } from './price-example.js';

/** From one purchase price to another, the sale price rises with them. */
interface Rise {
  readonly from: number;
  readonly to: number;
  readonly fromSold: number;
  readonly toSold: number;
}

/** A bound at which parts sell at another price than just below it. */
interface Step {
  /** Purchase price and sale prices as decimal texts, scale 2. */
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

/** What bands make of purchase prices, to be drawn; places on the axes are figures for the eye, prices stay exact texts. */
export interface PricesDrawn {
  readonly mostBought: number;
  readonly mostSold: number;
  readonly rises: readonly Rise[];
  readonly steps: readonly Step[];
}

/** PA-9: none while there is no band, or one that is being typed can't be read or does not rise. */
export function graphOf(bands: readonly Band[]): PricesDrawn | undefined {
  const read = bands.map(({ from, coefficient }) => ({ from: figure(from), coefficient: figure(coefficient) }));
  const rising = read.every(({ from }, i) => (i === 0 ? from === 0 : from > (read[i - 1]?.from ?? NaN)));
  if (read.length === 0 || !rising || read.some(({ coefficient }) => !(coefficient > 0))) return undefined;
  const last = read.at(-1)?.from ?? 0;
  const mostBought = last === 0 ? 50 : last * 1.5;
  const rises = read.map(({ from, coefficient }, i) => {
    const to = read[i + 1]?.from ?? mostBought;
    return { from, to, fromSold: from * coefficient, toSold: to * coefficient };
  });
  const steps = bands.slice(1).flatMap(({ from: at }, i) => {
    const before = exampleOf(bands.slice(0, i + 1), at);
    const after = exampleOf(bands.slice(0, i + 2), at);
    return before === undefined || after === undefined || before === after ? [] : [{ at, before, after }];
  });
  return { mostBought, mostSold: Math.max(...rises.map(({ toSold }) => toSold)), rises, steps };
}

/** Round figures up to the most, five at most, 0 among them. */
export function ticksTo(most: number): number[] {
  const size = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((n) => n * size).find((one) => most / one <= 4) ?? 10 * size;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

const figure = (text: string): number => (/^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.replace(',', '.')) : NaN);
