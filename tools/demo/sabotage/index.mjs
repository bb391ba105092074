import { doubleMail } from './double-mail.mjs';
import { dropReply } from './drop-reply.mjs';
import { loseMovement } from './lose-movement.mjs';
import { skipInbox } from './skip-inbox.mjs';

/**
 * Things broken on purpose, from outside, with rights that no service has: the checks must notice each.
 *
 * @typedef {object} Broken
 * @property {() => Promise<void>} [afterRun] breaks it when the run is over, before it is judged
 * @property {() => Promise<void>} undo leaves the system as it was
 */

/** @type {Record<string, (run: import('../run.mjs').Run) => Promise<Broken>>} */
export const sabotages = {
  'double-mail': doubleMail,
  'skip-inbox': skipInbox,
  'drop-reply': dropReply,
  'lose-movement': loseMovement,
};
