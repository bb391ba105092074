import { randomUUID } from 'node:crypto';
import { Quantity, Temporal, UnitPrice } from '@navette/kernel';
import { Database } from '@navette/platform/database';
import { SeededRandom } from '@navette/platform/seed';
import { PostMovements } from '../../apps/stock/dist/stock-levels/post-movements.js';
import { StockLevelRepository } from '../../apps/stock/dist/stock-levels/stock-level.repository.js';
import { costAt, entry, issue, reversal } from '../../apps/stock/dist/stock-levels/valuation.js';

/**
 * ST-10, ST-12: a process that moves parts of two stations at random, by the code that all movements go through: receipts,
 * sales, returns of customers and to suppliers, corrections, counts, receipts taken back. Its clock runs over the days that it is
 * given. In a station that refuses negative stock it takes too much now and then, and must be refused all of that transaction.
 *
 * Told by its environment (`LEDGER`, JSON); says on its standard output how much it did and how often it was refused.
 *
 * @typedef {{ stationId: string, networkId: string, refuses: boolean, partIds: string[] }} Station
 */

const AT_ONCE = 50;

/** @type {{ seed: string, movements: number, from: string, days: number, config: any, stations: Station[] }} */
const { seed, movements, from, days, config, stations } = JSON.parse(process.env['LEDGER'] ?? '');
const random = new SeededRandom(seed);
const began = Temporal.Instant.from(from);
let made = 0;
let refused = 0;

const clock = {
  now: () => began.add({ seconds: Math.trunc((Math.min(made / movements, 1) * days - 0.001) * 86_400) }),
};
const unsaid = () => undefined;
const logger = /** @type {any} */ ({ warn: unsaid, error: unsaid, info: unsaid, debug: unsaid });
const db = new Database(config, clock, logger, /** @type {any} */ ({ gauge: unsaid }));
const posting = new PostMovements(new StockLevelRepository());

const decimal = (/** @type {number} */ n) => `${Math.trunc(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`;
/** Whole pieces mostly, else metres and litres. */
const quantity = () => Quantity.parse(random.chance(70) ? String(random.int(1, 12)) : decimal(random.int(1, 120_000)));
const cost = () => costAt(UnitPrice.parse(decimal(random.int(0, 2_000_000))));

/** What one part does next; nothing where there is not enough to be taken. @param {boolean} refuses */
function happening(refuses) {
  const [verb, wanted, price] = [random.int(1, 100), quantity(), cost()];
  /** @param {any} stock @param {any} lastCost */
  const happens = (stock, lastCost) => {
    const isShort = stock.onHand.compare(wanted) < 0;
    if (verb <= 30) return entry(stock, 'receipt', wanted, price);
    if (verb <= 36) return entry(stock, 'correction_in', wanted, lastCost);
    if (verb <= 42) return entry(stock, 'return', wanted, lastCost);
    if (verb <= 47) {
      const found = wanted.minus(stock.onHand);
      if (found.isZero()) return [];
      return found.isNegative()
        ? [issue(stock, 'inventory', found.negate(), lastCost)]
        : entry(stock, 'inventory', found, lastCost);
    }
    if (verb <= 55) return isShort ? [] : [reversal(stock, wanted, price)];
    if (isShort && refuses) return [];
    return [issue(stock, verb <= 90 ? 'sale' : 'correction_out', wanted, lastCost)];
  };
  return happens;
}

async function postOnce() {
  const { stationId, networkId, refuses, partIds } = random.pick(stations);
  const scope = { stationId, networkId, operation: 'stock:stock-level.correct', requestId: randomUUID(), correlationId: randomUUID(), causationId: '', actor: /** @type {const} */ ({ kind: 'system', id: seed }) }; // prettier-ignore
  const postings = Array.from({ length: AT_ONCE }, () => ({
    partId: random.pick(partIds),
    lineId: null,
    happens: happening(refuses),
  }));
  const isTooMuch = refuses && random.chance(5);
  if (isTooMuch)
    postings.push({
      partId: random.pick(partIds),
      lineId: null,
      happens: (stock, lastCost) => [issue(stock, 'sale', stock.onHand.plus(Quantity.one), lastCost)],
    });
  try {
    made += await db.tenantTx(scope, async (tx) => {
      let count = 0;
      const origin = /** @type {const} */ ({ kind: 'correction', id: tx.newId(), reason: 'at random' });
      tx.audit('stock-correction', origin.id);
      await posting.post(
        tx,
        origin,
        postings.map(({ happens, ...rest }) => ({
          ...rest,
          happens: (/** @type {any} */ stock, /** @type {any} */ lastCost) => {
            const changes = happens(stock, lastCost);
            count += changes.length;
            return changes;
          },
        })),
      );
      return count;
    });
    if (isTooMuch) throw new Error('more was taken than was there');
  } catch (error) {
    const { constraint } = /** @type {{ constraint?: string }} */ (error);
    if (!isTooMuch || constraint !== 'part_stock_not_negative') throw error;
    refused += 1;
  }
}

await db.open();
while (made < movements) await postOnce();
await db.close();
process.stdout.write(JSON.stringify({ made, refused }));
