import { untilOver } from '../client/patience.mjs';
import { mailsAbout, partsReceivedMails } from '../check/mail-store.mjs';
import { Progress } from '../progress.mjs';
import { filesOf } from './files.mjs';

/** Waits until the SMTP server has a mail for each file of the run; how many there are is the check's business. @param {import('../run.mjs').Run} run */
export async function waitForMails(run) {
  /** @type {Set<string>} */
  const files = new Set();
  for await (const { id } of filesOf(run)) files.add(id);
  const progress = new Progress('consumers told by e-mail', files.size);
  const over = await untilOver(run.patience, async () => {
    const told = mailsAbout(partsReceivedMails(run.system.mails), files).size;
    progress.reached(told);
    return { reached: told, over: told >= files.size };
  });
  const left = files.size - mailsAbout(partsReceivedMails(run.system.mails), files).size;
  if (!over) run.unfinished.push(`${left} consumers were not told that their part is here`);
  progress.end(over ? '' : `${left} were not told`);
}
