import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsumePartsMessage, NeedCancelledMessage, PartConsumedMessage, ReturnPartsMessage } from '@navette/contracts';
import type { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import type { Part, SupplierOrder } from '@navette/contracts/stock/v1/service';
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
