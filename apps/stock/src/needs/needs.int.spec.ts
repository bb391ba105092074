import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  CustomerOrderLineCancelAskedMessage,
  NeedCancelledMessage,
  NeedFrozenMessage,
  NeedRaisedMessage,
  NeedReleasedMessage,
  PartAllocatedMessage,
  PartsNeededMessage,
  PartsNeedWithdrawnMessage,
} from '@navette/contracts';
import { ListNeedsRequest, type ChangeNeedRequest } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, here, id, partsNeeded, refusal, RIGHTS, type Wanted } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const withdraw = ({ originId, needId }: Wanted) =>
  bench.tell('parts-need-withdrawn', PartsNeedWithdrawnMessage, { fileId: originId, lineIds: [needId] });
const cancel = ({ originId, needId }: Wanted, quantity: string) => {
  const message = { orderId: originId, lineId: needId, quantity };
  return bench.tell('customer-order-line-cancel', CustomerOrderLineCancelAskedMessage, message);
};

describe('ST-13 a need', () => {
  it('waits where nothing is free, with where it comes from', async () => {
    const part = await bench.part();
    const { originId, needId } = await bench.file(part, 2, '2026-05-01');
    expect(await bench.need(needId)).toBe('2 0 0 0 0 waiting');
    const [row] = await bench.rows(
      'select origin_kind, origin_label, origin_number, countermark from need where id = $1',
      [needId],
    );
    const number = `LIL-DI-2026-${originId.slice(-6)}`;
    expect(row).toEqual({
      origin_kind: 'intervention_file',
      origin_label: 'I-ATE',
      origin_number: number,
      countermark: number,
    });
    expect(await bench.heard(NeedRaisedMessage, (need) => need.needId === needId)).toEqual([
      {
        needId,
        originKind: 'intervention_file',
        originId,
        partId: part.id,
        quantity: '2.0000',
        waiting: '2.0000',
        allocated: '0.0000',
      },
    ]);
  });

  it('gets what is free at once, for good, in part where there is less', async () => {
    const part = await bench.part();
    await bench.correct(part, 3);
    const first = await bench.order(part, 2);
    const second = await bench.file(part, 2);
    expect(await bench.need(first.needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.need(second.needId)).toBe('1 0 1 0 0 partly_allocated');
    expect(await bench.heard(PartAllocatedMessage, ({ partId }) => partId === part.id)).toMatchObject([
      { needId: first.needId, originKind: 'customer_order', quantity: '2.0000', needAllocated: '2.0000' },
      { needId: second.needId, quantity: '1.0000', needAllocated: '1.0000', needQuantity: '2.0000' },
    ]);
  });

  it('is raised once, however often its line is told', async () => {
    const part = await bench.part();
    await bench.correct(part, 5);
    const [fileId, needId, messageId] = [id(), id(), id()];
    const message = partsNeeded(fileId, [{ needId, part, quantity: 2 }]);
    await bench.tell('parts-needed', PartsNeededMessage, message, { messageId });
    await bench.tell('parts-needed', PartsNeededMessage, message, { messageId });
    await bench.tell('parts-needed', PartsNeededMessage, message);
    expect(await bench.need(needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ reserved: '2.0000', free: '3.0000' });
    expect(await bench.heard(NeedRaisedMessage, (need) => need.needId === needId)).toHaveLength(1);
  });

  it('has counts that add up, by constraint', async () => {
    const { needId } = await bench.file(await bench.part(), 2);
    const change = (set: string) => bench.rows(`update need set ${set} where id = $1`, [needId]);
    for (const more of [
      'on_order = 3',
      'allocated = 3',
      'consumed = 3',
      'cancelled = 3',
      'on_order = 1, allocated = 2',
    ]) {
      await expect(change(more)).rejects.toThrow('need_counts');
    }
    await expect(change('cancelled = -1')).rejects.toThrow('need_cancelled_check');
    await expect(change('waiting = 1')).rejects.toThrow('can only be updated to DEFAULT');
  });
});

describe('ST-13 a need that is changed', () => {
  const change = async (
    needId: string,
    what: Omit<ChangeNeedRequest, 'id'>,
    options: Parameters<Bench['as']>[0] = {},
  ) => bench.client.changeNeed({ id: needId, ...what }, await bench.as(options));

  it('is passed over while frozen, keeps what it has, and takes its turn again when released', async () => {
    const part = await bench.part();
    await bench.correct(part, 1);
    const frozen = await bench.file(part, 2);
    expect(await change(frozen.needId, { frozen: true })).toMatchObject({ frozen: true, state: 'partly_allocated' });
    const open = await bench.file(part, 1);
    await bench.correct(part, 2);
    expect(await bench.need(frozen.needId)).toBe('1 0 1 0 0 partly_allocated');
    expect(await bench.need(open.needId)).toBe('0 0 1 0 0 allocated');
    const selections = [{ needId: frozen.needId, supplierPartyId: '', partId: '' }];
    await expect(bench.client.placeSupplierOrders({ selections }, await bench.as())).rejects.toMatchObject({
      code: 'stock.replenishment.frozen',
      params: { needs: [frozen.needId] },
    });
    await change(frozen.needId, { frozen: true });
    expect(await change(frozen.needId, { frozen: false })).toMatchObject({ allocated: '2.0000', state: 'allocated' });
    const ours = ({ needId }: { needId: string }) => needId === frozen.needId;
    expect(await bench.heard(NeedFrozenMessage, ours)).toHaveLength(1);
    expect(await bench.heard(NeedReleasedMessage, ours)).toEqual([
      { needId: frozen.needId, originKind: 'intervention_file', originId: frozen.originId },
    ]);
  });

  it('by priority goes before others, whatever their dates', async () => {
    const part = await bench.part();
    const [dated, urgent] = [await bench.file(part, 1, '2026-05-01'), await bench.file(part, 1)];
    expect(await change(urgent.needId, { priority: 1, countermark: ' Mme Roy ' })).toMatchObject({
      priority: 1,
      countermark: 'Mme Roy',
      frozen: false,
    });
    await bench.correct(part, 1);
    expect(await bench.need(urgent.needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.need(dated.needId)).toBe('1 0 0 0 0 waiting');
  });

  it('is read with where it stands, alone or among those of its origin', async () => {
    const part = await bench.part();
    const { originId, needId } = await bench.file(part, 3);
    const need = await bench.client.getNeed({ id: needId }, await bench.as());
    expect(need).toMatchObject({
      reference: part.reference,
      originId,
      waiting: '3.0000',
      priority: 5,
      state: 'waiting',
    });
    const list = async (tenant = here) =>
      (
        await bench.client.listNeeds(
          ListNeedsRequest.fromPartial({
            query: { filters: [{ field: 'originId', operator: 'eq', values: [originId] }] },
          }),
          await bench.as({ tenant }),
        )
      ).needs;
    expect(await list()).toEqual([need]);
    expect(await list(elsewhere)).toEqual([]);
  });

  it('names what is not accepted; one of another station is missing, and the right is needed', async () => {
    const { needId } = await bench.file(await bench.part());
    await expect(change(needId, { priority: 10, countermark: 'x'.repeat(61) })).rejects.toMatchObject({
      code: 'stock.need.invalid',
      fields: [{ pointer: '/priority', params: { min: 1, max: 9 } }, { pointer: '/countermark' }],
    });
    for (const one of [needId, id(), 'no id']) {
      await expect(change(one, { frozen: true }, { tenant: elsewhere })).rejects.toEqual(
        refusal('stock.need.not-found'),
      );
      const reader = await bench.as({ tenant: elsewhere });
      await expect(bench.client.getNeed({ id: one }, reader)).rejects.toEqual(refusal('stock.need.not-found'));
    }
    const rights = RIGHTS.filter((right) => right !== 'stock:need.change');
    await expect(change(needId, { frozen: true }, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    expect(await bench.client.getNeed({ id: needId }, await bench.as())).toMatchObject({ version: '1', frozen: false });
  });

  it('is changed once by a repeated key', async () => {
    const { needId } = await bench.file(await bench.part());
    const once = () => change(needId, { frozen: true }, { idempotencyKey: `freeze ${needId}` });
    expect(await once()).toEqual(await once());
    expect(await bench.heard(NeedFrozenMessage, (need) => need.needId === needId)).toHaveLength(1);
  });
});

describe('ST-13 a need that is wanted no more', () => {
  it('gives what it held to the next in turn at once, and both origins are told', async () => {
    const part = await bench.part();
    await bench.correct(part, 2);
    const holder = await bench.file(part, 2);
    const later = await bench.file(part, 1, '2026-06-01');
    const sooner = await bench.file(part, 1, '2026-05-01');
    const last = await bench.file(part, 1);
    await withdraw(holder);
    expect(await bench.need(holder.needId)).toBe('0 0 0 0 2 cancelled');
    expect(await bench.need(sooner.needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.need(later.needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.need(last.needId)).toBe('1 0 0 0 0 waiting');
    const ours = (one: { needId: string }) => one.needId === holder.needId;
    expect(await bench.heard(AllocationWithdrawnMessage, ours)).toMatchObject([
      { quantity: '2.0000', needAllocated: '0.0000' },
    ]);
    expect(await bench.heard(NeedCancelledMessage, ours)).toMatchObject([{ quantity: '2.0000' }]);
  });

  it('is cancelled once, however often it is told', async () => {
    const wanted = await bench.file(await bench.part(), 2);
    await withdraw(wanted);
    await withdraw(wanted);
    expect(await bench.need(wanted.needId)).toBe('0 0 0 0 2 cancelled');
    expect(await bench.heard(NeedCancelledMessage, ({ needId }) => needId === wanted.needId)).toHaveLength(1);
  });

  it('gives up what waits before what it holds', async () => {
    const part = await bench.part();
    await bench.correct(part, 2);
    const wanted = await bench.order(part, 5);
    await cancel(wanted, '2');
    expect(await bench.need(wanted.needId)).toBe('1 0 2 0 2 partly_allocated');
    await cancel(wanted, '2');
    expect(await bench.need(wanted.needId)).toBe('0 0 1 0 4 allocated');
    expect(await bench.level(part)).toMatchObject({ reserved: '1.0000', free: '1.0000' });
    await cancel(wanted, '99');
    expect(await bench.need(wanted.needId)).toBe('0 0 0 0 5 cancelled');
  });

  it('frees what was ordered for it, for others', async () => {
    const part = await bench.part();
    const wanted = await bench.order(part, 2);
    await bench.ordered(wanted.needId);
    expect(await bench.need(wanted.needId)).toBe('0 2 0 0 0 on_order');
    await cancel(wanted, '1');
    expect(await bench.need(wanted.needId)).toBe('0 1 0 0 1 on_order');
  });

  it('may say so before it says that it wants: all of it, or a part', async () => {
    const part = await bench.part();
    await bench.correct(part, 9);
    const [fileId, needId] = [id(), id()];
    await withdraw({ originId: fileId, needId });
    await bench.tell('parts-needed', PartsNeededMessage, partsNeeded(fileId, [{ needId, part, quantity: 2 }]));
    expect(await bench.need(needId)).toBe('0 0 0 0 2 cancelled');
    const [orderId, lineId] = [id(), id()];
    await cancel({ originId: orderId, needId: lineId }, '1');
    await cancel({ originId: orderId, needId: lineId }, '1');
    await bench.tell('parts-needed', PartsNeededMessage, partsNeeded(orderId, [{ needId: lineId, part, quantity: 3 }]));
    expect(await bench.need(lineId)).toBe('0 0 1 0 2 allocated');
    expect(await bench.heard(NeedCancelledMessage, (one) => one.needId === lineId)).toMatchObject([
      { quantity: '2.0000' },
    ]);
  });

  it('cannot be cancelled by another origin', async () => {
    const wanted = await bench.file(await bench.part(), 1);
    await withdraw({ originId: id(), needId: wanted.needId });
    expect(await bench.need(wanted.needId)).toBe('1 0 0 0 0 waiting');
  });
});

describe('ST-13 many at once', () => {
  it('never promises more than is there: eight clients, free stock for half of what is wanted', async () => {
    const part = await bench.part();
    await bench.correct(part, 20);
    const files = Array.from({ length: 40 }, () => ({ fileId: id(), needId: id() }));
    await Promise.all(
      files.map(({ fileId, needId }) =>
        bench.tell('parts-needed', PartsNeededMessage, partsNeeded(fileId, [{ needId, part }]), {
          aggregateId: fileId,
        }),
      ),
    );
    expect(await bench.level(part)).toMatchObject({ onHand: '20.0000', reserved: '20.0000', free: '0.0000' });
    const [row] = await bench.rows<{ waiting: string; allocated: string }>(
      'select sum(waiting)::int as waiting, sum(allocated)::int as allocated from need where part_id = $1',
      [part.id],
    );
    expect(row).toEqual({ waiting: 20, allocated: 20 });
    expect(await bench.imbalances()).toEqual([]);
  });
});

describe('ID-10 stations', () => {
  it('keep their needs to themselves', async () => {
    const wanted = await bench.file(await bench.part());
    const [row] = await bench.rows<{ station_id: string }>('select station_id from need where id = $1', [
      wanted.needId,
    ]);
    expect(row?.station_id).toBe(here.stationId);
  });
});
