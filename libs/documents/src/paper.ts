import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { barcodeSymbol, type Barcode } from './barcode.js';

/** One page family of pdfkit; what is drawn on it stays open until `bytesOf`. */
export type Paper = PDFKit.PDFDocument;

export const INK = '#1a1d21';
export const QUIET_INK = '#5b636d';
export const RULE = '#c9ced6';
/** The accent of theme Clair: prints and screens share the brand (design of the back office). */
export const ACCENT = '#1f5f93';

/** Millimetres as points. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

/** A dot of the usual label printer (203 dpi): bars of whole dots come out as wide as they were meant. */
const DOT = 72 / 203;

/** Bars below 0.19 mm are beyond handheld scanners (the least X-dimension of GS1's general scanning); QR takes their place. */
const THINNEST_BAR = mm(0.19);

const resolve = createRequire(import.meta.url).resolve;
const fontFile = (name: string) => readFileSync(resolve(`@expo-google-fonts/inter/${name}`));
let fonts: { regular: Buffer; strong: Buffer } | undefined;

export interface PaperInfo {
  readonly title: string;
  readonly author: string;
  /** BCP 47. */
  readonly language: string;
  /** Given and not taken, so that the same document has the same bytes whenever it is asked for again. */
  readonly madeAt: Date;
}

/** A document without pages yet: Inter (the screens' own family) embedded, of which only the glyphs used are kept. */
export function newPaper({ title, author, language, madeAt }: PaperInfo): Paper {
  fonts ??= {
    regular: fontFile('400Regular/Inter_400Regular.ttf'),
    strong: fontFile('600SemiBold/Inter_600SemiBold.ttf'),
  };
  const paper = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    lang: language,
    info: { Title: title, Author: author, Creator: 'Navette', CreationDate: madeAt, ModDate: madeAt },
  });
  paper.registerFont('regular', fonts.regular);
  paper.registerFont('strong', fonts.strong);
  return paper;
}

/** Closes the document. */
export async function bytesOf(paper: Paper): Promise<Buffer> {
  const chunks: Buffer[] = [];
  paper.end();
  for await (const chunk of paper) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  readonly font?: 'regular' | 'strong';
  /** Figures of one width, so that those of a column are one beneath the other. */
  readonly tabular?: boolean;
  readonly size?: number;
  readonly ink?: string;
  readonly align?: 'left' | 'right' | 'center';
}

/**
 * What shaping does for a Latin text is not worth its price: with it a page takes seconds, without it milliseconds. pdfkit hands
 * these on to fontkit, which takes a map too and adds to it what it does by default.
 */
const UNSHAPED = { calt: false, ccmp: false, clig: false, kern: false, liga: false, locl: false, mark: false, mkmk: false, rlig: false }; // prettier-ignore

const options = ({ tabular = false }: TextStyle) => ({
  features: { ...UNSHAPED, tnum: tabular } as unknown as PDFKit.Mixins.OpenTypeFeatures[],
  lineGap: 1,
});

function apply(paper: Paper, { font = 'regular', size = 9, ink = INK }: TextStyle): void {
  paper.font(font).fontSize(size).fillColor(ink);
}

/** How high a text stands in a width, in points. */
export function textHeight(paper: Paper, text: string, width: number, style: TextStyle = {}): number {
  apply(paper, style);
  return paper.heightOfString(text.normalize('NFC'), { ...options(style), width });
}

/** Writes within the box and returns the height used; what does not fit ends in an ellipsis. */
export function writeText(paper: Paper, text: string, box: Box, style: TextStyle = {}): number {
  const used = Math.min(textHeight(paper, text, box.width, style), box.height);
  const { x, y, width } = box;
  const align = style.align ?? 'left';
  paper.text(text.normalize('NFC'), x, y, { ...options(style), width, height: used + 1, ellipsis: true, align });
  return used;
}

/** The barcode as it is drawn in a width: a Code 128 that would be too fine to read there is a QR code. */
export function readable(barcode: Barcode, width: number): Barcode {
  if (barcode.symbology !== 'code128' || moduleIn(width / barcodeSymbol(barcode).width) >= THINNEST_BAR) return barcode;
  return { symbology: 'qrcode', text: barcode.text };
}

/** In whole printer dots, where a module has one at least. */
const moduleIn = (room: number): number => (room > DOT ? Math.floor(room / DOT) * DOT : room);

/** Draws a barcode, if it is `readable` there, from the left edge of the box or in its middle. */
export function drawBarcode(paper: Paper, barcode: Barcode, box: Box, place: 'left' | 'center' = 'left'): void {
  const symbol = barcodeSymbol(readable(barcode, box.width));
  const high = symbol.height === undefined ? Infinity : box.height / symbol.height;
  const module = moduleIn(Math.min(box.width / symbol.width, high));
  const left = box.x + (place === 'center' ? (box.width - symbol.width * module) / 2 : 0);
  const height = symbol.height === undefined ? box.height : module;
  for (const { x, y, width } of symbol.dark) paper.rect(left + x * module, box.y + y * module, width * module, height);
  paper.fill('#000000');
}
