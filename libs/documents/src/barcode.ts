import { gtinCheckDigit } from '@navette/kernel';
import bwip from 'bwip-js/node';

/** What a scanner reads: `ean13` takes 13 digits with their check digit, `code128` printable ASCII, `qrcode` any text. */
export interface Barcode {
  readonly symbology: 'code128' | 'ean13' | 'qrcode';
  readonly text: string;
}

/** A symbol as rectangles, in modules (the width of its narrowest bar), its quiet zone included in `width` and `height`. */
export interface BarcodeSymbol {
  readonly width: number;
  /** Undefined where bars may be drawn as high as there is room. */
  readonly height: number | undefined;
  readonly dark: readonly { readonly x: number; readonly y: number; readonly width: number }[];
}

/** Blank modules that the standards ask for on each side: GS1 5.2 for EAN-13, ISO 15417 and ISO 18004. */
const QUIET = { code128: [10, 10], ean13: [11, 7], qrcode: [4, 4] } as const;

/** What of a text scanners read best: the 13 digits of a GTIN as EAN-13, references and numbers as Code 128, others as QR. */
export function barcodeFor(text: string): Barcode {
  if (isEan13(text)) return { symbology: 'ean13', text };
  return { symbology: /^[\x20-\x7e]{1,40}$/.test(text) ? 'code128' : 'qrcode', text };
}

/** @throws Error for a text that the symbology can't hold: callers choose by `barcodeFor` or know their text */
export function barcodeSymbol({ symbology, text }: Barcode): BarcodeSymbol {
  const [symbol] = bwip.raw({ bcid: symbology, text });
  if (symbol === undefined) throw new Error(`no ${symbology} of ${text.length} characters`);
  const [left, right] = QUIET[symbology];
  if ('sbs' in symbol) return { ...bars(symbol.sbs, left, right), height: undefined };
  return { ...pixels(symbol, left), width: symbol.pixx + 2 * left, height: symbol.pixy + 2 * left };
}

/** Bars and spaces take turns, a bar first. */
function bars(widths: readonly number[], left: number, right: number) {
  let x = left;
  const dark = [];
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) dark.push({ x, y: 0, width });
    x += width;
  }
  return { dark, width: x + right };
}

function pixels({ pixs, pixx }: { pixs: readonly number[]; pixx: number }, quiet: number) {
  const dark = [];
  for (let start = 0; start < pixs.length; start++) {
    if (pixs[start] !== 1) continue;
    let end = start;
    while (pixs[end + 1] === 1 && (end + 1) % pixx !== 0) end++;
    dark.push({ x: quiet + (start % pixx), y: quiet + Math.floor(start / pixx), width: end - start + 1 });
    start = end;
  }
  return { dark };
}

function isEan13(text: string): boolean {
  return /^[0-9]{13}$/.test(text) && text.endsWith(gtinCheckDigit(text.slice(0, -1)));
}
