import type { Schema } from '@navette/api-client';

export type CountLine = Schema<'CountLine'>;

export const VIEWS = ['open', 'recount', 'all'] as const;
export type View = (typeof VIEWS)[number];

/** A phone shows so many at once; who looks for one among thousands types. */
export const MOST_SHOWN = 60;

/** `WS-480 12` = `ws48012`, `é` = `e`: as the catalogue is searched (ADR 0043). */
const loose = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .toLowerCase();
const tight = (text: string) => loose(text).replaceAll(' ', '');

/** Lines of a view that answer what was typed, in the order of the sheets. */
export function shownLines(lines: ReadonlyMap<string, CountLine>, view: View, typed: string): CountLine[] {
  const words = loose(typed).split(' ').filter(Boolean);
  const wanted = tight(typed);
  return [...lines.values()]
    .filter(({ standing, ownQuantity }) => {
      if (view === 'all') return true;
      return view === 'recount' ? standing === 'recount' : standing === 'none' && ownQuantity === '';
    })
    .filter(({ reference, designation, locationCode, barcodes }) => {
      if (words.length === 0) return true;
      if (tight(reference).includes(wanted) || barcodes.some((code) => tight(code) === wanted)) return true;
      const text = `${loose(designation)} ${loose(locationCode)}`;
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.position - b.position);
}

/** The line that a scanned code or a whole reference means; a barcode before a reference. */
export function scannedLine(lines: ReadonlyMap<string, CountLine>, code: string): CountLine | undefined {
  const wanted = tight(code);
  if (wanted === '') return undefined;
  const all = [...lines.values()];
  return (
    all.find(({ barcodes }) => barcodes.some((one) => tight(one) === wanted)) ??
    all.find(({ reference }) => tight(reference) === wanted)
  );
}

/** What was typed as the server takes it; undefined where it is no quantity of 0 to 99 999 with at most 4 decimals. */
export function typedQuantity(text: string): string | undefined {
  const [, whole, decimals = ''] = /^\s*(\d{1,5})(?:[.,](\d{1,4}))?\s*$/.exec(text) ?? [];
  return whole === undefined ? undefined : `${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

/** One more of what this phone has counted; exact, since only whole parts are scanned. */
export function oneMore({ ownQuantity }: CountLine): string {
  const [whole = '0', decimals = ''] = (ownQuantity || '0').split('.');
  const rest = decimals.replace(/0+$/, '');
  return `${String(Number(whole) + 1)}${rest === '' ? '' : `.${rest}`}`;
}
