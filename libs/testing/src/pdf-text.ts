import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What all pages of a PDF say, in the order in which it was drawn, with plain blanks. */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  // The reader takes over the bytes that it is given.
  const file = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  try {
    const texts = [];
    for (let page = 1; page <= file.numPages; page++) {
      const { items } = await (await file.getPage(page)).getTextContent();
      texts.push(...items.map((item) => ('str' in item ? item.str : '')));
    }
    return texts.join(' ').replace(/\s+/g, ' ');
  } finally {
    await file.destroy();
  }
}
