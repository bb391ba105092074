import { createWriteStream, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { untilOver } from '../client/patience.mjs';
import { Progress } from '../progress.mjs';
import { filesOf } from './files.mjs';

/** AC-2: waits until each invoice of the run has its ledger entry. @param {import('../run.mjs').Run} run */
export async function waitForEntries(run) {
  /** @type {Set<string>} */
  const waiting = new Set();
  for await (const { documents } of filesOf(run, { state: 'billed' })) {
    for (const { id, kind } of documents) if (kind === 'invoice') waiting.add(id);
  }
  const invoices = waiting.size;
  const progress = new Progress('invoices in the ledger', invoices);
  // Entries come by number: the next round goes on with the page that was the last one.
  let from = '';
  const over = await untilOver(run.patience, async () => {
    for (let cursor = from; ;) {
      const page = await run.person.get('/accounting/entries', { limit: 200, ...(cursor ? { cursor } : {}) });
      for (const { documentId } of page.entries) waiting.delete(documentId);
      from = cursor;
      cursor = page.nextCursor;
      if (cursor === '') break;
    }
    progress.reached(invoices - waiting.size);
    return { reached: invoices - waiting.size, over: waiting.size === 0 };
  });
  if (!over) run.unfinished.push(`${waiting.size} invoices have no ledger entry`);
  progress.end(over ? '' : `${waiting.size} have no entry`);
}

/**
 * AC-6: the accountant's file of the current year.
 *
 * @param {import('../run.mjs').Run} run
 * @returns {Promise<string>} its path
 */
export async function exportFec(run) {
  const progress = new Progress('FEC written');
  const answer = await run.person.download(`/accounting/fec/${new Date().getFullYear()}`);
  const disposition = answer.headers.get('content-disposition') ?? '';
  const name = /filename="?([A-Za-z0-9]+\.txt)"?/.exec(disposition)?.[1] ?? 'FEC.txt';
  const file = join(run.folder, name);
  const body = /** @type {import('node:stream/web').ReadableStream} */ (answer.body);
  await pipeline(Readable.fromWeb(body), createWriteStream(`${file}.new`, { mode: 0o600 }));
  renameSync(`${file}.new`, file);
  progress.end();
  return file;
}
