import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PartyCreatedMessage } from '@navette/contracts';
import { notificationsService } from '@navette/notifications';
import { partiesService } from '@navette/parties';
import { Database } from '@navette/platform/database';
import { startService } from '@navette/platform/service';

/**
 * The process that `bench events` measures: parties and notifications as they are, and a source of events that
 * writes through the door of parties. It takes a load from its parent, and answers when that is written.
 *
 * @typedef {import('./events.mjs').Load} Load
 */

/** Transactions of the source at a time; the pool of parties has one connection more. */
const WRITERS = 4;

const ended = () => process.exit(1);
const [parties] = await Promise.all(
  [partiesService, notificationsService].map((one) => startService(one, { onFatal: ended })),
);
const database = /** @type {NonNullable<typeof parties>} */ (parties).get(Database);
const tenant = { stationId: randomUUID(), networkId: randomUUID() };

/** @param {number} count */
function writeTransaction(count) {
  const requestId = randomUUID();
  const scope = { ...tenant, actor: /** @type {const} */ ({ kind: 'system', id: 'bench' }), operation: 'parties:bench.write', requestId, correlationId: requestId, causationId: '' }; // prettier-ignore
  return database.tenantTx(scope, async (tx) => {
    for (let i = 0; i < count; i += 1) {
      const id = tx.newId();
      const party = { id, kinds: ['reseller'], version: '1' };
      tx.publish(PartyCreatedMessage, { type: 'bench', id, version: 1 }, { party });
    }
    tx.audit('bench', requestId);
  });
}

/** @param {Load} load */
async function produce({ seconds, rate, perTransaction }) {
  const began = Date.now();
  const wanted = Math.floor((seconds * rate) / perTransaction);
  let begun = 0;
  // At its rate whatever the answers take: who waits for them would slow down with what is measured.
  const writer = async () => {
    for (let number = begun++; number < wanted; number = begun++) {
      const due = began + ((number * perTransaction) / rate) * 1_000;
      const early = due - Date.now();
      if (early > 0) await delay(early);
      await writeTransaction(perTransaction);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return { began, produced: wanted * perTransaction };
}

process.on(
  'message',
  (load) => void produce(/** @type {Load} */ (load)).then((answer) => process.send?.(answer), ended),
);
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
