import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Mails about "spare part ordered, received" in the SMTP server's store.
 *
 * @typedef {{ fileId: string, to: string[], messageId: string }} PartsReceivedMail
 */

const KIND = 'status:parts_received';
const ABOUT = 'intervention_file/';

/** @param {string} folder @returns {PartsReceivedMail[]} */
export function partsReceivedMails(folder) {
  const index = join(folder, 'index.ndjson');
  return existsSync(index) ? readMails(readFileSync(index, 'utf8')) : [];
}

/** @param {string} index lines of JSON; the last one may be half written @returns {PartsReceivedMail[]} */
export function readMails(index) {
  const lines = index.split('\n').slice(0, -1);
  return lines.flatMap((text) => {
    // Most mails of a long-lived store are others'.
    if (!text.includes(KIND)) return [];
    const { headers, to, messageId } = JSON.parse(text);
    const about = headers['x-navette-about'] ?? '';
    if (headers['x-navette-message-kind'] !== KIND || !about.startsWith(ABOUT)) return [];
    return [{ fileId: about.slice(ABOUT.length), to, messageId }];
  });
}

/**
 * @param {readonly PartsReceivedMail[]} mails
 * @param {{ has(id: string): boolean }} files
 * @returns {Map<string, PartsReceivedMail[]>} by file, only of these
 */
export function mailsAbout(mails, files) {
  /** @type {Map<string, PartsReceivedMail[]>} */
  const found = new Map();
  for (const mail of mails) {
    if (!files.has(mail.fileId)) continue;
    const known = found.get(mail.fileId);
    if (known) known.push(mail);
    else found.set(mail.fileId, [mail]);
  }
  return found;
}
