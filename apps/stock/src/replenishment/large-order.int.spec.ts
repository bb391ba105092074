import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartsNeededMessage, SupplierOrderPlacedMessage } from '@navette/contracts';
import type { Part, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { systemClock } from '@navette/kernel';
import { despatchColumns } from '../goods-receipts/despatch-file.js';
import { Bench, id, partsNeeded } from '../test/bench.helper.js';

const PARTS = 100;
const NEEDS_OF_A_PART = 56;

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

describe('ST-21 ST-23 a large delivery', () => {
  it('of thousands of needs is one order of its supplier, one file, one receipt, and every need is told of once', async () => {
    const parts: Part[] = [];
    for (let i = 0; i < PARTS; i++) parts.push(await bench.part());
    const needIds: string[] = [];
    for (let n = 0; n < NEEDS_OF_A_PART; n++) {
      const lines = parts.map((part) => ({ needId: id(), part }));
      needIds.push(...lines.map(({ needId }) => needId));
      await bench.tell('parts-needed', PartsNeededMessage, partsNeeded(id(), lines));
    }

    const [order, ...more] = (await bench.ordered(...needIds)) as [SupplierOrder];
    expect(more).toEqual([]);
    expect(order.lines.map(({ quantity }) => quantity)).toEqual(parts.map(() => `${NEEDS_OF_A_PART}.0000`));
    const told = await bench.heard(SupplierOrderPlacedMessage, ({ orderId }) => orderId === order.id);
    const needs = told.flatMap(({ lines }) => lines.flatMap((line) => line.needs.map(({ needId }) => needId)));
    expect(needs.sort()).toEqual(needIds.sort());
    expect(told.length).toBeGreaterThan(1);

    const today = systemClock.now().toString().slice(0, 10);
    const rows = parts.map(({ reference }) => `${order.number};${reference};${NEEDS_OF_A_PART};9,99;BL-1;${today}`);
    const content = Buffer.from([despatchColumns.join(';'), ...rows].join('\n'));
    const file = await bench.client.importDespatchFile({ content, format: 'csv' }, await bench.as());
    expect(file.errors).toEqual([]);
    expect(file.receipts).toHaveLength(1);
    for (const receipt of file.receipts) await bench.validate(receipt);
    const [counts] = await bench.rows('select count(*)::int as n, sum(quantity)::int as sum from allocation');
    expect(counts).toEqual({ n: needIds.length, sum: needIds.length });
  });
});
