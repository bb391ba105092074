import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  ConsumePartsMessage,
  NeedCancelledMessage,
  PartAllocatedMessage,
  PartConsumedMessage,
  ReturnPartsMessage,
} from '@navette/contracts';
import type { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import type { Part, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Quantity } from '@navette/kernel';
import { Bench, id, type Wanted } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const consumption = (sagaId: string, { originId, needId }: Wanted, part: Part, used: string): ConsumeParts => ({
  request: { sagaId, requestId: id() },
  itemKey: originId,
  originKind: 'intervention_file',
  originId,
  lines: [{ needId, partId: part.id, used }],
});
const consume = (command: ConsumeParts) => bench.ask('consume-parts', ConsumePartsMessage, command);
const giveBack = ({ request, ...command }: ConsumeParts) =>
  bench.ask('return-parts', ReturnPartsMessage, {
    request: { sagaId: request?.sagaId as string, requestId: id() },
    itemKey: command.itemKey,
    originKind: command.originKind,
    originId: command.originId,
  });

/** A file that holds parts. */
async function holding(quantity: number, stock = quantity): Promise<{ part: Part; file: Wanted }> {
  const part = await bench.part();
  await bench.correct(part, stock, '6');
  return { part, file: await bench.file(part, quantity) };
}

describe('ST-10 ST-13 parts used by a file', () => {
  it('leave stock at the average cost, and the need is consumed', async () => {
    const { part, file } = await holding(2, 5);
    expect(await consume(consumption(id(), file, part, '2'))).toEqual(['done', {}]);
    expect(await bench.need(file.needId)).toBe('0 0 0 2 0 consumed');
    expect(await bench.level(part)).toMatchObject({ onHand: '3.0000', value: '18.00', reserved: '0.0000' });
    const movements = await bench.rows(
      `select kind, quantity, value, origin_kind, origin_id, origin_line_id from stock_movement
       where part_id = $1 order by seq desc limit 1`,
      [part.id],
    );
    expect(movements).toEqual([
      {
        kind: 'repair_use',
        quantity: '-2.0000',
        value: '-12.00',
        origin_kind: 'intervention_file',
        origin_id: file.originId,
        origin_line_id: file.needId,
      },
    ]);
    expect(await bench.heard(PartConsumedMessage, ({ needId }) => needId === file.needId)).toMatchObject([
      { partId: part.id, quantity: '2.0000', originId: file.originId },
    ]);
  });

  it('used in part leave the rest free, for the next need at once', async () => {
    const { part, file } = await holding(3);
    const next = await bench.file(part, 2);
    await consume(consumption(id(), file, part, '1'));
    expect(await bench.need(file.needId)).toBe('0 0 0 1 2 consumed');
    expect(await bench.need(next.needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.heard(NeedCancelledMessage, ({ needId }) => needId === file.needId)).toMatchObject([
      { quantity: '2.0000' },
    ]);
  });

  it('that a receipt has brought are used before the saga has heard that the file took them', async () => {
    const part = await bench.part();
    const file = await bench.file(part, 1);
    const [order] = (await bench.ordered(file.needId)) as [SupplierOrder];
    await bench.validate(await bench.receipt(order));
    expect(await consume(consumption(id(), file, part, '1'))).toEqual(['done', {}]);
    expect(await bench.need(file.needId)).toBe('0 0 0 1 0 consumed');
  });

  it('are refused as a whole when one is not allocated, naming part, wanted and allocated', async () => {
    const { part, file } = await holding(3, 1);
    const command = consumption(id(), file, part, '2');
    const refusal = [
      'stock.consumption.not-allocated',
      { part: part.reference, wanted: '2.0000', allocated: '1.0000' },
    ];
    expect(await consume(command)).toEqual(refusal);
    expect(await bench.need(file.needId)).toBe('2 0 1 0 0 partly_allocated');
    await bench.correct(part, 5);
    expect(await consume(command)).toEqual(refusal);
    expect(await consume(consumption(id(), file, part, '2'))).toEqual(['done', {}]);
  });

  it('of a voided receipt are not there any more', async () => {
    const part = await bench.part();
    const file = await bench.file(part, 1);
    const [order] = (await bench.ordered(file.needId)) as [SupplierOrder];
    const receipt = await bench.validate(await bench.receipt(order));
    await bench.client.voidGoodsReceipt({ id: receipt.id, reason: 'erreur' }, await bench.as());
    const [code, data] = await consume(consumption(id(), file, part, '1'));
    expect([code, data['allocated']]).toEqual(['stock.consumption.not-allocated', '0.0000']);
  });

  it('are consumed once, however often the command is asked, and answered the same', async () => {
    const { part, file } = await holding(2, 4);
    const command = consumption(id(), file, part, '2');
    expect(await consume(command)).toEqual(['done', {}]);
    expect(await consume(command)).toEqual(['done', {}]);
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000' });
  });

  it('may be none at all', async () => {
    const { part, file } = await holding(2);
    expect(await consume({ ...consumption(id(), file, part, '0'), lines: [] })).toEqual(['done', {}]);
    expect(await bench.need(file.needId)).toBe('0 0 0 0 2 cancelled');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', reserved: '0.0000' });
  });
});

describe('ST-10 ST-13 parts given back by a file', () => {
  it('come in at the average as it is then, allocated as they were; what was given up is wanted again', async () => {
    const { part, file } = await holding(3);
    const command = consumption(id(), file, part, '2');
    await consume(command);
    await bench.correct(part, 1, '12');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', value: '18.00', averageCost: '9.0000' });
    expect(await giveBack(command)).toEqual(['done', {}]);
    expect(await giveBack(command)).toEqual(['done', {}]);
    expect(await bench.level(part)).toMatchObject({ onHand: '4.0000', value: '36.00', averageCost: '9.0000' });
    expect(await bench.need(file.needId)).toBe('0 0 3 0 0 allocated');
    expect(await consume(consumption(id(), file, part, '3'))).toEqual(['done', {}]);
  });

  it('before they were consumed refuse that consumption when it comes', async () => {
    const { part, file } = await holding(1);
    const command = consumption(id(), file, part, '1');
    expect(await giveBack(command)).toEqual(['done', {}]);
    expect(await consume(command)).toEqual(['stock.consumption.returned', {}]);
    expect(await bench.need(file.needId)).toBe('0 0 1 0 0 allocated');
  });

  it('after a refusal change nothing', async () => {
    const { part, file } = await holding(1);
    const command = consumption(id(), file, part, '2');
    await consume(command);
    expect(await giveBack(command)).toEqual(['done', {}]);
    expect(await bench.need(file.needId)).toBe('0 0 1 0 0 allocated');
  });

  it('are wanted again where stock went below zero meanwhile', async () => {
    const { part, file } = await holding(2);
    const command = consumption(id(), file, part, '2');
    await consume(command);
    await bench.correct(part, -1);
    await giveBack(command);
    expect(await bench.level(part)).toMatchObject({ onHand: '1.0000', reserved: '1.0000' });
    expect(await bench.need(file.needId)).toBe('1 0 1 0 0 partly_allocated');
  });
});

describe('ST-13 ST-24 the origin of parts used and given back', () => {
  /** What an origin believes to hold, by allocation, from what it was told: given, and not taken back. */
  async function believed({ needId }: Wanted): Promise<[string, string][]> {
    const mine = (message: { needId: string }) => message.needId === needId;
    const [given, taken] = [
      await bench.heard(PartAllocatedMessage, mine),
      await bench.heard(AllocationWithdrawnMessage, mine),
    ];
    const ids = [...new Set([...given, ...taken].map(({ allocationId }) => allocationId))];
    const sum = (some: typeof given | typeof taken, allocationId: string) =>
      Quantity.sum(
        some.filter((one) => one.allocationId === allocationId).map(({ quantity }) => Quantity.parse(quantity)),
      );
    return ids.map((one) => [one, sum(given, one).minus(sum(taken, one)).toString()] as [string, string]).sort();
  }

  /** What the origin does hold, by allocation: kept for it, or used by it. */
  async function held({ needId }: Wanted): Promise<[string, string][]> {
    const rows = await bench.rows<{ id: string; quantity: string }>(
      `select id, quantity from allocation where need_id = $1 and state <> 'withdrawn'`,
      [needId],
    );
    return rows.map((row) => [row.id, row.quantity] as [string, string]).sort();
  }

  const agree = async (file: Wanted, total: string) => {
    const really = await held(file);
    expect((await believed(file)).filter(([, quantity]) => quantity !== '0.0000')).toEqual(really);
    expect(Quantity.sum(really.map(([, quantity]) => Quantity.parse(quantity))).toString()).toBe(total);
  };

  it('is told what was taken back when it used less than it held, once, and why', async () => {
    const { part, file } = await holding(3);
    const command = consumption(id(), file, part, '1');
    for (let i = 0; i < 2; i++) await consume(command);
    await agree(file, '1.0000');
    expect(await bench.heard(AllocationWithdrawnMessage, ({ needId }) => needId === file.needId)).toMatchObject([
      {
        originId: file.originId,
        quantity: '2.0000',
        needAllocated: '1.0000',
        needQuantity: '3.0000',
        reason: 'not-used',
      },
    ]);
  });

  it('is told of what it gave up and gets back as of a new allocation; what it used stays what it was', async () => {
    const { part, file } = await holding(3);
    const command = consumption(id(), file, part, '1');
    const [[first] = ['']] = await believed(file);
    await consume(command);
    for (let i = 0; i < 2; i++) await giveBack(command);
    await agree(file, '3.0000');
    expect(await held(file)).toEqual(expect.arrayContaining([[first, '1.0000']]));
    // The part that is back under its first id can be taken from it again.
    await bench.correct(part, -3);
    await agree(file, '0.0000');
  });

  it('is not told that it has back what the next need has got meanwhile', async () => {
    const { part, file } = await holding(3);
    const next = await bench.file(part, 2);
    const command = consumption(id(), file, part, '1');
    await consume(command);
    await giveBack(command);
    await agree(file, '1.0000');
    await agree(next, '2.0000');
    expect(await bench.need(file.needId)).toBe('2 0 1 0 0 partly_allocated');
  });

  it('is told of parts that it used and that were not there any more when they came back', async () => {
    const { part, file } = await holding(2);
    const command = consumption(id(), file, part, '2');
    await consume(command);
    await bench.correct(part, -1);
    await giveBack(command);
    await agree(file, '1.0000');
    expect(await bench.heard(AllocationWithdrawnMessage, ({ needId }) => needId === file.needId)).toMatchObject([
      { quantity: '2.0000', reason: 'stock-corrected' },
    ]);
  });

  it('hears nothing of a return that came first, nor of the consumption that was then refused', async () => {
    const { part, file } = await holding(2);
    const command = consumption(id(), file, part, '1');
    await giveBack(command);
    await consume(command);
    await agree(file, '2.0000');
    expect(await bench.heard(AllocationWithdrawnMessage, ({ needId }) => needId === file.needId)).toEqual([]);
  });

  it('is billed again after a return with all that it holds then', async () => {
    const { part, file } = await holding(3);
    const first = consumption(id(), file, part, '1');
    await consume(first);
    await giveBack(first);
    expect(await consume(consumption(id(), file, part, '2'))).toEqual(['done', {}]);
    await agree(file, '2.0000');
    expect(await bench.need(file.needId)).toBe('0 0 0 2 1 consumed');
  });
});

describe('ST-17 parts that leave with a delivery slip', () => {
  const slip = (sagaId: string, order: Wanted, part: Part, used: string): ConsumeParts => ({
    ...consumption(sagaId, order, part, used),
    originKind: 'customer_order',
    keepRest: true,
  });

  it('are sold, and what the order did not get yet stays wanted and reserved for it', async () => {
    const [part, other] = [await bench.part(), await bench.part()];
    await bench.correct(part, 2, '6');
    await bench.correct(other, 1, '6');
    const order = await bench.order(part, 5);
    const second = await bench.order(other, 1, order.originId);
    await bench.ordered(order.needId);
    expect(await bench.need(order.needId)).toBe('0 3 2 0 0 partly_allocated');
    const command = slip(id(), order, part, '2');
    expect(await consume(command)).toEqual(['done', {}]);
    expect(await consume(command)).toEqual(['done', {}]);
    expect(await bench.need(order.needId)).toBe('0 3 0 2 0 on_order');
    expect(await bench.need(second.needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '0.0000', reserved: '0.0000' });
    const movements = await bench.rows('select kind, quantity from stock_movement where origin_id = $1', [
      order.originId,
    ]);
    expect(movements).toEqual([{ kind: 'sale', quantity: '-2.0000' }]);
    expect(await bench.heard(NeedCancelledMessage, ({ needId }) => needId === order.needId)).toEqual([]);
    expect(await bench.heard(PartConsumedMessage, ({ originId }) => originId === order.originId)).toMatchObject([
      { needId: order.needId, quantity: '2.0000' },
    ]);
  });

  it('that were refused are taken when they are asked again', async () => {
    const part = await bench.part();
    await bench.correct(part, 1, '6');
    const order = await bench.order(part, 2);
    const command = slip(id(), order, part, '2');
    expect((await consume(command))[0]).toBe('stock.consumption.not-allocated');
    await bench.correct(part, 1);
    expect(await consume({ ...command, request: { sagaId: command.request?.sagaId ?? '', requestId: id() } })).toEqual(['done', {}]); // prettier-ignore
    expect(await bench.need(order.needId)).toBe('0 0 0 2 0 consumed');
  });

  it('of an allocation that was asked in part leave the rest with its need', async () => {
    const part = await bench.part();
    await bench.correct(part, 3, '6');
    const order = await bench.order(part, 3);
    await consume(slip(id(), order, part, '1'));
    expect(await bench.need(order.needId)).toBe('0 0 2 1 0 allocated');
  });
});
