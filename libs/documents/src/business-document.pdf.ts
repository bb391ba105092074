import { message } from '@navette/messages';
import type { Barcode } from './barcode.js';
import type { AddressBlock, Block, BusinessDocument, Fact, Letterhead } from './business-document.js';
import { Pages } from './pages.js';
import { ACCENT, bytesOf, drawBarcode, mm, newPaper, QUIET_INK, RULE, writeText, type Paper } from './paper.js';
import { shown } from './table.js';
import { writeTable, writeTotals } from './table.pdf.js';

const LANGUAGES = { fr: 'fr-FR', en: 'en-GB' } as const;

/** The document on A4, ready to print or to send; the same document gives the same bytes. */
export async function businessDocumentPdf(document: BusinessDocument): Promise<Buffer> {
  const { letterhead, locale, madeAt, number, title } = document;
  const paper = newPaper({
    title: `${title} ${number}`,
    author: letterhead.name,
    language: LANGUAGES[locale],
    madeAt,
  });
  const pages: Pages = new Pages(paper, document.landscape ?? false, () => writeContinued(pages, document));
  writeFirstHead(pages, document);
  for (const block of document.body) await writeBlock(pages, document, block);
  writeFeet(paper, document);
  return bytesOf(paper);
}

function writeFirstHead(pages: Pages, document: BusinessDocument): void {
  const { paper, left, width } = pages;
  const top = pages.y;
  const half = width * 0.52;
  const right = { x: left + half + mm(6), width: width - half - mm(6) };

  let own = top + writeSender(pages, document.letterhead, half);
  let other = top;
  const put = (text: string, style: Parameters<typeof writeText>[3]) => {
    other += writeText(paper, text, { ...right, y: other, height: 60 }, style);
  };
  put(document.title, { font: 'strong', size: 17, ink: ACCENT });
  put(document.number, { font: 'strong', size: 11 });
  other += 3;
  other += writeFacts(paper, [dated(document), ...(document.facts ?? [])], { ...right, y: other });
  if (document.barcode) {
    drawBarcode(paper, document.barcode, { ...right, y: other + 4, height: mm(9) });
    other += mm(9) + 6;
  }
  if (document.recipient) {
    own += mm(5);
    own += writeRecipient(paper, document.recipient, { x: left, y: own, width: half });
  }
  pages.y = Math.max(own, other) + mm(6);
}

function writeSender({ paper, left, y }: Pages, letterhead: Letterhead, width: number): number {
  let at = y;
  if (letterhead.logo) {
    const logo = { fit: [mm(45), mm(16)] as [number, number] };
    paper.image(Buffer.from(letterhead.logo), left, at, logo);
    at += mm(18);
  }
  at += writeText(paper, letterhead.name, { x: left, y: at, width, height: 40 }, { font: 'strong', size: 11 });
  for (const line of letterhead.lines)
    at += writeText(paper, line, { x: left, y: at, width, height: 30 }, { size: 8.5 });
  return at - y;
}

function writeRecipient(
  paper: Paper,
  { label, lines }: AddressBlock,
  at: { x: number; y: number; width: number },
): number {
  const inset = { x: at.x + mm(3), width: at.width - mm(6) };
  let y = at.y + mm(2);
  y += writeText(paper, label, { ...inset, y, height: 12 }, { size: 7.5, ink: QUIET_INK });
  for (const [index, line] of lines.entries())
    y += writeText(paper, line, { ...inset, y, height: 30 }, index === 0 ? { font: 'strong', size: 10 } : { size: 9 });
  const height = y + mm(2) - at.y;
  paper.rect(at.x, at.y, mm(0.8), height).fill(ACCENT);
  return height;
}

function writeFacts(paper: Paper, facts: readonly Fact[], at: { x: number; y: number; width: number }): number {
  let { y } = at;
  const label = at.width * 0.42;
  for (const fact of facts) {
    const value = { x: at.x + label, y, width: at.width - label, height: 40 };
    const labelHeight = writeText(paper, fact.label, { ...at, y, width: label - 4, height: 40 }, { size: 8.5, ink: QUIET_INK }); // prettier-ignore
    y += Math.max(labelHeight, writeText(paper, fact.value, value, { size: 8.5 })) + 1;
  }
  return y - at.y;
}

const dated = ({ date, locale }: BusinessDocument): Fact => ({
  label: message(locale, 'document.date'),
  value: shown(locale, 'date', date),
});

/** The head of the second page and those after it. */
function writeContinued(pages: Pages, { letterhead, number, title }: BusinessDocument): void {
  const box = { ...pages.rest(), height: 14 };
  writeText(pages.paper, letterhead.name, box, { size: 8, ink: QUIET_INK });
  writeText(pages.paper, `${title} ${number}`, box, { size: 8, ink: QUIET_INK, align: 'right' });
  pages.y += mm(8);
}

async function writeBlock(pages: Pages, { locale }: BusinessDocument, block: Block): Promise<void> {
  switch (block.kind) {
    case 'title':
      writeTitle(pages, block.text, block.barcode);
      break;
    case 'text':
      writeParagraphs(pages, block.text);
      break;
    case 'table':
      await writeTable(pages, locale, block.table);
      if (block.totals) writeTotals(pages, locale, block.totals);
      break;
    case 'signatures':
      writeSignatures(pages, block.labels);
      break;
  }
}

function writeTitle(pages: Pages, text: string, barcode: Barcode | undefined): void {
  pages.room(mm(barcode === undefined ? 25 : 32));
  pages.y += mm(2);
  const box = pages.rest();
  const aside = barcode === undefined ? 0 : mm(60);
  const high = writeText(pages.paper, text, { ...box, width: box.width - aside }, { font: 'strong', size: 11 });
  if (barcode)
    drawBarcode(pages.paper, barcode, { x: box.x + box.width - aside, y: box.y, width: aside, height: mm(8) });
  pages.y += Math.max(high, barcode === undefined ? 0 : mm(8)) + mm(2);
}

/** Line by line, so that a long text goes on over the page. */
function writeParagraphs(pages: Pages, text: string): void {
  for (const line of text.split('\n')) {
    pages.room(mm(10));
    pages.y += writeText(pages.paper, line === '' ? ' ' : line, pages.rest(), { size: 9 });
  }
  pages.y += mm(3);
}

function writeSignatures(pages: Pages, labels: readonly string[]): void {
  const gap = mm(6);
  const height = mm(24);
  pages.room(height + mm(4));
  const width = (pages.width - gap * (labels.length - 1)) / labels.length;
  for (const [index, label] of labels.entries()) {
    const x = pages.left + index * (width + gap);
    pages.paper.rect(x, pages.y, width, height).lineWidth(0.5).stroke(RULE);
    writeText(pages.paper, label, { x: x + 4, y: pages.y + 4, width: width - 8, height: 24 }, { size: 8, ink: QUIET_INK }); // prettier-ignore
  }
  pages.y += height + mm(4);
}

/** What the law wants of each letter of a company (C. com. R. 123-237), and where in the document this page is. */
function writeFeet(paper: Paper, { letterhead, locale }: BusinessDocument): void {
  const { count } = paper.bufferedPageRange();
  const identity = [
    letterhead.name,
    letterhead.siret && message(locale, 'document.siret', { number: letterhead.siret }),
    letterhead.vatNumber && message(locale, 'document.vat-number', { number: letterhead.vatNumber }),
    letterhead.legal,
  ];
  for (let page = 0; page < count; page++) {
    paper.switchToPage(page);
    const width = paper.page.width - mm(30);
    const y = paper.page.height - mm(15);
    paper.moveTo(mm(15), y - 4).lineTo(mm(15) + width, y - 4).lineWidth(0.5).stroke(RULE); // prettier-ignore
    const style = { size: 7, ink: QUIET_INK };
    writeText(paper, identity.filter(Boolean).join(' · '), { x: mm(15), y, width: width - mm(25), height: 22 }, style);
    const number = message(locale, 'document.page', { page: page + 1, pages: count });
    writeText(paper, number, { x: mm(15), y, width, height: 12 }, { ...style, align: 'right' });
  }
}
