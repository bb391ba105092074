import { readFile } from 'node:fs/promises';
import { pdfText } from '@navette/testing';
import type { Page } from 'playwright-core';

/** The text of the paper that pressing a button saves. */
export async function saved(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const keep = process.env['NAVETTE_E2E_PICTURES'];
  if (keep !== undefined) await download.saveAs(`${keep}/${download.suggestedFilename()}`);
  return pdfText(await readFile(await download.path()));
}
