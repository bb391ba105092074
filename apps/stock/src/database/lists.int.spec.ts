import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ListGoodsReceiptsRequest,
  ListNeedsRequest,
  ListSupplierOrdersRequest,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { sortsWithoutIndex } from '@navette/testing';
import { partList } from '../catalogue/part.list.js';
import { catalogueEntryList } from '../catalogue-entries/catalogue-entry.list.js';
import { goodsReceiptList } from '../goods-receipts/goods-receipt.list.js';
import { needList } from '../needs/need.list.js';
import { supplierOrderList } from '../supplier-orders/supplier-order.list.js';
import { Bench, elsewhere, here, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;
const caller = (tenant = here, rights = RIGHTS) => bench.as({ tenant, rights });
const by = (field: string, value: string) => ({ filters: [{ field, operator: 'eq', values: [value] }] });
const orders = async (query: object, ...as: Parameters<typeof caller>) =>
  (await bench.client.listSupplierOrders(ListSupplierOrdersRequest.fromPartial({ query }), await caller(...as))).orders;
const receipts = async (query: object, ...as: Parameters<typeof caller>) =>
  (await bench.client.listGoodsReceipts(ListGoodsReceiptsRequest.fromPartial({ query }), await caller(...as))).receipts;
const needs = async (query: object, ...as: Parameters<typeof caller>) =>
  (await bench.client.listNeeds(ListNeedsRequest.fromPartial({ query }), await caller(...as))).needs;
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

/** Two files wait for a part, their order has come. */
async function delivered() {
  const part = await bench.part();
  const [first, second] = [await bench.file(part), await bench.file(part)];
  const [order] = (await bench.ordered(first.needId, second.needId)) as [SupplierOrder];
  const receipt = await bench.validate(await bench.receipt(order));
  return { first, second, order, receipt };
}

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

describe('PA-17 ST-22 ST-23 lists of orders, receipts and needs', () => {
  it('lead from a file to its order, from the order to its receipts, and back to whom it was for', async () => {
    const { first, second, order, receipt } = await delivered();
    await delivered();
    expect(ids(await orders(by('needOriginId', first.originId)))).toEqual([order.id]);
    expect(ids(await receipts(by('supplierOrderId', order.id)))).toEqual([receipt.id]);
    const wanted = [first.needId, second.needId].sort();
    expect(ids(await needs(by('supplierOrderId', order.id))).sort()).toEqual(wanted);
    expect(ids(await needs(by('goodsReceiptId', receipt.id))).sort()).toEqual(wanted);
    expect(await orders(by('needOriginId', id()))).toEqual([]);
    const read = await bench.client.getGoodsReceipt({ id: receipt.id }, await bench.as());
    expect(read.lines).toMatchObject([{ supplierOrderId: order.id, supplierOrderNumber: order.number }]);
  });

  it('find by number and supplier, and show nothing of another station', async () => {
    const { first, order, receipt } = await delivered();
    expect(ids(await orders(by('number', order.number)))).toEqual([order.id]);
    expect(ids(await receipts(by('number', receipt.number)))).toEqual([receipt.id]);
    expect(ids(await receipts(by('supplierPartyId', bench.supplier)))).toContain(receipt.id);
    expect(await receipts(by('supplierPartyId', bench.otherSupplier))).toEqual([]);
    for (const rows of [
      await orders(by('needOriginId', first.originId), elsewhere),
      await orders({}, elsewhere),
      await receipts(by('supplierOrderId', order.id), elsewhere),
      await needs(by('goodsReceiptId', receipt.id), elsewhere),
      await needs({}, elsewhere),
    ])
      expect(rows).toEqual([]);
  });

  it('refuse what they do not know, and who may not read', async () => {
    const invalid = refusal('platform.request.invalid');
    await expect(orders(by('supplierName', 'x'))).rejects.toEqual(invalid);
    await expect(receipts(by('supplierOrderId', 'no id'))).rejects.toEqual(invalid);
    await expect(needs({ sorts: [{ field: 'priority', descending: false }] })).rejects.toEqual(invalid);
    const forbidden = refusal('platform.request.forbidden');
    await expect(orders({}, here, ['stock:need.read'])).rejects.toEqual(forbidden);
    await expect(receipts({}, here, ['stock:need.read'])).rejects.toEqual(forbidden);
    await expect(needs({}, here, ['stock:receipt.read'])).rejects.toEqual(forbidden);
  });

  it('read an index for each sort, at any depth', async () => {
    const { service } = bench;
    for (const [list, from, where] of [
      [supplierOrderList, 'supplier_order o', 'o.station_id = $1'],
      [goodsReceiptList, 'goods_receipt r', 'r.station_id = $1'],
      [needList, 'need n', 'n.station_id = $1'],
      [partList, 'part p', 'p.station_id = $1'],
      [catalogueEntryList, 'catalogue_entry e', 'e.station_id = $1'],
    ] as const)
      expect(await sortsWithoutIndex(service, here, list, { from, where })).toEqual([]);
  });
});
