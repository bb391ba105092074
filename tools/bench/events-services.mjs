import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PartAllocatedMessage } from '@navette/contracts';
import { interventionsService } from '@navette/interventions';
import { Database } from '@navette/platform/database';
import { startService } from '@navette/platform/service';
import { stockService } from '@navette/stock';

/**
 * The process that `bench events` measures: stock and interventions as they are, and a source of events that writes
 * through stock's own door. It takes a load from its parent, and answers when that is written.
 *
 * @typedef {import('./events.mjs').Load} Load
 */

/** Transactions of the source at a time; stock's pool has one connection more. */
const WRITERS = 4;
const EVENT = { originKind: 'customer_order', quantity: '1.0000', needAllocated: '1.0000', needQuantity: '1.0000' };

const ended = () => process.exit(1);
const [stock] = await Promise.all(
  [stockService, interventionsService].map((one) => startService(one, { onFatal: ended })),
);
const database = /** @type {NonNullable<typeof stock>} */ (stock).get(Database);
const tenant = { stationId: randomUUID(), networkId: randomUUID() };

/** @param {number} count */
function writeTransaction(count) {
  const requestId = randomUUID();
  const scope = { ...tenant, actor: /** @type {const} */ ({ kind: 'system', id: 'bench' }), operation: 'stock:bench.write', requestId, correlationId: requestId, causationId: '' }; // prettier-ignore
  return database.tenantTx(scope, async (tx) => {
    for (let i = 0; i < count; i += 1) {
      const [allocationId, needId] = [tx.newId(), tx.newId()];
      const event = { ...EVENT, allocationId, needId, originId: requestId, partId: requestId };
      tx.publish(PartAllocatedMessage, { type: 'need', id: needId, version: 1 }, event);
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
