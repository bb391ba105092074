import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StationChangedMessage } from '@navette/contracts';
import { StationChanged } from '@navette/contracts/identity/v1/events';
import { ListStockValuesRequest, type StockValue } from '@navette/contracts/stock/v1/stock_values';
import { Part, StationSettings, StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { Money, newId, Quantity, systemClock, Temporal } from '@navette/kernel';
import { SeededRandom } from '@navette/platform/seed';
import { stockService } from '@navette/stock';
import { handled, say, startTestService, testTenant, type TestService, type TestTenant } from '@navette/testing';
import { Replay } from '../apps/stock/src/stock-levels/replay.js';
import type { MovementKind } from '../apps/stock/src/stock-levels/valuation.js';

/** As others may be tried by, one by one: the same seed makes the same movements, though not in the same turn. */
const SEED = process.env['NAVETTE_LEDGER_SEED'] ?? 'ledger 1';
const MOVEMENTS = 100_000;
const PARTS = 30;
const FROM = '2026-01-05T00:00:00Z';
const DAYS = 200;
const DATES = 10;
const RIGHTS = ['stock:part.create', 'stock:settings.change', 'stock:stock-value.read'];

interface Movement {
  readonly part: string;
  readonly seq: string;
  readonly kind: MovementKind;
  readonly quantity: string;
  readonly value: string;
  readonly onHandAfter: string;
  readonly valueAfter: string;
  /** Seconds since 1970. */
  readonly occurredAt: number;
  readonly actor: string;
}

const [allowing, refusing] = [testTenant('allowing'), testTenant('refusing')];
let service: TestService;
const parts = new Map<TestTenant, string[]>();
const told: { made: number; refused: number }[] = [];

beforeAll(async () => {
  service = await startTestService(stockService);
  for (const [tenant, code] of [
    [allowing, 'LIL'],
    [refusing, 'LEN'],
  ] as const) {
    const message = StationChanged.fromPartial({ ...tenant, code, timeZone: 'Europe/Paris' });
    const said = await say(service, StationChangedMessage, message, { tenant });
    for (const handler of ['station-of-network', 'catalogue-of-station']) await handled(service, handler, said);
    const ids: string[] = [];
    for (let n = 0; n < PARTS; n++) {
      const part = Part.fromPartial({ id: newId(systemClock), reference: `P-${n}`, designation: 'Pompe', ventilationCode: 'PIECE', purchasePrice: '7.3' }); // prettier-ignore
      ids.push((await service.client(Stock).createPart({ part }, await service.as(tenant, RIGHTS))).id);
    }
    parts.set(tenant, ids);
  }
  const settings = StationSettings.fromPartial({ refuseNegativeStock: true, sagaFirstAskSeconds: 30, sagaWithdrawAfterSeconds: 1_800, sagaOperatorAfterSeconds: 86_400 }); // prettier-ignore
  await service.client(Stock).setStationSettings({ settings }, await service.as(refusing, RIGHTS));
  const program = new URL('./support/post-at-random.mjs', import.meta.url).pathname;
  const stations = [...parts].map(([tenant, partIds]) => ({ ...tenant, partIds, refuses: tenant === refusing }));
  told.push(
    ...(await Promise.all(
      ['first', 'second'].map(async (process_) => {
        const asked = { seed: `${SEED} ${process_}`, movements: MOVEMENTS / 2, from: FROM, days: DAYS, config: service.db.config, stations }; // prettier-ignore
        const env = { ...process.env, NODE_OPTIONS: '', LEDGER: JSON.stringify(asked) };
        const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
        return JSON.parse(stdout) as { made: number; refused: number };
      }),
    )),
  );
}, 180_000);
afterAll(() => service.stop());

/** All movements of a station, part by part in the order of recording. */
async function ledger({ stationId }: TestTenant): Promise<Movement[]> {
  const { rows } = await service.admin.query<Movement>(
    `select part_id as part, seq::text as seq, kind, (quantity * 10000)::bigint::text as quantity,
       (value * 100)::bigint::text as value, (on_hand_after * 10000)::bigint::text as "onHandAfter",
       (value_after * 100)::bigint::text as "valueAfter", extract(epoch from occurred_at)::float8 as "occurredAt", actor_id as actor
     from stock_movement m where station_id = $1 order by m.part_id, m.seq`,
    [stationId],
  );
  return rows;
}

const taken = ({ kind, quantity, value }: Movement) => ({ kind, quantity: BigInt(quantity), value: BigInt(value), lineId: null, isInternal: false }); // prettier-ignore

/** What the parts had at the end of a day, each taken again from its first movement to its last by then. */
function atTheEndOf(day: Temporal.PlainDate, movements: readonly Movement[]): Map<string, string> {
  const end = day.add({ days: 1 }).toZonedDateTime('Europe/Paris').toInstant();
  const last = new Map<string, string>();
  for (const { part, seq, occurredAt } of movements)
    if (occurredAt * 1_000 < end.epochMilliseconds) last.set(part, seq);
  const replays = new Map<string, Replay>();
  for (const movement of movements) {
    if (BigInt(movement.seq) > BigInt(last.get(movement.part) ?? '0')) continue;
    const replay = replays.get(movement.part) ?? new Replay();
    replays.set(movement.part, replay);
    replay.take(taken(movement));
  }
  return new Map(
    [...replays].filter(([, { onHand }]) => onHand !== 0n).map(([part, { onHand, value, fifoValue }]) => [part, `${onHand} ${value} ${fifoValue}`]), // prettier-ignore
  );
}

async function valuedOn(tenant: TestTenant, day: Temporal.PlainDate): Promise<Map<string, string>> {
  const filters = [['on', day.toString()], ['fifo', 'true']].map(([field = '', value = '']) => ({ field, operator: 'eq', values: [value] })); // prettier-ignore
  const request = ListStockValuesRequest.fromPartial({ query: { filters, limit: 200 } });
  const { values } = await service.client(Stock).listStockValues(request, await service.as(tenant, RIGHTS));
  const cents = (text: string) => Money.parse(text).cents();
  const shown = ({ onHand, value, fifoValue }: StockValue) =>
    `${BigInt(Quantity.parse(onHand).toString().replace('.', ''))} ${cents(value)} ${cents(fifoValue)}`;
  return new Map(values.map((one) => [one.partId, shown(one)]));
}

describe(`ST-10 ST-12 ${MOVEMENTS} movements at random by two processes at once (seed: ${SEED})`, () => {
  it('are all there, by both processes in turn, and more than was there was refused', async () => {
    expect(told.reduce((sum, { made }) => sum + made, 0)).toBeGreaterThanOrEqual(MOVEMENTS);
    for (const { refused } of told) expect(refused).toBeGreaterThan(10);
    for (const tenant of [allowing, refusing]) {
      const movements = await ledger(tenant);
      const turns = movements.filter(({ part, actor }, i) => movements[i - 1]?.part === part && movements[i - 1]?.actor !== actor); // prettier-ignore
      expect(turns.length).toBeGreaterThan(1_000);
    }
    const { rows } = await service.admin.query<{ count: string }>('select count(*) from stock_movement');
    expect(Number(rows[0]?.count)).toBe(told.reduce((sum, { made }) => sum + made, 0));
  });

  it.each([
    ['allows', allowing],
    ['refuses', refusing],
  ] as const)(
    'leave what their replay says, after each of them, where the station %s negative stock',
    async (_, tenant) => {
      const movements = await ledger(tenant);
      const wrong: unknown[] = [];
      let lowest = 0n;
      let replay = new Replay();
      for (const [i, movement] of movements.entries()) {
        if (movements[i - 1]?.part !== movement.part) replay = new Replay();
        replay.take(taken(movement));
        const { onHand, value, fifoValue } = replay;
        const holds =
          onHand === BigInt(movement.onHandAfter) &&
          value === BigInt(movement.valueAfter) &&
          replay.fifoQuantity === (onHand > 0n ? onHand : 0n) &&
          (onHand > 0n ? fifoValue >= 0n : fifoValue === 0n) &&
          (onHand !== 0n || value === 0n || movements[i + 1]?.kind === 'revaluation');
        if (!holds) wrong.push({ ...movement, onHand, value, fifoValue });
        if (onHand < lowest) lowest = onHand;
      }
      expect(wrong.slice(0, 3)).toEqual([]);
      // One that never went below zero where it may would prove nothing of the other.
      expect(lowest < 0n).toBe(tenant === allowing);
    },
  );

  it('sum up to what is on hand and what it is worth', async () => {
    const { rows } = await service.admin.query(
      `select s.part_id from part_stock s join stock_level l using (station_id, part_id) join (
         select station_id, part_id, sum(quantity) as quantity, sum(value) as value from stock_movement group by 1, 2) m
         using (station_id, part_id)
       where (s.on_hand, s.value, l.on_hand) is distinct from (m.quantity, m.value, m.quantity)`,
    );
    expect(rows).toEqual([]);
    const stocked = await service.admin.query('select from part_stock');
    expect(stocked.rowCount).toBe(2 * PARTS);
  });

  it('give the value of stock on any past day as their replay to its end does, by the average and by FIFO', async () => {
    const random = new SeededRandom(SEED);
    for (const tenant of [allowing, refusing]) {
      const movements = await ledger(tenant);
      for (let n = 0; n < DATES; n++) {
        const day = Temporal.PlainDate.from('2026-01-05').add({ days: random.int(0, DAYS - 1) });
        const valued = await valuedOn(tenant, day);
        expect(valued.size).toBeGreaterThan(PARTS / 3);
        expect([day.toString(), valued]).toEqual([day.toString(), atTheEndOf(day, movements)]);
      }
    }
  });
});
