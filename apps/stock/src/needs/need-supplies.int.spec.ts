import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerOrderLineCancelAskedMessage, NeedSupplyChangedMessage } from '@navette/contracts';
import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Database, type Tx } from '@navette/platform/database';
import { testScope } from '@navette/testing';
import { SagaAllocations } from '../allocations/saga-allocations.js';
import { ReverseGoodsReceipt } from '../goods-receipts/reverse-goods-receipt.js';
import { Bench, here, type Wanted } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  expect(await bench.untold()).toEqual([]);
  await bench.stop();
});

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  bench.service.running.get(Database).tenantTx(testScope(here), (tx) => {
    tx.audit('saga', 'test');
    return work(tx);
  });
const acknowledge = async (order: SupplierOrder, quantity: string, exhausted: boolean) => {
  const lines = [{ lineId: order.lines[0]?.id as string, expectedOn: '', unitPrice: '', quantity, exhausted }];
  await bench.client.acknowledgeSupplierOrder({ id: order.id, lines }, await bench.as());
};
const order = async ({ needId }: Wanted) => (await bench.ordered(needId))[0] as SupplierOrder;
/** What the origin was told in words of their own, as [on order, exhausted]; versions rise. */
const told = async ({ needId }: Wanted) => {
  const supplies = (await bench.heard(NeedSupplyChangedMessage))
    .flatMap(({ needs }) => needs)
    .filter((need) => need.needId === needId)
    .map(({ supply }) => supply);
  const versions = supplies.map((supply) => supply?.needVersion ?? 0);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  return supplies.map((supply) => `${Number(supply?.onOrder)}${supply?.exhausted ? ' exhausted' : ''}`);
};

describe('BI-12 the origin of a need hears what is still to come for it, as stock counts it', () => {
  it('when a supplier has none, and when it is ordered elsewhere', async () => {
    const need = await bench.order(await bench.part(), 2);
    const first = await order(need);
    await acknowledge(first, '1', false);
    await acknowledge(first, '', true);
    expect(await told(need)).toEqual(['2', '1', '0', '0 exhausted']);
    const second = await order(need);
    await acknowledge(second, '', true);
    expect((await told(need)).slice(4)).toEqual(['2', '0', '0 exhausted']);
    expect(await bench.untold()).toEqual([]);
  });

  it('when an order is closed, a need cancelled in part, the rest given from what is free', async () => {
    const part = await bench.part();
    const need = await bench.order(part, 5);
    const first = await order(need);
    await bench.validate(await bench.count(await bench.receipt(first), 1));
    await bench.client.closeSupplierOrder({ id: first.id }, await bench.as());
    await order(need);
    expect(await told(need)).toEqual(['5', '0', '4']);
    const cancel = { orderId: need.originId, lineId: need.needId, quantity: '1' };
    await bench.tell('customer-order-line-cancel', CustomerOrderLineCancelAskedMessage, cancel);
    await bench.correct(part, 2, '10');
    expect(await bench.need(need.needId)).toBe('0 1 3 0 1 partly_allocated');
    expect(await told(need)).toEqual(['5', '0', '4']);
    expect(await bench.untold()).toEqual([]);
  });

  it('when a receipt is voided, and when nobody answered for what it brought', async () => {
    const need = await bench.order(await bench.part(), 2);
    const receipt = await bench.validate(await bench.receipt(await order(need)));
    await bench.client.voidGoodsReceipt({ id: receipt.id, reason: 'erreur' }, await bench.as());
    const saga = bench.service.running.get(SagaAllocations);
    const open = (await inTx((tx) => saga.openAllocationsOf(tx, receipt.id))).map(({ id }) => id);
    await inTx((tx) => saga.withdrawAllocations(tx, open, 'receipt-voided'));
    expect(await told(need)).toEqual(['2']);
    expect(await bench.untold()).toEqual([]);
    await inTx((tx) => bench.service.running.get(ReverseGoodsReceipt).execute(tx, receipt.id));
    expect(await told(need)).toEqual(['2', '2']);
  });
});
