import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  PartsOrderCollectedMessage,
  SupplierOrderCollectedMessage,
  SupplierOrderDepositedMessage,
  SupplierOrderDepositWithdrawnMessage,
  SupplierOrderSentMessage,
} from '@navette/contracts';
import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import type { TestTenant } from '@navette/testing';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

const MAKER = 'electrobel';
const COLLECTED_AT = '2026-11-23T15:00:00Z';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

/** A manufacturer of the station, with a cart unless told otherwise. */
async function maker(clientId = MAKER): Promise<string> {
  const partyId = id();
  await bench.party(partyId, ['manufacturer', 'supplier']);
  if (clientId !== '') await bench.cart(partyId, clientId);
  return partyId;
}

/** A draft order of a manufacturer, of two parts, of one of them for a file. */
async function draft(supplierPartyId: string) {
  const [first, second] = [await bench.part({ supplierPartyId }), await bench.part({ supplierPartyId })];
  const wanted = [await bench.file(first, 2), await bench.order(second)];
  const selections = wanted.map(({ needId }) => ({ needId, partId: '', supplierPartyId: '' }));
  const { orders } = await bench.client.placeSupplierOrders({ selections }, await bench.as());
  return { order: orders[0] as SupplierOrder, wanted, selections };
}

const deposit = async (
  { id: orderId }: SupplierOrder,
  options: { idempotencyKey?: string; expectedOn?: string } = {},
) => {
  const { expectedOn = '', ...rest } = options;
  return bench.client.sendSupplierOrder({ id: orderId, channel: 'cart', expectedOn }, await bench.as(rest));
};
const inCart = async () => deposit((await draft(await maker())).order);
const get = async ({ id: orderId }: SupplierOrder) => bench.client.getSupplierOrder({ id: orderId }, await bench.as());
const collected = (orderId: string, overrides: object = {}, tenant?: TestTenant) => {
  const message = { orderId, clientId: MAKER, reference: 'EB-77', collectedAt: COLLECTED_AT, ...overrides };
  return bench.tell('parts-order-collected', PartsOrderCollectedMessage, message, {
    aggregateId: orderId,
    ...(tenant !== undefined && { tenant }),
  });
};
const withdrawals = (orderId: string) =>
  bench.heard(SupplierOrderDepositWithdrawnMessage, (message) => message.orderId === orderId);

describe('ST-21 an order goes into its manufacturer’s cart', () => {
  it('is told with its lines and their origins’ numbers, of consumers nothing', async () => {
    const { order, wanted } = await draft(await maker());
    expect(order).toMatchObject({ state: 'draft', hasCart: true, deposit: undefined });
    // What a person typed as countermark stays in the station.
    await bench.client.changeNeed(
      { id: wanted[0]?.needId as string, countermark: 'Mme Lefèvre', frozen: undefined, priority: undefined },
      await bench.as(),
    );
    const sent = await deposit(order, { expectedOn: '2026-12-01' });
    expect(sent).toMatchObject({ state: 'sent', deposit: { state: 'waiting', collectedAt: '', reference: '' } });
    const told = await bench.heard(SupplierOrderDepositedMessage, ({ orderId }) => orderId === order.id);
    const [file, customerOrder] = wanted.map(({ originId }) => originId.slice(-6));
    expect(told).toMatchObject([
      { number: order.number, clientId: MAKER, depositedAt: sent.deposit?.depositedAt, lineCount: 2 },
    ]);
    expect(told[0]?.lines).toEqual(
      sent.lines.map(({ designation, id: lineId, quantity, reference }, i) => ({
        position: i + 1,
        lineId,
        reference,
        designation,
        quantity,
        unitPrice: '10.0000',
        expectedOn: '2026-12-01',
        countermarks: [quantity === '2.0000' ? `LIL-DI-2026-${String(file)}` : `BC-${String(customerOrder)}`],
      })),
    );
    expect(JSON.stringify(told)).not.toContain('Lefèvre');
    expect(await bench.heard(SupplierOrderSentMessage, ({ orderId }) => orderId === order.id)).toMatchObject([
      { channel: 'cart', again: false },
    ]);
  });

  it('once, however often it is asked', async () => {
    const { order } = await draft(await maker());
    const key = id();
    const [first, again] = [
      await deposit(order, { idempotencyKey: key }),
      await deposit(order, { idempotencyKey: key }),
    ];
    expect(again).toEqual(first);
    await expect(deposit(order)).rejects.toMatchObject({ code: 'stock.supplier-order.wrong-state' });
    expect(await bench.heard(SupplierOrderDepositedMessage, ({ orderId }) => orderId === order.id)).toHaveLength(1);
  });

  it('not where its supplier has none, or has it no more; the order stays a draft', async () => {
    const without = await draft(await maker(''));
    expect(without.order.hasCart).toBe(false);
    await expect(deposit(without.order)).rejects.toMatchObject({
      code: 'stock.supplier-order.no-cart',
      params: { number: without.order.number },
    });
    const partyId = await maker();
    const { order } = await draft(partyId);
    await bench.cart(partyId, '', 4);
    // Late and again.
    await bench.cart(partyId, 'another-maker', 3);
    await expect(deposit(order)).rejects.toEqual(refusal('stock.supplier-order.no-cart'));
    expect(await get(order)).toMatchObject({ state: 'draft', hasCart: false, deposit: undefined });
    expect(await bench.heard(SupplierOrderSentMessage, ({ orderId }) => orderId === order.id)).toEqual([]);
  });

  it('ST-27 is proposed when lines of the plan become an order', async () => {
    const partyId = await maker();
    const { needId } = await bench.file(await bench.part({ supplierPartyId: partyId }));
    const other = await bench.file(await bench.part());
    const selections = [needId, other.needId].map((one) => ({ needId: one, partId: '', supplierPartyId: '' }));
    const { orders } = await bench.client.previewSupplierOrders({ selections }, await bench.as());
    expect(new Map(orders.map((preview) => [preview.supplierPartyId, preview.hasCart]))).toEqual(
      new Map([[partyId, true], [bench.supplier, false]]), // prettier-ignore
    );
  });

  it('of many lines in pieces, each line in one of them', async () => {
    const partyId = await maker();
    const { order } = await draft(partyId);
    // The quick way: what is tested is how an order of them is told.
    const [columns] = await bench.rows<{ names: string }>(
      `select string_agg(column_name, ', ') as names from information_schema.columns
       where table_name = 'part' and is_generated = 'NEVER' and column_name not in ('id', 'reference', 'reference_norm')`,
    );
    const names = columns?.names ?? '';
    await bench.rows(
      `with copied as (
         insert into part (id, reference, reference_norm, ${names})
         select gen_random_uuid(), reference || '-' || n, reference_norm || n, ${names} from part, generate_series(1, 1001) n where id = $1
         returning station_id, id)
       insert into supplier_order_line (station_id, id, order_id, position, part_id, quantity)
       select station_id, gen_random_uuid(), $2, 2 + row_number() over (), id, 1 from copied`,
      [order.lines[0]?.partId, order.id],
    );
    await deposit(order);
    const told = await bench.heard(SupplierOrderDepositedMessage, ({ orderId }) => orderId === order.id);
    expect(told.map(({ lineCount, lines }) => [lineCount, lines.length])).toEqual([[1003, 500], [1003, 500], [1003, 3]]); // prettier-ignore
    expect(told.flatMap(({ lines }) => lines.map(({ position }) => position))).toEqual(
      Array.from({ length: 1003 }, (_, i) => i + 1),
    );
  });
});

describe('ST-21 an order is collected', () => {
  it('and says so, with the manufacturer’s reference, once', async () => {
    const order = await inCart();
    for (let i = 0; i < 2; i++) await collected(order.id);
    await collected(order.id, { reference: 'EB-78' });
    expect(await get(order)).toMatchObject({
      state: 'sent',
      version: String(Number(order.version) + 1),
      deposit: { state: 'collected', collectedAt: COLLECTED_AT, reference: 'EB-77' },
    });
    expect(await bench.heard(SupplierOrderCollectedMessage, ({ orderId }) => orderId === order.id)).toEqual([
      { orderId: order.id, number: order.number, reference: 'EB-77' },
    ]);
    const audited = await bench.rows(
      `select 1 from audit where entity_id = $1 and operation = 'stock:parts-order-collected'`,
      [order.id],
    );
    expect(audited).toHaveLength(1);
  });

  it('by its own client, in its own station', async () => {
    const order = await inCart();
    await collected(order.id, { clientId: 'another-maker' });
    await collected(order.id, {}, elsewhere);
    await collected(id());
    expect(await get(order)).toEqual(order);
  });
});

describe('ST-21 an order that waits in a cart', () => {
  const cancel = async ({ id: orderId }: SupplierOrder) =>
    bench.client.cancelSupplierOrder({ id: orderId }, await bench.as());

  it('is taken out when it is cancelled or closed, once', async () => {
    const [one, two] = [await inCart(), await inCart()];
    expect(await cancel(one)).toMatchObject({ state: 'cancelled', deposit: { state: 'withdrawn' } });
    expect(await bench.client.closeSupplierOrder({ id: two.id }, await bench.as())).toMatchObject({
      state: 'closed',
      deposit: { state: 'withdrawn' },
    });
    for (const { id: orderId, number } of [one, two]) {
      expect(await withdrawals(orderId)).toEqual([{ orderId, number, clientId: MAKER }]);
    }
    // The manufacturer was quicker, which somebody has to know.
    await collected(one.id);
    expect(await get(one)).toMatchObject({ state: 'cancelled', deposit: { state: 'collected', reference: 'EB-77' } });
  });

  it('is taken out when all of it has come by another way, not when some has', async () => {
    const order = await inCart();
    const receipt = await bench.receipt(order);
    await bench.validate(await bench.count(receipt, 1));
    expect(await get(order)).toMatchObject({ state: 'partially_received', deposit: { state: 'waiting' } });
    await bench.validate(await bench.receipt(order));
    expect(await get(order)).toMatchObject({ state: 'received', deposit: { state: 'withdrawn' } });
    expect(await withdrawals(order.id)).toHaveLength(1);
  });

  it('is not where it was collected, or never was in one', async () => {
    const order = await inCart();
    await collected(order.id);
    expect(await cancel(order)).toMatchObject({ deposit: { state: 'collected' } });
    const { order: mailed } = await draft(await maker());
    await bench.client.sendSupplierOrder({ id: mailed.id, channel: '', expectedOn: '' }, await bench.as());
    expect(await cancel(mailed)).toMatchObject({ state: 'cancelled', deposit: undefined });
    for (const orderId of [order.id, mailed.id]) expect(await withdrawals(orderId)).toEqual([]);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('puts nothing of another station into a cart, nor without the right', async () => {
    const { order } = await draft(await maker());
    const request = { id: order.id, channel: 'cart', expectedOn: '' };
    const other = await bench.as({ tenant: elsewhere });
    await expect(bench.client.sendSupplierOrder(request, other)).rejects.toEqual(
      refusal('stock.supplier-order.not-found'),
    );
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:supplier-order.send') });
    await expect(bench.client.sendSupplierOrder(request, reader)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });

  it('knows a cart in the station alone that was told of it', async () => {
    const partyId = await maker('');
    await bench.party(partyId, ['manufacturer', 'supplier'], elsewhere);
    await bench.cart(partyId, MAKER, 2, elsewhere);
    expect((await draft(partyId)).order.hasCart).toBe(false);
  });
});
