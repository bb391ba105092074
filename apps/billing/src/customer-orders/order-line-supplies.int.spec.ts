import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConfirmOrderAllocationsMessage,
  CustomerOrderStatusChangedMessage,
  NeedCancelledMessage,
  NeedSupplyChangedMessage,
  OrderedQuantityWithdrawnMessage,
  PartAllocatedMessage,
  PartConsumedMessage,
  SupplierOrderPlacedMessage,
} from '@navette/contracts';
import { ConfirmOrderAllocations } from '@navette/contracts/billing/v1/commands';
import type { CustomerOrder, CustomerOrderLine } from '@navette/contracts/billing/v1/service';
import {
  NeedCancelled,
  OrderedQuantityWithdrawn,
  PartAllocated,
  PartConsumed,
  SupplierOrderPlaced,
} from '@navette/contracts/stock/v1/events';
import fc from 'fast-check';
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

/** What stock says of the one line of an order, by the name of what happened to its need. */
function stockOf(order: CustomerOrder) {
  const need = origin(order, first(order));
  const suppliers = { one: id(), other: id() };
  let needVersion = 1;
  const supply = (onOrder: number, exhausted: boolean) => ({
    needVersion: ++needVersion,
    onOrder: `${onOrder}.0000`,
    exhausted,
  });
  const sent = (tell: (messageId: string) => Promise<unknown>) => {
    const messageId = id();
    return () => tell(messageId);
  };
  return {
    /** What is still to come, after something that has no other word for it. */
    supply(onOrder: number, exhausted = false) {
      const needs = [{ ...need, supply: supply(onOrder, exhausted) }];
      return sent((messageId) => bench.tell('order-line-supply', NeedSupplyChangedMessage, { needs }, { messageId }));
    },
    ordered(name: 'one' | 'other', quantity: number) {
      const needs = [{ ...need, quantity: `${quantity}.0000` }];
      const message = SupplierOrderPlaced.fromPartial({ orderId: suppliers[name], lines: [{ needs }] });
      return sent((messageId) => bench.tell('order-line-ordered', SupplierOrderPlacedMessage, message, { messageId }));
    },
    notOrdered(name: 'one' | 'other', quantity: number) {
      const elsewhere = { ...need, originKind: 'intervention_file', quantity: '9.0000' };
      const needs = [{ ...need, quantity: `${quantity}.0000` }, elsewhere];
      const message = OrderedQuantityWithdrawn.fromPartial({ orderId: suppliers[name], needs });
      return sent((messageId) =>
        bench.tell('order-line-not-ordered', OrderedQuantityWithdrawnMessage, message, { messageId }),
      );
    },
    /** A receipt brings parts, and its saga asks. */
    received(quantity: number, onOrder: number, exhausted: boolean) {
      const item = { itemKey: id(), orderId: order.id, lineId: need.needId, quantity: `${quantity}.0000` };
      const command = ConfirmOrderAllocations.fromPartial({
        request: { sagaId: id(), requestId: id() },
        items: [{ ...item, supply: supply(onOrder, exhausted) }],
      });
      return () => bench.ask('confirm-order-allocations', ConfirmOrderAllocationsMessage, command);
    },
    allocated(quantity: number, onOrder: number, exhausted: boolean) {
      const given = { ...need, allocationId: id(), quantity: `${quantity}.0000`, supply: supply(onOrder, exhausted) };
      return sent((messageId) =>
        bench.tell('order-line-allocated', PartAllocatedMessage, PartAllocated.fromPartial(given), { messageId }),
      );
    },
    delivered(quantity: number) {
      const used = PartConsumed.fromPartial({ ...need, partId: partId('P-1'), quantity: `${quantity}.0000` });
      return sent((messageId) => bench.tell('order-line-delivered', PartConsumedMessage, used, { messageId }));
    },
    cancelled(quantity: number, onOrder: number, exhausted: boolean) {
      const less = { ...need, quantity: `${quantity}.0000`, supply: supply(onOrder, exhausted) };
      return sent((messageId) =>
        bench.tell('order-line-cancelled', NeedCancelledMessage, NeedCancelled.fromPartial(less), { messageId }),
      );
    },
    shown: async () => {
      const { state, lines } = await bench.get(order.id);
      return [state, lines[0]?.ordered, lines[0]?.exhausted];
    },
  };
}

describe('BI-12 what is still to come for a line', () => {
  it('is nothing once a supplier has none; ordered elsewhere, the line waits again', async () => {
    const stock = stockOf(await bench.order([['P-1', '1']]));
    for (const [told, state, exhausted] of [
      [stock.supply(1), 'waiting', false],
      [stock.supply(0, true), 'exhausted', true],
      [stock.supply(1), 'waiting', false],
      [stock.supply(0, true), 'exhausted', true],
    ] as const) {
      await told();
      expect(await stock.shown()).toEqual([state, '0.0000', exhausted]);
    }
  });

  it('does not count what was received: the other supplier has none, and what came is delivered', async () => {
    const stock = stockOf(await bench.order([['P-1', '2']]));
    await stock.ordered('one', 1)();
    await stock.ordered('other', 1)();
    await stock.supply(2)();
    await stock.received(1, 1, false)();
    expect(await stock.shown()).toEqual(['ready_partial', '2.0000', false]);
    await stock.notOrdered('other', 1)();
    await stock.supply(0, true)();
    expect(await stock.shown()).toEqual(['ready_partial', '1.0000', true]);
    await stock.delivered(1)();
    expect(await stock.shown()).toEqual(['exhausted', '1.0000', true]);
    await stock.supply(1)();
    expect(await stock.shown()).toEqual(['waiting', '1.0000', false]);
  });

  it('comes with the part: an order is not exhausted for a moment between a receipt and its allocation', async () => {
    const order = await bench.order([['P-1', '2']]);
    const stock = stockOf(order);
    await stock.supply(1, true)();
    await stock.received(1, 0, true)();
    await stock.allocated(1, 0, true)();
    const told = await bench.heard(CustomerOrderStatusChangedMessage, ({ orderId }) => orderId === order.id);
    expect(told.map(({ state }) => state)).toEqual(['ready_partial', 'ready']);
  });

  it('ends the same however late, early or often stock is heard', async () => {
    /** A story of a line of 5, and how it ends; a voided receipt is told by what is on order again. */
    const stories = [
      (stock: ReturnType<typeof stockOf>) => [
        stock.ordered('one', 5),
        stock.supply(5),
        stock.notOrdered('one', 2),
        stock.supply(3, true),
        stock.ordered('other', 2),
        stock.supply(5),
        stock.received(2, 3, false),
        stock.notOrdered('other', 3),
        stock.supply(0, true),
        stock.delivered(2),
      ],
      (stock: ReturnType<typeof stockOf>) => [
        stock.supply(5),
        stock.received(1, 4, false),
        stock.supply(2, true),
        stock.cancelled(2, 2, true),
        stock.allocated(1, 1, true),
        stock.supply(1),
        stock.delivered(2),
      ],
    ];
    for (const [i, end] of [
      ['exhausted', '2.0000', true],
      ['waiting', '0.0000', false],
    ].entries()) {
      // prettier-ignore
      const tell = async (order: (count: number) => readonly number[]) => {
        const stock = stockOf(await bench.order([['P-1', '5']]));
        const told = (stories[i] as (typeof stories)[0])(stock);
        for (const at of order(told.length)) await told[at]?.();
        return stock.shown();
      };
      expect(await tell((count) => [...Array(count).keys()])).toEqual(end);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), async (draws) => {
          const shuffled = (count: number) => {
            const twice = [...Array(count).keys(), ...draws.slice(0, 4).map((draw) => draw % count)];
            return twice
              .map((at, j) => ({ at, by: draws[j] ?? 0 }))
              .sort((a, b) => a.by - b.by)
              .map(({ at }) => at);
          };
          expect(await tell(shuffled)).toEqual(end);
        }),
        { numRuns: 12 },
      );
    }
  }, 120_000);

  it('ST-22 what a supplier order will not bring is no longer ordered, told before or after it, once or twice', async () => {
    const stock = stockOf(await bench.order([['P-1', '2']]));
    const less = stock.notOrdered('one', 1);
    await less();
    await less();
    expect(await stock.shown()).toEqual(['waiting', '0.0000', false]);
    await stock.ordered('other', 1)();
    await stock.ordered('one', 1)();
    expect(await stock.shown()).toEqual(['waiting', '1.0000', false]);
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
    const withdrawn = OrderedQuantityWithdrawn.fromPartial({ orderId, needs });
    await bench.tell('order-line-not-ordered', OrderedQuantityWithdrawnMessage, withdrawn);
    expect(await bench.get(order.id)).toMatchObject({ state: 'validated', lines: [{ ordered: '0.0000' }] });
    const told = await bench.heard(CustomerOrderStatusChangedMessage, ({ orderId: of }) => of === order.id);
    expect(told.map(({ state }) => state)).toEqual(['ready', 'validated']);
  });
});
