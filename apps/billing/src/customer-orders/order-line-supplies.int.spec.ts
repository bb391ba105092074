import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CustomerOrderStatusChangedMessage,
  OrderedQuantityWithdrawnMessage,
  PartAllocatedMessage,
  PartConsumedMessage,
  PartExhaustedMessage,
  SupplierOrderPlacedMessage,
} from '@navette/contracts';
import type { CustomerOrder, CustomerOrderLine } from '@navette/contracts/billing/v1/service';
import { PartAllocated, SupplierOrderPlaced } from '@navette/contracts/stock/v1/events';
import { Bench, id, partId } from '../test/billing.helper.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const origin = (order: CustomerOrder, line: CustomerOrderLine) => ({
  needId: line.id,
  originKind: 'customer_order',
  originId: order.id,
});
const first = ({ lines }: CustomerOrder) => lines[0] as CustomerOrderLine;

describe('BI-12 what supplier orders bring a line', () => {
  it('says exhausted when the supplier does', async () => {
    const order = await bench.order([['P-1', '1']]);
    const needs = [origin(order, first(order))];
    await bench.tell('order-line-exhausted', PartExhaustedMessage, { partId: partId('P-1'), orderId: id(), needs });
    expect(await bench.get(order.id)).toMatchObject({ state: 'exhausted', lines: [{ exhausted: true }] });
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('waits again when it is ordered elsewhere, told %s the other supplier gave up', async (_when, later) => {
    const order = await bench.order([['P-1', '1']]);
    const needs = [{ ...origin(order, first(order)), quantity: '1.0000' }];
    const [one, other] = [id(), id()];
    const place = (orderId: string) => {
      const message = SupplierOrderPlaced.fromPartial({ orderId, lines: [{ needs }, { needs }] });
      return bench.tell('order-line-ordered', SupplierOrderPlacedMessage, message);
    };
    const exhaust = (orderId: string) =>
      bench.tell('order-line-exhausted', PartExhaustedMessage, { partId: partId('P-1'), orderId, needs });
    await place(one);
    if (!later) await place(other);
    await exhaust(one);
    if (later) await place(other);
    expect(await bench.get(order.id)).toMatchObject({ state: 'waiting', lines: [{ exhausted: false }] });
    await exhaust(other);
    expect(await bench.get(order.id)).toMatchObject({ state: 'exhausted', lines: [{ exhausted: true }] });
  });

  /** Two supplier orders of a line of 2, each of which brings 1; told by the name of the supplier order. */
  async function suppliers() {
    const order = await bench.order([['P-1', '2']]);
    const needs = [{ ...origin(order, first(order)), quantity: '1.0000' }];
    const orderId = { one: id(), other: id() };
    const of = (name: 'one' | 'other') => ({ orderId: orderId[name], number: `LIL-CF-${name}` });
    return {
      shown: async () => {
        const { state, lines } = await bench.get(order.id);
        return [state, lines[0]?.ordered, lines[0]?.exhausted];
      },
      place: (name: 'one' | 'other') =>
        bench.tell(
          'order-line-ordered',
          SupplierOrderPlacedMessage,
          SupplierOrderPlaced.fromPartial({ ...of(name), lines: [{ needs }] }),
        ),
      give: (name: 'one' | 'other', messageId = id()) =>
        bench.tell(
          'order-line-not-ordered',
          OrderedQuantityWithdrawnMessage,
          { ...of(name), needs: [...needs, { ...needs[0], originKind: 'intervention_file' } as (typeof needs)[0]] },
          { messageId },
        ),
      exhaust: (name: 'one' | 'other') =>
        bench.tell('order-line-exhausted', PartExhaustedMessage, { ...of(name), partId: partId('P-1'), needs }),
    };
  }

  it('ST-22 what a supplier order will not bring is no longer ordered, told once or more', async () => {
    const { place, give, shown } = await suppliers();
    await place('one');
    await place('other');
    expect(await shown()).toEqual(['waiting', '2.0000', false]);
    const messageId = id();
    for (let i = 0; i < 2; i++) await give('one', messageId);
    expect(await shown()).toEqual(['waiting', '1.0000', false]);
    await give('other');
    expect(await shown()).toEqual(['waiting', '0.0000', false]);
  });

  it('ST-22 a supplier order given up brings nothing: the line is exhausted when the others are, in any order', async () => {
    const shown = [];
    for (const told of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ]) {
      // prettier-ignore
      const stock = await suppliers();
      const story = [
        () => stock.place('one'),
        () => stock.give('one'),
        () => stock.place('other'),
        () => stock.exhaust('other'),
      ];
      for (const i of told) await story[i]?.();
      shown.push(await stock.shown());
      await stock.place('one');
      shown.push(await stock.shown());
    }
    expect(shown).toEqual(Array(4).fill([['exhausted', '1.0000', true], ['waiting', '2.0000', false]]).flat()); // prettier-ignore
  });

  it('ST-22 told late, after a newer order, leaves what that one brings', async () => {
    const { place, give, shown } = await suppliers();
    await give('one');
    expect(await shown()).toEqual(['waiting', '0.0000', false]);
    await place('other');
    await place('one');
    expect(await shown()).toEqual(['waiting', '1.0000', false]);
  });

  it('ST-22 moves quantities of an order that is delivered and done, and not its state', async () => {
    const order = await bench.order([['P-1', '1']]);
    const needs = [{ ...origin(order, first(order)), quantity: '1.0000' }];
    const given = PartAllocated.fromPartial({ ...needs[0], allocationId: id() });
    await bench.tell('order-line-allocated', PartAllocatedMessage, given);
    await bench.tell('order-line-delivered', PartConsumedMessage, { ...needs[0], partId: partId('P-1') } as never);
    const orderId = id();
    const placed = SupplierOrderPlaced.fromPartial({ orderId, lines: [{ needs }] });
    await bench.tell('order-line-ordered', SupplierOrderPlacedMessage, placed);
    await bench.tell('order-line-not-ordered', OrderedQuantityWithdrawnMessage, { orderId, number: '', needs });
    expect(await bench.get(order.id)).toMatchObject({ state: 'validated', lines: [{ ordered: '0.0000' }] });
    const told = await bench.heard(CustomerOrderStatusChangedMessage, ({ orderId: of }) => of === order.id);
    expect(told.map(({ state }) => state)).toEqual(['ready', 'validated']);
  });
});
