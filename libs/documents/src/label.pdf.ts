import type { Locale } from '@navette/messages';
import type { Barcode } from './barcode.js';
import {
  bytesOf,
  drawBarcode,
  mm,
  newPaper,
  readable,
  textHeight,
  writeText,
  type Paper,
  type TextStyle,
} from './paper.js';

/** Rolls of usual label printers, in millimetres: width, height. */
export const LABEL_SIZES = { '57x32': [57, 32], '89x36': [89, 36], '62x29': [62, 29] } as const;
export type LabelSize = keyof typeof LABEL_SIZES;

export interface LabelLine {
  readonly text: string;
  readonly size?: 'large' | 'normal' | 'small';
  readonly strong?: boolean;
}

/** What is stuck on a part or a box: lines from the top, the barcode beneath them with its text. */
export interface Label {
  readonly lines: readonly LabelLine[];
  readonly barcode?: Barcode;
  /** How many times it is printed; once where not given. */
  readonly copies?: number;
}

const SIZES = { large: 13, normal: 9, small: 7 } as const;
const EDGE = mm(2);
const GAP = 2;
const TEXT_BELOW = 8;
/** The least that a scanner wants: bars are read across, squares all at once. */
const LEAST = { code128: mm(7), ean13: mm(7), qrcode: mm(11) } as const;

/** One page of the size of the roll per label; lines that have no room above the barcode are left out from the last on. */
export async function labelsPdf(
  labels: Iterable<Label>,
  size: LabelSize,
  info: { locale: Locale; title: string; madeAt: Date },
): Promise<Buffer> {
  const paper = newPaper({ title: info.title, author: 'Navette', language: info.locale, madeAt: info.madeAt });
  const [width, height] = LABEL_SIZES[size];
  for (const label of labels)
    for (let copy = 0; copy < (label.copies ?? 1); copy++) {
      paper.addPage({ size: [mm(width), mm(height)], margins: { top: 0, bottom: 0, left: 0, right: 0 } });
      drawLabel(paper, label);
    }
  return bytesOf(paper);
}

function drawLabel(paper: Paper, { barcode, lines }: Label): void {
  const width = paper.page.width - 2 * EDGE;
  const bottom = paper.page.height - EDGE;
  const least = barcode === undefined ? 0 : LEAST[readable(barcode, width).symbology] + TEXT_BELOW + GAP;
  let y = EDGE;
  for (const { text, size = 'normal', strong = false } of lines) {
    const style: TextStyle = { size: SIZES[size], font: strong ? 'strong' : 'regular', ink: '#000000' };
    // One line each: a long designation must not push the next out.
    const height = textHeight(paper, 'Ag', width, style);
    if (y + height > bottom - least) break;
    writeText(paper, text, { x: EDGE, y, width, height }, style);
    y += height;
  }
  if (barcode === undefined) return;
  const box = { x: EDGE, y: y + GAP, width, height: bottom - TEXT_BELOW - GAP - y };
  drawBarcode(paper, barcode, { ...box, height: Math.min(box.height, mm(14)) }, 'center');
  writeText(paper, barcode.text, { x: EDGE, y: bottom - TEXT_BELOW, width, height: TEXT_BELOW + 2 }, { size: 7, align: 'center', ink: '#000000' }); // prettier-ignore
}
