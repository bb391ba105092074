import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerOrderPlacedMessage } from '@navette/contracts';
import {
  ListCustomerOrdersRequest,
  type CustomerOrder,
  type CustomerOrderLine,
} from '@navette/contracts/billing/v1/service';
import { DomainError } from '@navette/kernel';
import { Bench, CONSUMER, elsewhere, here, id, NEWCOMER, partId, refusal, RIGHTS } from '../test/billing.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const request = (
  lines: readonly { reference: string; quantity: string; unitPrice?: string }[],
  customerPartyId = CONSUMER,
) => ({
  customerPartyId,
  lines: lines.map((line) => ({ unitPrice: '', ...line })),
});
const first = ({ lines }: CustomerOrder) => lines[0] as CustomerOrderLine;

describe('BI-46 a customer order is placed', () => {
  it('resolves references, numbers the order and asks stock for its parts alone', async () => {
    const order = await bench.order([['P-1', '2'], ['S-1', '1']]); // prettier-ignore
    expect(order).toMatchObject({ version: '1', customerPartyId: CONSUMER, state: 'waiting' });
    expect(order.number).toMatch(/^LIL-BC-\d{4}-\d{6}$/);
    expect(
      order.lines.map(({ partId: part, wanted, allocated: ready, unitPrice }) => [part, wanted, ready, unitPrice]),
    ).toEqual([
      [partId('P-1'), '2.0000', '0.0000', '42.0000'],
      [partId('S-1'), '1.0000', '1.0000', '42.0000'],
    ]);
    const [placed] = await bench.heard(CustomerOrderPlacedMessage, ({ orderId }) => orderId === order.id);
    expect(placed).toMatchObject({
      number: order.number,
      customerPartyId: CONSUMER,
      lines: [{ lineId: first(order).id, partId: partId('P-1'), quantity: '2.0000' }],
    });
    expect(await bench.get(order.id)).toEqual(order);
  });

  it('takes a typed price instead of the catalogue’s, and a customer whose event has not come yet', async () => {
    const order = await bench.client.createCustomerOrder(
      request([{ reference: 'P-DEAR', quantity: '1', unitPrice: '9.9' }], NEWCOMER),
      await bench.as(),
    );
    expect(first(order)).toMatchObject({ unitPrice: '9.9000', priceExplanation: undefined });
  });

  it('ST-5 keeps why the catalogue gave a line its price', async () => {
    const order = await bench.order([['P-1', '1']]);
    const why = { price: '42.00', basis: 'purchase', basisPrice: '20.0000', rule: 'band', bandFrom: '0.00' };
    expect(first(order).priceExplanation).toMatchObject(why);
    expect(first(await bench.get(order.id)).priceExplanation).toMatchObject(why);
  });

  it('names every field that is not accepted, and keeps nothing', async () => {
    const before = await bench.service.admin.query('select count(*) from customer_order');
    const failure = await bench.client
      .createCustomerOrder(
        request(
          [
            { reference: 'X-1', quantity: '1' },
            { reference: 'P-1', quantity: 'two' },
            { reference: 'P-1', quantity: '0' },
            { reference: 'P-1', quantity: '100001' },
            { reference: 'P-1', quantity: '1', unitPrice: '-1' },
            { reference: 'P-DEAR', quantity: '1' },
            { reference: 'P-WHOLE', quantity: '1.5' },
          ],
          id(),
        ),
        await bench.as(),
      )
      .catch((error: unknown) => error as DomainError);
    expect(failure).toEqual(refusal('billing.customer-order.invalid'));
    expect((failure as DomainError).fields.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/customerPartyId', 'billing.customer-order.unknown-customer'],
      ['/lines/0/reference', 'billing.customer-order.unknown-reference'],
      ['/lines/1/quantity', 'kernel.decimal.malformed'],
      ['/lines/2/quantity', 'billing.customer-order.quantity-out-of-range'],
      ['/lines/3/quantity', 'billing.customer-order.quantity-out-of-range'],
      ['/lines/4/unitPrice', 'billing.customer-order.price-negative'],
      ['/lines/5/unitPrice', 'billing.customer-order.price-to-set-up'],
      ['/lines/6/quantity', 'billing.customer-order.quantity-too-precise'],
    ]);
    await expect(bench.client.createCustomerOrder(request([]), await bench.as())).rejects.toEqual(
      refusal('billing.customer-order.invalid'),
    );
    expect((await bench.service.admin.query('select count(*) from customer_order')).rows).toEqual(before.rows);
  });

  it('is placed once for a repeated key', async () => {
    const call = await bench.as(here, RIGHTS, 'order-once');
    const body = request([{ reference: 'P-ONCE', quantity: '1' }]);
    const [one, two] = await Promise.all([
      bench.client.createCustomerOrder(body, call),
      bench.client.createCustomerOrder(body, call),
    ]);
    expect(two).toEqual(one);
    expect(await bench.heard(CustomerOrderPlacedMessage, ({ orderId }) => orderId === one.id)).toHaveLength(1);
  });

  it('gives different numbers to orders placed at once', async () => {
    const orders = await Promise.all(Array.from({ length: 8 }, () => bench.order([['P-1', '1']])));
    expect(new Set(orders.map(({ number }) => number)).size).toBe(8);
  });
});

describe('BI-46 lists', () => {
  it('page through the orders of a state, the latest first', async () => {
    const call = await bench.as();
    const mine: string[] = [];
    for (let i = 0; i < 3; i++) mine.unshift((await bench.order([['S-1', '1']])).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { orders, nextCursor } = await bench.client.listCustomerOrders(
        ListCustomerOrdersRequest.fromPartial({
          query: { filters: [{ field: 'state', operator: 'eq', values: ['ready'] }], limit: 2, cursor },
        }),
        call,
      );
      expect(orders.every(({ state }) => state === 'ready')).toBe(true);
      seen.push(...orders.map((order) => order.id));
      cursor = nextCursor;
    } while (cursor !== '');
    expect(seen.slice(0, 3)).toEqual(mine);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('ID-10 a station sees nothing of another', () => {
  it('answers a foreign order exactly as one that does not exist', async () => {
    const order = await bench.order([['P-1', '1']]);
    const call = await bench.as(elsewhere);
    const answers = await Promise.all(
      [order.id, id(), 'no id'].map((each) =>
        bench.client.getCustomerOrder({ id: each }, call).catch((error: unknown) => error),
      ),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]).toEqual(refusal('billing.customer-order.not-found'));
    const line = { orderId: order.id, lineId: first(order).id, quantity: '' };
    await expect(bench.client.cancelCustomerOrderLine(line, call)).rejects.toEqual(
      refusal('billing.customer-order.not-found'),
    );
    for (const each of [order.id, id(), 'no id']) {
      await expect(bench.client.cancelCustomerOrder({ id: each }, call)).rejects.toEqual(
        refusal('billing.customer-order.not-found'),
      );
    }
    expect((await bench.client.listCustomerOrders(ListCustomerOrdersRequest.create(), call)).orders).toEqual([]);
  });
});

describe('ID-4 rights', () => {
  it('refuses each operation without its own', async () => {
    const without = async (right: string) =>
      bench.as(
        here,
        RIGHTS.filter((each) => each !== right),
      );
    const forbidden = refusal('platform.request.forbidden');
    const create = await without('billing:customer-order.create');
    await expect(bench.client.createCustomerOrder(request([]), create)).rejects.toEqual(forbidden);
    const read = await without('billing:customer-order.read');
    await expect(bench.client.getCustomerOrder({ id: id() }, read)).rejects.toEqual(forbidden);
    await expect(bench.client.listCustomerOrders(ListCustomerOrdersRequest.create(), read)).rejects.toEqual(forbidden);
    const cancelling = await without('billing:customer-order.cancel');
    await expect(bench.client.cancelCustomerOrder({ id: id() }, cancelling)).rejects.toEqual(forbidden);
    await expect(
      bench.client.cancelCustomerOrderLine({ orderId: id(), lineId: id(), quantity: '' }, cancelling),
    ).rejects.toEqual(forbidden);
  });
});
