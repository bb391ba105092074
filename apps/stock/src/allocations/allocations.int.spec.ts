import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  NeedCancelledMessage,
  PartAllocatedMessage,
  PartsNeededMessage,
  PartsNeedWithdrawnMessage,
} from '@navette/contracts';
import {
  ListSupplierOrdersRequest,
  type GoodsReceipt,
  type Part,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { Database, type Tx } from '@navette/platform/database';
import { testScope } from '@navette/testing';
import fc from 'fast-check';
import { ReverseGoodsReceipt } from '../goods-receipts/reverse-goods-receipt.js';
import { Bench, elsewhere, here, id, partsNeeded, type Wanted } from '../test/bench.helper.js';
import { SagaAllocations } from './saga-allocations.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const saga = () => bench.service.running.get(SagaAllocations);
const inTx = <T>(work: (tx: Tx) => Promise<T>, tenant = here): Promise<T> =>
  bench.service.running.get(Database).tenantTx(testScope(tenant), (tx) => {
    tx.audit('saga', 'test');
    return work(tx);
  });
const withdraw = (
  ids: readonly string[],
  reason: 'origin-cancelled' | 'not-answered' | 'receipt-voided' = 'origin-cancelled',
) => inTx((tx) => saga().withdrawAllocations(tx, ids, reason));
const tentative = (receipt: GoodsReceipt) => inTx((tx) => saga().tentativeAllocationsOf(tx, receipt.id));

/** Needs of a part, all ordered and received together; the receipt is validated. */
async function received(part: Part, ...quantities: number[]): Promise<{ needs: Wanted[]; receipt: GoodsReceipt }> {
  const needs: Wanted[] = [];
  for (const quantity of quantities) needs.push(await bench.file(part, quantity));
  const [order] = (await bench.ordered(...needs.map(({ needId }) => needId))) as [SupplierOrder];
  return { needs, receipt: await bench.validate(await bench.receipt(order)) };
}

describe('ST-24 what the saga does to allocations', () => {
  it('reads them, and confirms them once', async () => {
    const { needs, receipt } = await received(await bench.part(), 2);
    const [allocation] = await tentative(receipt);
    expect(allocation).toEqual({
      id: expect.any(String),
      location: 'depot',
      needId: needs[0]?.needId,
      originKind: 'intervention_file',
      originId: needs[0]?.originId,
      originLineId: needs[0]?.needId,
      partId: receipt.lines[0]?.partId,
      quantity: '2.0000',
      receiptLineId: receipt.lines[0]?.id,
      state: 'tentative',
      supply: { needVersion: expect.any(Number), onOrder: '0.0000', exhausted: false },
    });
    const ids = [allocation?.id as string];
    for (let i = 0; i < 2; i++) await inTx((tx) => saga().confirmAllocations(tx, ids));
    expect(await tentative(receipt)).toEqual([]);
    expect(await inTx((tx) => saga().openAllocationsOf(tx, receipt.id))).toEqual([
      { ...allocation, state: 'confirmed' },
    ]);
  });

  it('gives a declined part to the next need, tentatively again, and tells of it once', async () => {
    const part = await bench.part();
    const { needs, receipt } = await received(part, 2);
    const next = await bench.file(part, 1);
    const ids = (await tentative(receipt)).map((allocation) => allocation.id);
    const { withdrawn, next: given } = await withdraw(ids);
    expect(withdrawn).toMatchObject([{ id: ids[0], state: 'withdrawn' }]);
    expect(given).toMatchObject([{ needId: next.needId, quantity: '1.0000', state: 'tentative' }]);
    expect(await bench.need(needs[0]?.needId as string)).toBe('0 0 0 0 2 cancelled');
    expect(await bench.level(part)).toMatchObject({ reserved: '1.0000', free: '1.0000' });
    expect(await withdraw(ids)).toEqual({ withdrawn: [], next: [] });
    const ours = (one: { needId: string }) => one.needId === needs[0]?.needId;
    expect(await bench.heard(AllocationWithdrawnMessage, ours)).toHaveLength(1);
    expect(await bench.heard(NeedCancelledMessage, ours)).toMatchObject([{ quantity: '2.0000' }]);
  });

  it('gives what nobody answered for to others, not back to the silent one', async () => {
    const part = await bench.part();
    const { needs, receipt } = await received(part, 1);
    const silent = needs[0]?.needId as string;
    const other = await bench.file(part, 1);
    const { next } = await withdraw(
      (await tentative(receipt)).map((allocation) => allocation.id),
      'not-answered',
    );
    expect(next).toMatchObject([{ needId: other.needId }]);
    expect(await bench.need(silent)).toBe('1 0 0 0 0 waiting');
    expect(
      (
        await withdraw(
          next.map((allocation) => allocation.id),
          'not-answered',
        )
      ).next,
    ).toMatchObject([{ needId: silent }]);
  });

  it('leaves alone what a cancellation has taken already, and what came to others from it', async () => {
    const part = await bench.part();
    const { needs, receipt } = await received(part, 1);
    const [first] = needs as [Wanted];
    const next = await bench.file(part, 1);
    const ids = (await tentative(receipt)).map((allocation) => allocation.id);
    const message = { fileId: first.originId, lineIds: [first.needId] };
    await bench.tell('parts-need-withdrawn', PartsNeedWithdrawnMessage, message);
    // Free stock now: its new owner has it for good and was told.
    expect(await bench.heard(PartAllocatedMessage, ({ needId }) => needId === next.needId)).toHaveLength(1);
    expect(await withdraw(ids)).toEqual({ withdrawn: [], next: [] });
    await inTx((tx) => saga().confirmAllocations(tx, ids));
    expect(await bench.need(first.needId)).toBe('0 0 0 0 1 cancelled');
    expect(await bench.need(next.needId)).toBe('0 0 1 0 0 allocated');
  });

  it('sees nothing of another station', async () => {
    const { receipt } = await received(await bench.part(), 1);
    const ids = (await tentative(receipt)).map((allocation) => allocation.id);
    const there = await inTx((tx) => saga().withdrawAllocations(tx, ids, 'origin-cancelled'), elsewhere);
    expect(there).toEqual({ withdrawn: [], next: [] });
    expect(await tentative(receipt)).toHaveLength(1);
  });

  it('reverses a voided receipt once all is taken back: needs and order await again, stock is as before', async () => {
    const part = await bench.part();
    const { needs, receipt } = await received(part, 2, 1);
    await bench.client.voidGoodsReceipt({ id: receipt.id, reason: 'erreur' }, await bench.as());
    const reverse = bench.service.running.get(ReverseGoodsReceipt);
    const open = (await inTx((tx) => saga().openAllocationsOf(tx, receipt.id))).map((allocation) => allocation.id);
    expect(open).toHaveLength(2);
    expect((await withdraw(open, 'receipt-voided')).next).toEqual([]);
    expect(await bench.need(needs[0]?.needId as string)).toBe('2 0 0 0 0 waiting');
    for (let i = 0; i < 2; i++) expect(await inTx((tx) => reverse.execute(tx, receipt.id))).toEqual({});
    expect(await bench.level(part)).toMatchObject({
      onHand: '0.0000',
      value: '0.00',
      reserved: '0.0000',
      onOrder: '3.0000',
    });
    expect(await bench.need(needs[0]?.needId as string)).toBe('0 2 0 0 0 on_order');
    expect(await bench.need(needs[1]?.needId as string)).toBe('0 1 0 0 0 on_order');
    const kinds = await bench.rows('select kind from stock_movement where part_id = $1 order by seq', [part.id]);
    expect(kinds).toEqual([{ kind: 'receipt' }, { kind: 'return' }]);
    const [again] = (await bench.client.listSupplierOrders(
      ListSupplierOrdersRequest.fromPartial({ query: { limit: 1 } }),
      await bench.as(),
    )).orders as [SupplierOrder]; // prettier-ignore
    expect(again.state).toBe('sent');
    await bench.validate(await bench.receipt(again));
    expect(await bench.need(needs[0]?.needId as string)).toBe('0 0 2 0 0 allocated');
  });

  it('refuses to reverse what has gone since it was voided, and changes nothing', async () => {
    const part = await bench.part();
    const { receipt } = await received(part, 2);
    await bench.client.voidGoodsReceipt({ id: receipt.id, reason: 'erreur' }, await bench.as());
    await bench.correct(part, -1);
    const reverse = bench.service.running.get(ReverseGoodsReceipt);
    expect(await inTx((tx) => reverse.execute(tx, receipt.id))).toEqual({ refused: 'stock.goods-receipt.parts-gone' });
    expect(await bench.level(part)).toMatchObject({ onHand: '1.0000' });
  });
});

describe('ST-13 promised is never more than there', () => {
  it('over random interleavings of needs, cancellations, receipts, corrections and declines', async () => {
    const act = fc.record({
      what: fc.constantFrom('need', 'sale', 'cancel', 'in', 'out', 'receive', 'decline'),
      part: fc.nat({ max: 1 }),
      quantity: fc.integer({ min: 1, max: 4 }),
      pick: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 20 }), async (acts) => {
        const parts = [await bench.part(), await bench.part()];
        const raised: Wanted[] = [];
        // Four at a time, so that they meet.
        for (let i = 0; i < acts.length; i += 4) {
          await Promise.all(
            acts.slice(i, i + 4).map(async ({ what, part: which, quantity, pick }) => {
              const part = parts[which] as Part;
              const some = raised[pick % Math.max(raised.length, 1)];
              if (what === 'need') {
                const one = { originId: id(), needId: id() };
                raised.push(one);
                const message = partsNeeded(one.originId, [{ needId: one.needId, part, quantity }]);
                await bench.tell('parts-needed', PartsNeededMessage, message, { aggregateId: one.originId });
              } else if (what === 'sale') raised.push(await bench.order(part, quantity));
              else if (what === 'cancel' && some !== undefined) {
                const message = { fileId: some.originId, lineIds: [some.needId] };
                await bench.tell('parts-need-withdrawn', PartsNeedWithdrawnMessage, message);
              } else if (what === 'in') await bench.correct(part, quantity);
              else if (what === 'out') await bench.correct(part, -quantity);
              else if (what === 'receive' && some !== undefined) await receive(some);
              else if (what === 'decline') await decline(part);
            }),
          );
          expect(await bench.imbalances()).toEqual([]);
          expect(await bench.untold()).toEqual([]);
        }
      }),
      { numRuns: 12 },
    );

    async function receive({ needId }: Wanted): Promise<void> {
      // Somebody else may have cancelled, served or ordered it meanwhile.
      const [order] = await bench.ordered(needId).catch(() => []);
      if (order !== undefined) await bench.validate(await bench.receipt(order));
    }

    async function decline(part: Part): Promise<void> {
      const rows = await bench.rows<{ id: string }>(
        "select id from allocation where part_id = $1 and state = 'tentative' limit 2",
        [part.id],
      );
      await withdraw(rows.map((row) => row.id));
    }
  }, 120_000);

  it('with eight receipts and sixteen needs of one part at once', async () => {
    const part = await bench.part();
    const orders: SupplierOrder[] = [];
    for (let i = 0; i < 8; i++) orders.push(...(await bench.ordered((await bench.file(part, 1)).needId)));
    const receipts = await Promise.all(orders.map((order) => bench.receipt(order)));
    const counted = await Promise.all(receipts.map((receipt) => bench.count(receipt, 2)));
    await Promise.all([
      ...counted.map((receipt) => bench.validate(receipt, true)),
      ...Array.from({ length: 8 }, () => bench.file(part, 2)),
    ]);
    expect(await bench.level(part)).toMatchObject({ onHand: '16.0000', reserved: '16.0000', free: '0.0000' });
    expect(await bench.imbalances()).toEqual([]);
  });
});
