import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartExhaustedMessage, SupplierOrderPlacedMessage, SupplierOrderSentMessage } from '@navette/contracts';
import type { ListReplenishmentPlanRequest, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const plan = async (filter: Partial<ListReplenishmentPlanRequest> = {}) =>
  bench.client.listReplenishmentPlan(
    { page: { limit: 200, cursor: '' }, supplierPartyId: '', originKind: '', countermarkPrefix: '', ...filter },
    await bench.as(),
  );
const place = async (...needIds: string[]) =>
  bench.client.placeSupplierOrders(
    { selections: needIds.map((needId) => ({ needId, supplierPartyId: '' })) },
    await bench.as(),
  );
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
const close = async ({ id: orderId }: SupplierOrder) =>
  bench.client.closeSupplierOrder({ id: orderId }, await bench.as());
const cancel = async ({ id: orderId }: SupplierOrder) =>
  bench.client.cancelSupplierOrder({ id: orderId }, await bench.as());

describe('ST-20 the replenishment plan', () => {
  it('lists what waits and nobody has ordered, with origin, supplier, quantity and price', async () => {
    const part = await bench.part({ purchasePrice: '12.5' });
    await bench.correct(part, 1);
    const { originId, needId } = await bench.file(part, 3, '2026-05-01');
    const { lines } = await plan();
    expect(lines.find((line) => line.needId === needId)).toMatchObject({
      partId: part.id,
      reference: part.reference,
      supplierPartyId: bench.supplier,
      quantity: '2.0000',
      unitPrice: '12.5000',
      originKind: 'intervention_file',
      originId,
      originLabel: 'I-ATE',
      wantedOn: '2026-05-01',
    });
    await place(needId);
    expect((await plan()).lines.map((line) => line.needId)).not.toContain(needId);
  });

  it('is filtered by supplier, origin and countermark, page by page', async () => {
    const part = await bench.part({ supplierPartyId: bench.otherSupplier });
    const [file, order] = [await bench.file(part), await bench.order(part)];
    const ids = async (filter: Partial<ListReplenishmentPlanRequest>) =>
      (await plan({ supplierPartyId: bench.otherSupplier, ...filter })).lines.map(({ needId }) => needId);
    expect(await ids({})).toEqual([file.needId, order.needId]);
    expect(await ids({ originKind: 'customer_order' })).toEqual([order.needId]);
    const prefix = `LIL-DI-2026-${file.originId.slice(-6)}`.slice(0, -2);
    expect(await ids({ countermarkPrefix: prefix })).toEqual([file.needId]);
    const first = await plan({ supplierPartyId: bench.otherSupplier, page: { limit: 1, cursor: '' } });
    const second = await ids({ page: { limit: 1, cursor: first.nextCursor } });
    expect([first.lines.map(({ needId }) => needId), second]).toEqual([[file.needId], [order.needId]]);
  });
});

describe('ST-21 needs become orders', () => {
  it('one per supplier, the needs of a part on one line, and one event for each order', async () => {
    const [pump, belt] = [await bench.part({ purchasePrice: '10' }), await bench.part({ purchasePrice: '' })];
    const other = await bench.part({ supplierPartyId: bench.otherSupplier });
    const wanted = [
      await bench.file(pump, 2),
      await bench.order(pump, 1),
      await bench.file(belt),
      await bench.file(other),
    ];
    const { orders } = await place(...wanted.map(({ needId }) => needId));
    expect(orders.map(({ supplierPartyId }) => supplierPartyId).sort()).toEqual(
      [bench.supplier, bench.otherSupplier].sort(),
    );
    const order = orders.find(({ supplierPartyId }) => supplierPartyId === bench.supplier) as SupplierOrder;
    expect(order).toMatchObject({ state: 'draft', version: '1' });
    expect(order.number).toMatch(/^LIL-CF-\d{4}-\d{6}$/);
    expect(order.lines.map(({ partId, quantity, unitPrice }) => [partId, quantity, unitPrice])).toEqual([
      [pump.id, '3.0000', '10.0000'],
      [belt.id, '1.0000', ''],
    ]);
    const [told] = await bench.heard(SupplierOrderPlacedMessage, ({ orderId }) => orderId === order.id);
    expect(told?.lines[0]?.needs.map(({ needId, quantity }) => [needId, quantity]).sort()).toEqual(
      [[wanted[0]?.needId, '2.0000'], [wanted[1]?.needId, '1.0000']].sort(), // prettier-ignore
    );
    for (const { needId } of wanted) expect(await bench.need(needId)).toMatch(/^0 \d 0 0 0 on_order$/);
  });

  it('with another supplier where one is chosen', async () => {
    const { needId } = await bench.file(await bench.part());
    const choose = async (supplierPartyId: string) =>
      bench.client.placeSupplierOrders({ selections: [{ needId, supplierPartyId }] }, await bench.as());
    await expect(choose(id())).rejects.toEqual(refusal('stock.replenishment.supplier-unknown'));
    expect((await choose(bench.otherSupplier)).orders).toMatchObject([{ supplierPartyId: bench.otherSupplier }]);
  });

  it('all or none: one bad line refuses the whole selection, and is named', async () => {
    const good = await bench.file(await bench.part());
    const orphan = await bench.part({ supplierPartyId: '' });
    const without = await bench.file(orphan);
    await expect(place(good.needId, without.needId)).rejects.toMatchObject({
      code: 'stock.replenishment.no-supplier',
      params: { references: [orphan.reference] },
    });
    const missing = id();
    await expect(place(good.needId, missing)).rejects.toMatchObject({
      code: 'stock.replenishment.need-unknown',
      params: { needs: [missing] },
    });
    await expect(place(good.needId, good.needId)).rejects.toEqual(refusal('stock.replenishment.selected-twice'));
    await expect(place()).rejects.toEqual(refusal('stock.replenishment.nothing-selected'));
    expect(await bench.need(good.needId)).toBe('1 0 0 0 0 waiting');
  });

  it('never twice: of eight clicks at once one orders, the others are told', async () => {
    const part = await bench.part();
    const needs = [await bench.file(part, 2), await bench.file(part, 1), await bench.order(part, 1)].map(
      ({ needId }) => needId,
    );
    // Overlapping selections, so that the clicks meet on some needs only.
    const selections = Array.from({ length: 8 }, (_, i) => needs.filter((_need, at) => at !== i % 3));
    const clicks = await Promise.allSettled(selections.map((chosen) => place(...chosen)));
    for (const click of clicks) {
      if (click.status === 'rejected') expect(click.reason).toEqual(refusal('stock.replenishment.not-waiting'));
    }
    expect(clicks.some(({ status }) => status === 'fulfilled')).toBe(true);
    const [row] = await bench.rows<{ ordered: string }>(
      'select sum(l.quantity)::text as ordered from supplier_order_line l where part_id = $1',
      [part.id],
    );
    const [links] = await bench.rows<{ n: number; needs: number }>(
      'select count(*)::int as n, count(distinct need_id)::int as needs from order_line_need where need_id = any ($1)',
      [needs],
    );
    expect(links?.n).toBe(links?.needs);
    const ordered = await bench.rows<{ q: string }>('select sum(on_order)::text as q from need where part_id = $1', [
      part.id,
    ]);
    expect(ordered[0]?.q).toBe(row?.ordered);
  });

  it('once for a repeated key', async () => {
    const { needId } = await bench.file(await bench.part());
    const selections = [{ needId, supplierPartyId: '' }];
    const once = async () =>
      bench.client.placeSupplierOrders({ selections }, await bench.as({ idempotencyKey: `order ${needId}` }));
    const [first, second] = await Promise.all([once(), once()]);
    expect(second).toEqual(first);
  });
});

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
    const { needId } = await bench.file(part, 2);
    const [first] = (await bench.ordered(needId)) as [SupplierOrder];
    expect(await cancel(first)).toMatchObject({ state: 'cancelled', lines: [{ cancelled: '2.0000' }] });
    expect(await bench.need(needId)).toBe('2 0 0 0 0 waiting');
    const [second] = (await bench.ordered(needId)) as [SupplierOrder];
    expect(await close(second)).toMatchObject({ state: 'closed' });
    expect(await bench.need(needId)).toBe('2 0 0 0 0 waiting');
    await expect(close(second)).rejects.toMatchObject({ code: 'stock.supplier-order.wrong-state' });
    await expect(cancel(second)).rejects.toMatchObject({ params: { state: 'closed' } });
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

  it('is listed, the latest first, without lines', async () => {
    const { needId } = await bench.file(await bench.part());
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    const { orders } = await bench.client.listSupplierOrders(
      { page: { limit: 1, cursor: '' }, supplierPartyId: bench.supplier, state: 'sent' },
      await bench.as(),
    );
    expect(orders).toEqual([{ ...order, lines: [] }]);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses without the right', async () => {
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:supplier-order.place') });
    await expect(bench.client.placeSupplierOrders({ selections: [] }, reader)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });

  it('answers what is of another station as missing', async () => {
    const { needId } = await bench.file(await bench.part());
    const { needId: waiting } = await bench.file(await bench.part());
    const [order] = (await bench.ordered(needId)) as [SupplierOrder];
    const other = await bench.as({ tenant: elsewhere });
    for (const orderId of [order.id, id(), 'no id']) {
      const missing = refusal('stock.supplier-order.not-found');
      await expect(bench.client.getSupplierOrder({ id: orderId }, other)).rejects.toEqual(missing);
      await expect(bench.client.closeSupplierOrder({ id: orderId }, other)).rejects.toEqual(missing);
      await expect(bench.client.sendSupplierOrder({ id: orderId }, other)).rejects.toEqual(missing);
    }
    const selections = [{ needId: waiting, supplierPartyId: '' }];
    await expect(bench.client.placeSupplierOrders({ selections }, other)).rejects.toEqual(
      refusal('stock.replenishment.need-unknown'),
    );
    const everything = { page: undefined, supplierPartyId: '', originKind: '', countermarkPrefix: '' };
    expect((await bench.client.listReplenishmentPlan(everything, other)).lines).toEqual([]);
  });
});
