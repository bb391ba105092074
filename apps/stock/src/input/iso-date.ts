import { Temporal } from '@navette/kernel';

/** A date written YYYY-MM-DD that exists; undefined for anything else. */
export function isoDate(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
