/** A document's number as the services keep it: `LIL-DI-2026-000123`. */
const FULL_BEGIN = /^[A-Z]{2,4}-[A-Z]{2}(-|$)/;
/** What people say of it: `DI 123`, or `123`. */
const SHORT = /^(?:([A-Z]{2})[ -]?)?(\d{1,6})$/;

/** How a list is asked for the numbers that somebody may mean. */
export interface NumberFilter {
  readonly operator: 'in' | 'prefix';
  readonly values: readonly string[];
}

/**
 * The numbers of some kinds that a text may mean (WE-6): the beginning of a whole number, or a short one of this year or the
 * last.
 *
 * @param kinds the letters of the kinds that are looked for: `DI`
 * @param station code of the station
 * @param year the current one
 * @returns undefined where it can be none of them
 */
export function numbersOf(
  text: string,
  kinds: readonly string[],
  station: string,
  year: number,
): NumberFilter | undefined {
  const typed = text.trim().toUpperCase();
  if (FULL_BEGIN.test(typed)) {
    const kind = typed.split('-')[1] ?? '';
    return kinds.includes(kind) ? { operator: 'prefix', values: [typed] } : undefined;
  }
  const [, kind, digits] = SHORT.exec(typed) ?? [];
  if (digits === undefined || station === '') return undefined;
  const meant = kind === undefined ? kinds : kinds.filter((one) => one === kind);
  if (meant.length === 0) return undefined;
  const number = digits.padStart(6, '0');
  return {
    operator: 'in',
    values: meant.flatMap((one) => [year, year - 1].map((of) => `${station}-${one}-${String(of)}-${number}`)),
  };
}
