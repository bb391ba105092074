import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { demoStations } from '@navette/identity';
import { killedAtEach } from './support/crash.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/** Parts go from one station to another while stock is killed, wherever the platform knows a point of it (ST-15). */
let system: System;
let line: MainLine;
let fileId: string;

beforeAll(async () => {
  system = await System.start({ separate: true });
  line = new MainLine(system);
  ({ fileId } = await line.openFile());
}, 300_000);
afterAll(() => system.remove(), 60_000);

interface Wanted {
  readonly needId: string;
  readonly reference: string;
  /** Access token of somebody in the sister station. */
  readonly sister: string;
}

/** What a patient clerk of the sister station gets. */
async function there(token: string, method: string, path: string, body = {}): Promise<Record<string, unknown>> {
  const key = randomUUID();
  return eventually(
    async () => {
      const answer = await system
        .api(method, path, method === 'GET' ? undefined : body, { token, key })
        .catch(() => undefined);
      return answer !== undefined && answer.status < 300 ? answer.body : undefined;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );
}

async function wanted(): Promise<Wanted> {
  const reference = randomUUID();
  const part = { reference, designation: 'Pompe', ventilationCode: 'PIECE' };
  await system.workIn('LEN');
  const { id } = await system.done('POST', '/parts', part);
  await system.done('POST', '/stock-corrections', { partId: id, quantity: '5', unitCost: '4', reason: 'Début' });
  await system.workIn('LIL');
  await system.done('POST', '/parts', part);
  const wish = { kind: 'part', reference, quantity: '5', unitPrice: '20' };
  const { lines } = await system.done('POST', `/intervention-files/${fileId}/lines`, { lines: [wish] });
  const mine = (lines as { id: string; reference: string }[]).find((one) => one.reference === reference);
  const needId = mine?.id as string;
  await eventually(async () => ((await system.api('GET', `/needs/${needId}`)).status === 200 ? true : undefined));
  return { needId, reference, sister: await system.signIn('LEN') };
}

async function transferred({ needId, sister }: Wanted): Promise<void> {
  const ask = { needId, stationId: demoStations.LEN, quantity: '5' };
  const { id } = await system.done('POST', '/station-transfers', ask);
  const path = `/station-transfers/${id as string}`;
  const until = (state: string, read: () => Promise<Record<string, unknown>>) =>
    eventually(async () => ((await read())['state'] === state ? true : undefined), { timeoutMs: 60_000, everyMs: 100 });
  // Some of what was asked, of which some arrives.
  await there(sister, 'POST', `${path}/accept`, { quantity: '3' });
  await there(sister, 'POST', `${path}/issue`);
  await until('issued', () => system.read(path));
  await system.done('POST', `${path}/receive`, { quantity: '2', reason: 'carton ouvert' });
  await until('received', () => there(sister, 'GET', path));
}

describe('ST-15 a service killed while parts go from one station to another', () => {
  it('has moved them out and in once, at their value, given them to their need once, the rest back to it, and kept the loss', async () => {
    const scenario = { prepare: wanted, act: transferred };
    const { points, neverHit } = await killedAtEach(system, scenario, async ({ needId, reference }, point) => {
      const halves = await system.rows(
        'stock',
        `select t.side, t.state, trim_scale(t.asked)::text as asked, trim_scale(t.received)::text as received, t.lost_value as lost from station_transfer t
         join part p on p.station_id = t.station_id and p.id = t.part_id where p.reference = $1 order by t.side`,
        [reference],
      );
      const movements = await system.rows(
        'stock',
        `select trim_scale(m.quantity)::text as quantity, m.value from stock_movement m
         join part p on p.station_id = m.station_id and p.id = m.part_id
         where p.reference = $1 and m.kind = 'transfer' order by m.quantity`,
        [reference],
      );
      const needs = await system.rows(
        'stock',
        `select trim_scale(waiting)::text as waiting, trim_scale(on_order)::text as "onOrder",
           trim_scale(allocated)::text as allocated from need where id = $1`,
        [needId],
      );
      const sagas = await system.rows(
        'stock',
        `select s.status from saga s join station_transfer t on t.id::text = s.correlation_key and t.need_id = $1`,
        [needId],
      );
      expect({ point, halves, movements, needs, sagas }).toEqual({
        point,
        halves: ['incoming', 'outgoing'].map((side) => ({
          side,
          state: 'received',
          asked: '5',
          received: '2',
          lost: '4.00',
        })),
        movements: [{ quantity: '-3', value: '-12.00' }, { quantity: '2', value: '8.00' }], // prettier-ignore
        needs: [{ waiting: '3', onOrder: '0', allocated: '2' }],
        sagas: [{ status: 'done' }],
      });
    });
    expect(neverHit).toEqual([]);
    expect(points).toEqual(
      expect.arrayContaining([
        'stock/ask-station-transfer/before-ack',
        'stock/tell-station-transfer/before-ack',
        'stock/settle-station-transfer/before-ack',
        'stock/saga/station-transfer/accepted/effect-accept',
        'stock/saga/station-transfer/issued/effect-issue',
        'stock/saga/station-transfer/received/effect-receive',
        'stock/outbox/after-publish-before-mark',
      ]),
    );
    expect(await system.rows('stock', 'select * from dead_letter')).toEqual([]);
  }, 900_000);
});
