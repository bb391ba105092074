import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  OrderedQuantityWithdrawnMessage,
  PartExhaustedMessage,
  SupplierOrderAcknowledgedMessage,
  SupplierOrderSentMessage,
} from '@navette/contracts';
import { CatalogueEntry, ListSupplierOrdersRequest, type SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS, sendOrder } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const acknowledge = async (order: SupplierOrder, line: object) =>
  bench.client.acknowledgeSupplierOrder(
    {
      id: order.id,
      lines: [
        {
          lineId: order.lines[0]?.id as string,
          expectedOn: '',
          quantity: '',
          unitPrice: '',
          exhausted: false,
          ...line,
        },
      ],
    },
    await bench.as(),
  );
/** What the origins were told that an order takes back: need, origin, quantity. */
const withdrawn = async (order: SupplierOrder) =>
  (await bench.heard(OrderedQuantityWithdrawnMessage, ({ orderId }) => orderId === order.id)).flatMap(({ needs }) =>
    needs.map(({ needId, originId, quantity }) => [needId, originId, quantity]),
  );
const close = async ({ id: orderId }: SupplierOrder) =>
  bench.client.closeSupplierOrder({ id: orderId }, await bench.as());
const cancel = async ({ id: orderId }: SupplierOrder) =>
  bench.client.cancelSupplierOrder({ id: orderId }, await bench.as());

describe('ST-22 an order', () => {
  it('is sent, acknowledged with date and price, and says so', async () => {
    const { needId } = await bench.file(await bench.part(), 2);
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    expect(order.state).toBe('sent');
    expect(await bench.heard(SupplierOrderSentMessage, ({ orderId }) => orderId === order.id)).toHaveLength(1);
    expect(await acknowledge(order, { expectedOn: '2026-06-01', unitPrice: '9.9' })).toMatchObject({
      state: 'acknowledged',
      lines: [{ expectedOn: '2026-06-01', unitPrice: '9.9000', quantity: '2.0000', cancelled: '0.0000' }],
    });
    expect(await bench.heard(SupplierOrderAcknowledgedMessage, ({ orderId }) => orderId === order.id)).toMatchObject([
      {
        number: order.number,
        lines: [{ quantity: '2.0000', unitPrice: '9.9000', expectedOn: '2026-06-01', exhausted: false }],
      },
    ]);
    expect(await withdrawn(order)).toEqual([]);
  });

  it('confirmed for less gives the latest in turn back to the plan', async () => {
    const part = await bench.part();
    const [soon, late] = [await bench.file(part, 2, '2026-05-01'), await bench.file(part, 2)];
    const [order] = (await bench.ordered(soon.needId, late.needId)) as [SupplierOrder];
    expect(await acknowledge(order, { quantity: '3' })).toMatchObject({
      lines: [{ quantity: '4.0000', cancelled: '1.0000' }],
    });
    expect(await bench.need(soon.needId)).toBe('0 2 0 0 0 on_order');
    expect(await bench.need(late.needId)).toBe('1 1 0 0 0 waiting');
    expect(await withdrawn(order)).toEqual([[late.needId, late.originId, '1.0000']]);
  });

  it('of a part that is exhausted tells the origins, whose needs wait again', async () => {
    const part = await bench.part();
    const { needId, originId } = await bench.file(part);
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    expect(await acknowledge(order, { exhausted: true })).toMatchObject({
      state: 'closed',
      lines: [{ exhausted: true, cancelled: '1.0000' }],
    });
    expect(await bench.need(needId)).toBe('1 0 0 0 0 waiting');
    expect(await bench.client.getPart({ id: part.id }, await bench.as())).toMatchObject({ state: 'exhausted' });
    expect(await bench.heard(PartExhaustedMessage, ({ orderId }) => orderId === order.id)).toEqual([
      { partId: part.id, orderId: order.id, needs: [{ needId, originKind: 'intervention_file', originId }] },
    ]);
  });

  it('is closed or cancelled, and what it awaited waits to be ordered anew', async () => {
    const part = await bench.part();
    const { needId, originId } = await bench.file(part, 2);
    const [first] = (await bench.ordered(needId)) as [SupplierOrder];
    expect(await cancel(first)).toMatchObject({ state: 'cancelled', lines: [{ cancelled: '2.0000' }] });
    expect(await bench.need(needId)).toBe('2 0 0 0 0 waiting');
    expect(await withdrawn(first)).toEqual([[needId, originId, '2.0000']]);
    const [second] = (await bench.ordered(needId)) as [SupplierOrder];
    await bench.validate(await bench.count(await bench.receipt(second), 1));
    expect(await close(second)).toMatchObject({
      state: 'closed',
      lines: [{ received: '1.0000', cancelled: '1.0000' }],
    });
    expect(await withdrawn(second)).toEqual([[needId, originId, '1.0000']]);
    expect(await bench.need(needId)).toBe('1 0 1 0 0 partly_allocated');
    await expect(close(second)).rejects.toMatchObject({ code: 'stock.supplier-order.wrong-state' });
    await expect(cancel(first)).rejects.toMatchObject({ params: { state: 'cancelled' } });
    await expect(cancel(second)).rejects.toMatchObject({ code: 'stock.supplier-order.already-received' });
    await expect(acknowledge(second, {})).rejects.toMatchObject({ code: 'stock.supplier-order.wrong-state' });
  });

  it('names what is not accepted of an acknowledgement, and keeps nothing', async () => {
    const { needId } = await bench.file(await bench.part(), 2);
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    const wrong = { quantity: '100000', unitPrice: '-1', expectedOn: '2026-02-30' };
    await expect(acknowledge(order, wrong)).rejects.toMatchObject({
      code: 'stock.supplier-order.acknowledgement-invalid',
      fields: [
        { pointer: '/lines/0/quantity', code: 'stock.supplier-order.quantity-absurd' },
        { pointer: '/lines/0/unitPrice', code: 'stock.supplier-order.price-negative' },
        { pointer: '/lines/0/expectedOn', code: 'stock.supplier-order.date-wrong' },
      ],
    });
    await expect(acknowledge(order, { lineId: id() })).rejects.toMatchObject({
      fields: [{ code: 'stock.supplier-order.line-unknown' }],
    });
    expect(await bench.need(needId)).toBe('0 2 0 0 0 on_order');
  });

  it('E-027 is confirmed in quantities that its parts are counted in', async () => {
    const unit = { kind: 'unit', code: 'LT0', label: 'Lot entier', unitType: 'piece', decimals: 0 };
    const { id: unitId } = await bench.client.createCatalogueEntry(
      { entry: CatalogueEntry.fromPartial(unit) },
      await bench.as(),
    );
    const { needId } = await bench.file(await bench.part({ unitId }), 2);
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    await expect(acknowledge(order, { quantity: '1.5' })).rejects.toMatchObject({
      fields: [{ pointer: '/lines/0/quantity', code: 'stock.supplier-order.quantity-too-precise' }],
    });
    await acknowledge(order, { quantity: '1' });
    expect(await bench.need(needId)).toBe('1 1 0 0 0 waiting');
  });

  it('is listed, the latest first, without lines', async () => {
    const { needId } = await bench.file(await bench.part());
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    const { orders } = await bench.client.listSupplierOrders(
      ListSupplierOrdersRequest.fromPartial({
        query: {
          filters: [
            { field: 'supplierPartyId', operator: 'eq', values: [bench.supplier] },
            { field: 'state', operator: 'eq', values: ['sent'] },
          ],
          limit: 1,
        },
      }),
      await bench.as(),
    );
    expect(orders).toEqual([{ ...order, lines: [] }]);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('answers what is of another station as missing', async () => {
    const { needId } = await bench.file(await bench.part());
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    const other = await bench.as({ tenant: elsewhere });
    for (const orderId of [order.id, id(), 'no id']) {
      const missing = refusal('stock.supplier-order.not-found');
      await expect(bench.client.getSupplierOrder({ id: orderId }, other)).rejects.toEqual(missing);
      await expect(bench.client.closeSupplierOrder({ id: orderId }, other)).rejects.toEqual(missing);
      await expect(bench.client.sendSupplierOrder(sendOrder(orderId), other)).rejects.toEqual(missing);
    }
  });

  it('refuses without the right', async () => {
    const { needId } = await bench.file(await bench.part());
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:supplier-order.cancel') });
    await expect(bench.client.cancelSupplierOrder({ id: order.id }, reader)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });
});
