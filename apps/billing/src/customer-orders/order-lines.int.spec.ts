import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  ConfirmOrderAllocationsMessage,
  CustomerOrderLineCancelAskedMessage,
  CustomerOrderStatusChangedMessage,
  NeedCancelledMessage,
  PartAllocatedMessage,
  PartConsumedMessage,
  SupplierOrderPlacedMessage,
  WithdrawOrderAllocationsMessage,
} from '@navette/contracts';
import { ConfirmOrderAllocations } from '@navette/contracts/billing/v1/commands';
import type { CustomerOrder, CustomerOrderLine } from '@navette/contracts/billing/v1/service';
import {
  AllocationWithdrawn,
  NeedCancelled,
  PartAllocated,
  SupplierOrderPlaced,
} from '@navette/contracts/stock/v1/events';
import { systemClock } from '@navette/kernel';
import { Bench, elsewhere, here, id, partId, refusal, RIGHTS } from '../test/billing.helper.js';

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
const states = async (orderId: string) =>
  (await bench.heard(CustomerOrderStatusChangedMessage, (message) => message.orderId === orderId)).map(
    ({ state }) => state,
  );

const allocated = (order: CustomerOrder, allocationId: string, quantity: string) =>
  bench.tell(
    'order-line-allocated',
    PartAllocatedMessage,
    PartAllocated.fromPartial({ ...origin(order, first(order)), allocationId, quantity }),
  );
const withdrawn = (order: CustomerOrder, allocationId: string, quantity: string) =>
  bench.tell(
    'order-line-withdrawn',
    AllocationWithdrawnMessage,
    AllocationWithdrawn.fromPartial({ ...origin(order, first(order)), allocationId, quantity }),
  );
const cancelled = (order: CustomerOrder, quantity: string) =>
  bench.tell(
    'order-line-cancelled',
    NeedCancelledMessage,
    NeedCancelled.fromPartial({ ...origin(order, first(order)), quantity }),
  );

const confirmation = (order: CustomerOrder, quantities: readonly string[], requestId = id()) =>
  ConfirmOrderAllocations.fromPartial({
    request: { sagaId: id(), requestId },
    items: quantities.map((quantity) => ({ itemKey: id(), orderId: order.id, lineId: first(order).id, quantity })),
  });
const confirm = async (command: ConfirmOrderAllocations) =>
  (await bench.ask('confirm-order-allocations', ConfirmOrderAllocationsMessage, command)).map(({ outcome }) => outcome);
const withdraw = async ({ items }: ConfirmOrderAllocations) =>
  (
    await bench.ask('withdraw-order-allocations', WithdrawOrderAllocationsMessage, {
      request: { sagaId: id(), requestId: id() },
      items: items.map(({ itemKey, orderId, lineId }) => ({ itemKey, orderId, lineId })),
    })
  ).map(({ outcome }) => outcome);
const cancel = async (order: CustomerOrder, quantity = '') =>
  bench.client.cancelCustomerOrderLine({ orderId: order.id, lineId: first(order).id, quantity }, await bench.as());

describe('BI-46 quantities move by what stock tells', () => {
  it('ordered, allocated, delivered: states follow and are told when they change', async () => {
    const order = await bench.order([['P-1', '2']]);
    const needs = [{ ...origin(order, first(order)), quantity: '2.0000' }];
    await bench.tell(
      'order-line-ordered',
      SupplierOrderPlacedMessage,
      SupplierOrderPlaced.fromPartial({
        orderId: id(),
        lines: [{ needs }, { needs: [{ ...needs[0], originKind: 'intervention_file' }] }],
      }),
    );
    expect(first(await bench.get(order.id))).toMatchObject({ ordered: '2.0000', allocated: '0.0000' });
    await allocated(order, id(), '1.0000');
    await allocated(order, id(), '1.0000');
    const part = { ...origin(order, first(order)), partId: partId('P-1'), quantity: '2.0000' };
    await bench.tell('order-line-delivered', PartConsumedMessage, part);
    expect(await bench.get(order.id)).toMatchObject({
      state: 'validated',
      lines: [{ ordered: '2.0000', allocated: '0.0000', delivered: '2.0000' }],
    });
    expect(await states(order.id)).toEqual(['ready_partial', 'ready', 'validated']);
  });

  it('counts a message once, however often it comes', async () => {
    const order = await bench.order([['P-1', '3']]);
    const message = PartAllocated.fromPartial({
      ...origin(order, first(order)),
      allocationId: id(),
      quantity: '1.0000',
    });
    const messageId = id();
    for (let i = 0; i < 3; i++) await bench.tell('order-line-allocated', PartAllocatedMessage, message, { messageId });
    await bench.tell('order-line-allocated', PartAllocatedMessage, message);
    expect(first(await bench.get(order.id)).allocated).toBe('1.0000');
  });

  it('takes a withdrawal that overtakes its allocation, and one of a part of it', async () => {
    const order = await bench.order([['P-1', '5']]);
    const [whole, cut] = [id(), id()];
    await withdrawn(order, whole, '2.0000');
    await allocated(order, whole, '2.0000');
    await allocated(order, cut, '3.0000');
    await withdrawn(order, cut, '1.0000');
    expect(await bench.get(order.id)).toMatchObject({ state: 'ready_partial', lines: [{ allocated: '2.0000' }] });
  });

  it('does not see orders of another station', async () => {
    const order = await bench.order([['P-1', '1']]);
    const message = PartAllocated.fromPartial({
      ...origin(order, first(order)),
      allocationId: id(),
      quantity: '1.0000',
    });
    const messageId = await bench.say(PartAllocatedMessage, message, { tenant: elsewhere });
    await bench.tell(
      'order-line-allocated',
      PartAllocatedMessage,
      { ...message, originKind: 'intervention_file' },
      { tenant: elsewhere },
    );
    expect((await bench.get(order.id)).state).toBe('waiting');
    const { rows } = await bench.service.admin.query('select 1 from inbox where message_id = $1', [messageId]);
    expect(rows).toEqual([]);
  });
});

describe('ST-24 parts that arrived are confirmed or declined', () => {
  it('confirms a batch, tells the new state once, and answers the same when asked again', async () => {
    const order = await bench.order([['P-1', '3']]);
    const command = confirmation(order, ['2.0000', '1.0000']);
    expect(await confirm(command)).toEqual(['done', 'done']);
    expect(await bench.get(order.id)).toMatchObject({ state: 'ready', lines: [{ allocated: '3.0000' }] });
    expect(await confirm(command)).toEqual(['done', 'done']);
    expect(first(await bench.get(order.id)).allocated).toBe('3.0000');
    expect(await states(order.id)).toEqual(['ready']);
  });

  it('answers each item by itself: a line that is not there does not stop its neighbours', async () => {
    const order = await bench.order([['P-1', '1']]);
    const command = confirmation(order, ['1.0000', '1.0000']);
    const [ours, stray] = command.items;
    const items = [{ ...stray, lineId: id() }, ours] as ConfirmOrderAllocations['items'];
    expect(await confirm({ ...command, items })).toEqual(['billing.customer-order-line.not-found', 'done']);
  });

  it('declines what is asked to be cancelled, and keeps declining', async () => {
    const order = await bench.order([['P-1', '1']]);
    expect(first(await cancel(order)).cancelAsked).toBe('1.0000');
    const command = confirmation(order, ['1.0000']);
    expect(await confirm(command)).toEqual(['billing.customer-order-line.cancelled']);
    expect(await confirm(command)).toEqual(['billing.customer-order-line.cancelled']);
    await cancelled(order, '1.0000');
    expect(await confirm(command)).toEqual(['billing.customer-order-line.cancelled']);
    expect(await bench.get(order.id)).toMatchObject({ state: 'cancelled', lines: [{ allocated: '0.0000' }] });
  });

  it('withdraws what was confirmed, and answers done for what it never heard of', async () => {
    const order = await bench.order([['P-1', '1']]);
    const command = confirmation(order, ['1.0000']);
    await confirm(command);
    expect(await withdraw(command)).toEqual(['done']);
    expect(await withdraw(command)).toEqual(['done']);
    expect(await withdraw({ ...command, items: [{ ...command.items[0], lineId: id() }] as never })).toEqual(['done']);
    expect(await bench.get(order.id)).toMatchObject({ state: 'waiting', lines: [{ allocated: '0.0000' }] });
    expect(await states(order.id)).toEqual(['ready', 'waiting']);
  });

  it('refuses a confirmation that its withdrawal has overtaken', async () => {
    const order = await bench.order([['P-1', '1']]);
    const command = confirmation(order, ['1.0000']);
    await withdraw(command);
    expect(await confirm(command)).toEqual(['billing.customer-order-line.allocation-withdrawn']);
    expect((await bench.get(order.id)).state).toBe('waiting');
  });

  it('leaves a question that its saga has given up: no part, no new state, nobody told; then it is withdrawn', async () => {
    const order = await bench.order([['P-1', '3']]);
    const gone = await bench.order([['P-1', '1']]);
    await cancel(gone);
    const at = (minutes: number, { items }: ConfirmOrderAllocations) => {
      const answerBy = systemClock.now().add({ minutes }).toString();
      return { request: { sagaId: id(), requestId: id(), answerBy }, items };
    };
    const [intime, late] = [confirmation(order, ['1.0000']), confirmation(order, ['2.0000'])];
    expect(await confirm(at(1, intime))).toEqual(['done']);
    const before = await bench.get(order.id);
    const items = [...intime.items, ...late.items, ...confirmation(gone, ['1.0000']).items];
    for (let i = 0; i < 2; i++) {
      expect(await confirm(at(-1, { ...late, items }))).toEqual([
        'done',
        'platform.saga.given-up',
        'billing.customer-order-line.cancelled',
      ]);
    }
    expect(await bench.get(order.id)).toEqual(before);
    expect(await states(order.id)).toEqual(['ready_partial']);
    expect(await withdraw(late)).toEqual(['done']);
    expect(await confirm(at(-1, late))).toEqual(['billing.customer-order-line.allocation-withdrawn']);
    expect(await states(order.id)).toEqual(['ready_partial']);
  });

  it('loses nothing when two batches for one order come at once', async () => {
    const order = await bench.order([['P-1', '40']]);
    const batches = [0, 1].map(() =>
      confirmation(
        order,
        Array.from({ length: 20 }, () => '1.0000'),
      ),
    );
    const outcomes = await Promise.all(batches.map(confirm));
    expect(outcomes.flat().every((outcome) => outcome === 'done')).toBe(true);
    expect(await bench.get(order.id)).toMatchObject({ state: 'ready', lines: [{ allocated: '40.0000' }] });
  });
});

describe('BI-12 cancelling', () => {
  it('asks stock, shows what is asked, and counts what stock answers', async () => {
    const order = await bench.order([['P-1', '3']]);
    expect(await cancel(order, '2')).toMatchObject({
      state: 'waiting',
      lines: [{ cancelAsked: '2.0000', cancelled: '0.0000' }],
    });
    const asked = await bench.heard(CustomerOrderLineCancelAskedMessage, ({ orderId }) => orderId === order.id);
    expect(asked).toEqual([{ orderId: order.id, lineId: first(order).id, quantity: '2.0000' }]);
    await expect(cancel(order, '1')).rejects.toEqual(refusal('billing.customer-order-line.cancel-already-asked'));
    await cancelled(order, '2.0000');
    expect(first(await bench.get(order.id))).toMatchObject({ cancelAsked: '0.0000', cancelled: '2.0000' });
    await expect(cancel(order, '2')).rejects.toEqual(refusal('billing.customer-order-line.more-than-left'));
    await cancel(order);
    await cancelled(order, '1.0000');
    expect((await bench.get(order.id)).state).toBe('cancelled');
    await expect(cancel(order)).rejects.toEqual(refusal('billing.customer-order-line.nothing-left'));
  });

  it('cancels a special item at once: stock has nothing to release', async () => {
    const order = await bench.order([['S-1', '1']]);
    expect(order.state).toBe('ready');
    expect(await cancel(order)).toMatchObject({
      state: 'cancelled',
      lines: [{ cancelled: '1.0000', cancelAsked: '0.0000' }],
    });
    expect(await bench.heard(CustomerOrderLineCancelAskedMessage, ({ orderId }) => orderId === order.id)).toEqual([]);
  });

  it('of the whole order asks for all that is left of every line, and is refused when nothing is', async () => {
    const order = await bench.order([['P-1', '3'], ['P-2', '1'], ['S-1', '1']]); // prettier-ignore
    await cancel(order, '2');
    const whole = async () => bench.client.cancelCustomerOrder({ id: order.id }, await bench.as());
    expect((await whole()).lines.map((line) => [line.cancelAsked, line.cancelled])).toEqual([
      ['3.0000', '0.0000'],
      ['1.0000', '0.0000'],
      ['0.0000', '1.0000'],
    ]);
    const asked = await bench.heard(CustomerOrderLineCancelAskedMessage, ({ orderId }) => orderId === order.id);
    expect(asked.map(({ lineId, quantity }) => [lineId, quantity])).toEqual([
      [order.lines[0]?.id, '2.0000'],
      [order.lines[0]?.id, '1.0000'],
      [order.lines[1]?.id, '1.0000'],
    ]);
    const nothing = refusal('billing.customer-order.nothing-to-cancel');
    await expect(whole()).rejects.toEqual(nothing);
    await cancelled(order, '2.0000');
    await cancelled(order, '1.0000');
    const other = NeedCancelled.fromPartial({
      ...origin(order, order.lines[1] as CustomerOrderLine),
      quantity: '1.0000',
    });
    await bench.tell('order-line-cancelled', NeedCancelledMessage, other);
    expect(await bench.get(order.id)).toMatchObject({ state: 'cancelled' });
    await expect(whole()).rejects.toEqual(nothing);
  });

  it('of the whole order happens once, for two people and for a repeated key', async () => {
    const order = await bench.order([['P-1', '1']]);
    const call = await bench.as(here, RIGHTS, id());
    const once = await bench.client.cancelCustomerOrder({ id: order.id }, call);
    expect(await bench.client.cancelCustomerOrder({ id: order.id }, call)).toEqual(once);
    const asked = await bench.heard(CustomerOrderLineCancelAskedMessage, ({ orderId }) => orderId === order.id);
    expect(asked).toHaveLength(1);
  });

  /** Stock may settle the declined part before or after the request, and its events reach us in any order. */
  it.each([
    [
      'the decline settled first',
      [
        ['withdrawn', '1'],
        ['cancelled', '1'],
        ['cancelled', '1'],
      ],
    ],
    [
      'the decline settled first, events swapped',
      [
        ['cancelled', '1'],
        ['cancelled', '1'],
        ['withdrawn', '1'],
      ],
    ],
    [
      'the request answered first',
      [
        ['cancelled', '2'],
        ['withdrawn', '1'],
      ],
    ],
    [
      'the request answered first, events swapped',
      [
        ['withdrawn', '1'],
        ['cancelled', '2'],
      ],
    ],
  ])('ends cancelled when parts arrive meanwhile: %s', async (_title, events) => {
    const order = await bench.order([['P-1', '2']]);
    await cancel(order);
    const command = confirmation(order, ['1.0000']);
    await confirm(command);
    for (const [what, quantity = ''] of events) {
      if (what === 'cancelled') await cancelled(order, quantity);
      else await withdrawn(order, command.items[0]?.itemKey ?? '', quantity);
    }
    expect(await bench.get(order.id)).toMatchObject({
      state: 'cancelled',
      lines: [{ cancelled: '2.0000', cancelAsked: '0.0000', allocated: '0.0000' }],
    });
  });

  it('is not asked any more of what is delivered', async () => {
    const order = await bench.order([['P-1', '2']]);
    await allocated(order, id(), '2.0000');
    await cancel(order);
    const part = { ...origin(order, first(order)), partId: partId('P-1'), quantity: '2.0000' };
    await bench.tell('order-line-delivered', PartConsumedMessage, part);
    expect(await bench.get(order.id)).toMatchObject({ state: 'validated', lines: [{ cancelAsked: '0.0000' }] });
  });

  it('never counts more than was wanted: the database refuses it', async () => {
    const order = await bench.order([['P-1', '1']]);
    await expect(
      bench.service.admin.query('update customer_order_line set cancelled = 1, delivered = 1 where id = $1', [
        first(order).id,
      ]),
    ).rejects.toThrow('check');
  });
});
