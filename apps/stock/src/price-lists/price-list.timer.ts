import { PriceListProgressedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { setTimer } from '@navette/platform/timers';
import { isWorking } from './price-list.js';
import type { PriceListRow } from './price-list.repository.js';

export const PRICE_LIST = 'price-list';

/** A file of which nothing more comes for so long was given up by who sent it. */
const RECEIVED_HOURS = 1;
/** A list that waits for a person so long is closed, and its lines forgotten. */
const WAITS_HOURS = 24 * 30;

/** Tells where a list stands; its work goes on by a timer, or its time begins to run. */
export async function standing(tx: Tx, row: PriceListRow): Promise<void> {
  progress(tx, row);
  if (isWorking(row)) return workOn(tx, row.id);
  const hours = row.state === 'receiving' ? RECEIVED_HOURS : row.state === 'closed' ? 0 : WAITS_HOURS;
  await setTimer(tx, { kind: PRICE_LIST, key: row.id, dueAt: tx.now.add({ hours }), data: { ends: row.state } });
}

/** Has a list worked on from now, in the name of whoever does it now. */
export async function workOn(tx: Tx, id: string): Promise<void> {
  await setTimer(tx, { kind: PRICE_LIST, key: id, dueAt: tx.now, data: { actor: tx.scope.actor } });
}

/** Tells how far the work in hand has come; the timer that does it goes on. */
export function progress(tx: Tx, { id, version, state, done, total }: PriceListRow): void {
  tx.publish(PriceListProgressedMessage, { type: 'price-list', id, version }, { priceListId: id, state, done, total });
  tx.audit('price-list', id);
}
