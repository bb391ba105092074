import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killedAtEach } from './support/crash.js';
import { System } from './support/system.js';

/** Stock is updated by an inventory while the service is killed, wherever the platform knows a point of it (ST-14). */
let system: System;

beforeAll(async () => {
  system = await System.start();
}, 300_000);
afterAll(() => system.remove(), 60_000);

interface Counted {
  readonly inventory: { readonly id: string; readonly version: string };
  readonly partIds: readonly string[];
}

/** What the counters found of parts of which the books say 5. */
const FOUND = ['3', '5', '8'];

async function counted(): Promise<Counted> {
  await system.renewToken();
  const partIds: string[] = [];
  for (let n = 0; n < FOUND.length; n++) {
    const reference = randomUUID();
    const { id } = await system.done('POST', '/parts', { reference, designation: 'Pompe', ventilationCode: 'PIECE' });
    await system.done('POST', '/stock-corrections', { partId: id, quantity: '5', unitCost: '4', reason: 'Début' });
    partIds.push(id as string);
  }
  const { id } = await system.done('POST', '/inventories', { scope: { kind: 'selection', partIds } });
  const { lines } = await system.read(`/inventories/${id as string}/lines`);
  const cells = (lines as { id: string; partId: string }[]).map((line) => ({
    lineId: line.id,
    counted: FOUND[partIds.indexOf(line.partId)],
    ticked: true,
  }));
  return { inventory: await system.done('PUT', `/inventories/${id as string}/lines`, { lines: cells }), partIds };
}

describe('ST-14 a service killed while stock is updated', () => {
  it('has made each difference a movement once, and let go of the parts, as soon as the clerk is answered', async () => {
    const scenario = {
      prepare: counted,
      act: async ({ inventory }: Counted) => {
        await system.done('POST', `/inventories/${inventory.id}/validate`, {}, { seen: inventory });
      },
    };
    const { points, neverHit } = await killedAtEach(system, scenario, async ({ inventory, partIds }, point) => {
      const [{ state } = { state: '' }] = await system.rows<{ state: string }>('stock', 'select state from inventory where id = $1', [inventory.id]); // prettier-ignore
      const movements = await system.rows<{ quantity: string; value: string }>(
        'stock',
        `select trim_scale(quantity)::text as quantity, value from stock_movement where origin_kind = 'inventory' and origin_id = $1 order by quantity`,
        [inventory.id],
      );
      const stock = await system.rows<{ onHand: string; frozen: boolean }>(
        'stock',
        `select trim_scale(on_hand)::text as "onHand", frozen_by is not null as frozen from stock_level
         where part_id = any ($1) order by array_position($1, part_id)`,
        [partIds],
      );
      expect({ point, state, movements, stock }).toEqual({
        point,
        state: 'validated',
        movements: [{ quantity: '-2', value: '-8.00' }, { quantity: '3', value: '12.00' }], // prettier-ignore
        stock: FOUND.map((onHand) => ({ onHand, frozen: false })),
      });
    });
    expect(neverHit).toEqual([]);
    expect(points.length).toBeGreaterThan(2);
    expect(await system.rows('stock', 'select * from dead_letter')).toEqual([]);
  }, 600_000);
});
