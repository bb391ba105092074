import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  CheckFileDocumentsMessage,
  NeedRaisedMessage,
  OrderedQuantityWithdrawnMessage,
  PartAllocatedMessage,
  SupplierOrderPlacedMessage,
} from '@navette/contracts';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { NeedRaised, PartAllocated, SupplierOrderPlaced } from '@navette/contracts/stock/v1/events';
import { systemClock } from '@navette/kernel';
import type { TestTenant } from '@navette/testing';
import { Bench, elsewhere, id, keys } from '../test/bench.helper.js';
import {
  allocated,
  confirmation,
  item,
  lineOf,
  ORIGIN,
  StockTalk,
  withdrawal,
  withdrawn,
} from '../test/stock-talk.helper.js';

let bench: Bench;
let stock: StockTalk;

beforeAll(async () => {
  bench = await Bench.start();
  stock = new StockTalk(bench);
});
afterAll(() => bench.stop());

describe('IN-22 messages in any order, repeated', () => {
  /** What the file has come to, without ids and the times of arrival. */
  async function outcome(file: InterventionFile) {
    const after = await bench.get(file.id);
    const { rows } = await bench.service.admin.query(
      'select c.key, f.status_at from intervention_file f join status_code c on c.code = f.status_code where f.id = $1',
      [file.id],
    );
    return {
      latest: rows,
      lines: after.lines.map(({ reference, quantityAllocated }) => [reference, quantityAllocated]),
      statuses: after.statuses.slice(1).map(({ key, at, comment }) => [key, at, comment]),
      arrivals: after.arrivals.map(({ quantity, at, state }) => [quantity, at, state]),
    };
  }

  it('leave the same behind', async () => {
    // After all that the spec does before, however slowly.
    const start = systemClock.now().add({ minutes: 60 });
    const at = (seconds: number) => ({ at: start.add({ seconds }) });
    /** Two lines: one half from stock at once and then by a receipt, one by a receipt alone. */
    const story = (file: InterventionFile): (() => Promise<unknown>)[] => {
      const needOf = (i: number) =>
        NeedRaised.fromPartial({ needId: lineOf(file, i), originKind: ORIGIN, originId: file.id, quantity: '1.0000', waiting: '1.0000' }); // prettier-ignore
      const order = SupplierOrderPlaced.fromPartial({
        orderId: id(),
        number: 'LIL-CF-2026-000001',
        lines: [{ needs: [0, 1].map((i) => ({ needId: lineOf(file, i), originKind: ORIGIN, originId: file.id })) }],
      });
      const [first, second] = [confirmation(item(file, 0)), confirmation(item(file, 1, '0.5000'))];
      const free = { ...allocated(file, 1), quantity: '0.5000' };
      return [
        () => bench.tell('need-raised', NeedRaisedMessage, needOf(0), at(0)),
        () => bench.tell('need-raised', NeedRaisedMessage, needOf(1), at(0)),
        () => bench.tell('part-allocated', PartAllocatedMessage, free, at(1)),
        () => bench.tell('supplier-order-placed', SupplierOrderPlacedMessage, order, at(2)),
        () => stock.confirm(first, at(3)),
        () => stock.confirm(second, at(4)),
      ];
    };
    const open = async () => bench.addLines((await bench.file()).id, 'P-1', 'P-2');
    const files = [await open(), await open(), await open(), await open()] as const;
    const orders: [InterventionFile, number[]][] = [
      [files[0], [0, 1, 2, 3, 4, 5]],
      [files[1], [5, 4, 3, 2, 1, 0]],
      [files[2], [4, 0, 5, 2, 1, 3, 0, 4, 5, 3, 2, 1]],
      [files[3], [2, 5, 1, 4, 3, 0, 5, 5]],
    ];
    const outcomes = [];
    for (const [file, order] of orders) {
      const steps = story(file);
      for (const i of order) await steps[i]?.();
      outcomes.push(await outcome(file));
    }
    expect(outcomes[0]?.statuses.map(([key]) => key)).toEqual(['part_to_order', 'parts_ordered', 'parts_received']);
    expect(outcomes[0]?.latest).toMatchObject([{ key: 'parts_received' }]);
    for (const other of outcomes.slice(1)) expect(other).toEqual(outcomes[0]);
  });

  it('skip what is about files and lines that are not ours', async () => {
    const foreign = { originKind: 'customer_order', originId: id(), needId: id(), allocationId: id() };
    await bench.tell(
      'part-allocated',
      PartAllocatedMessage,
      PartAllocated.fromPartial({ ...foreign, quantity: '1.0000' }),
    );
    await bench.tell('need-raised', NeedRaisedMessage, NeedRaised.fromPartial({ ...foreign, waiting: '1.0000' }));
    const unknown = {
      ...foreign,
      originKind: ORIGIN,
      partId: '',
      quantity: '1.0000',
      needAllocated: '',
      needQuantity: '',
      reason: '',
      supply: undefined,
    };
    await bench.tell('part-allocated', PartAllocatedMessage, unknown);
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, unknown);
  });

  it('count what stock took back in part, whether it is told before or after', async () => {
    const { id: fileId } = await bench.file();
    const line = {
      kind: 'part',
      reference: 'P-1',
      quantity: '3',
      unitPrice: '',
      payer: '',
      offStock: false,
      discount: '',
      note: '',
    };
    const file = await bench.client.addFileLines({ fileId, lines: [line, line] }, await bench.as());
    for (const [i, allocatedFirst] of [true, false].entries()) {
      const given = { ...allocated(file, i), quantity: '3.0000' };
      const said = [
        () => bench.tell('part-allocated', PartAllocatedMessage, given),
        () => bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, withdrawn(given, '1.0000')),
        () => bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, withdrawn(given, '0.5000')),
      ];
      for (const say of allocatedFirst ? said : said.reverse()) await say();
    }
    const after = await bench.get(fileId);
    expect(after.lines.map(({ quantityAllocated }) => quantityAllocated)).toEqual(['1.5000', '1.5000']);
    expect(after.arrivals.map(({ quantity, state }) => [quantity, state])).toEqual(
      Array(2).fill(['3.0000', 'confirmed']),
    );
  });

  it('make a part to order of one that was there from the beginning and went elsewhere', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    const given = allocated(file);
    await bench.tell('part-allocated', PartAllocatedMessage, given);
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, withdrawn(given));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order']);
    await bench.tell('part-allocated', PartAllocatedMessage, allocated(file));
    expect(keys(await bench.get(file.id)).at(-1)).toBe('parts_received');
  });

  it('take back a part from stock, too', async () => {
    const file = await stock.waiting('P-1');
    const free = allocated(file);
    await bench.tell('part-allocated', PartAllocatedMessage, free);
    expect(keys(await bench.get(file.id)).at(-1)).toBe('parts_received');
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, withdrawn(free));
    await bench.tell('part-allocated', PartAllocatedMessage, free);
    const after = await bench.get(file.id);
    expect(after.lines[0]?.quantityAllocated).toBe('0.0000');
    expect(keys(after).at(-1)).toBe('part_to_order');
  });
});

describe('ST-22 IN-6 an ordered part will not come', () => {
  // After all that the spec does before, however slowly.
  const start = systemClock.now().add({ minutes: 60 });
  const needsOf = (file: InterventionFile) =>
    file.lines.map(({ id: needId }) => ({ needId, originKind: ORIGIN, originId: file.id, quantity: '1.0000' }));
  const place = (file: InterventionFile, orderId: string, seconds: number) =>
    bench.tell(
      'supplier-order-placed',
      SupplierOrderPlacedMessage,
      SupplierOrderPlaced.fromPartial({ orderId, number: 'LIL-CF-1', lines: [{ needs: needsOf(file) }] }),
      { at: start.add({ seconds }), aggregateId: orderId },
    );
  const give = (
    file: InterventionFile,
    orderId: string,
    seconds: number,
    said: { version?: number; tenant?: TestTenant } = {},
  ) =>
    // prettier-ignore
    bench.tell(
      'ordered-quantity-withdrawn',
      OrderedQuantityWithdrawnMessage,
      {
        orderId,
        number: 'LIL-CF-1',
        needs: [...needsOf(file), { needId: id(), originKind: 'customer_order', originId: id(), quantity: '1.0000' }],
      },
      { at: start.add({ seconds }), aggregateId: orderId, version: 2, ...said },
    );
  const current = async ({ id: fileId }: InterventionFile) => {
    const { rows } = await bench.service.admin.query<{ key: string }>(
      'select c.key from intervention_file f join status_code c on c.code = f.status_code where f.id = $1',
      [fileId],
    );
    return rows[0]?.key;
  };
  const afterNeed = async (file: InterventionFile) => keys(await bench.get(file.id)).slice(2);

  it('the file has a part to order again, once per change of the supplier order, with its number', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    const orderId = id();
    await place(file, orderId, 0);
    for (let i = 0; i < 2; i++) await give(file, orderId, 1);
    expect(await afterNeed(file)).toEqual(['parts_ordered', 'part_to_order']);
    expect(await current(file)).toBe('part_to_order');
    expect((await bench.get(file.id)).statuses.at(-1)).toMatchObject({ by: 'system', comment: 'LIL-CF-1' });
    expect(await stock.told(file, 'part_to_order')).toHaveLength(2);
    await give(file, orderId, 2, { version: 3 });
    expect(await afterNeed(file)).toEqual(['parts_ordered', 'part_to_order', 'part_to_order']);
    await stock.confirm(confirmation(item(file, 0), item(file, 1)), { at: start.add({ seconds: 3 }) });
    expect(await current(file)).toBe('parts_received');
  });

  it('told late, after a newer order, it does not hide that one', async () => {
    const file = await stock.waiting('P-1');
    const [one, other] = [id(), id()];
    await place(file, one, 0);
    await place(file, other, 2);
    await give(file, one, 1);
    expect(await afterNeed(file)).toEqual(['parts_ordered', 'part_to_order', 'parts_ordered']);
    expect(await current(file)).toBe('parts_ordered');
  });

  it('a file that is finished or cancelled, a line that is, and another station hear nothing', async () => {
    const [finished, cancelled, half, foreign] = [
      await stock.waiting('P-1'),
      await stock.waiting('P-1'),
      await stock.waiting('P-1'),
      await stock.waiting('P-1'),
    ];
    await bench.client.finishFile({ fileId: finished.id, used: [] }, await bench.as());
    await bench.client.cancelFile({ fileId: cancelled.id, reason: 'Sans suite' }, await bench.as());
    await bench.client.cancelFileLine({ fileId: half.id, lineId: lineOf(half) }, await bench.as());
    const files = [finished, cancelled, half, foreign];
    const before = await Promise.all(files.map(current));
    for (const file of [finished, cancelled, half]) await give(file, id(), 1);
    await give(foreign, id(), 1, { tenant: elsewhere });
    expect(await Promise.all(files.map(current))).toEqual(before);
    for (const file of files) expect(await stock.told(file, 'part_to_order')).toHaveLength(1);
  });
});

describe('ST-24 a part that came and went while the file kept silent', () => {
  it.each([
    ['event', 'command'],
    ['command', 'event'],
  ])('is to be ordered again, once, told by %s first', async (first) => {
    const file = await stock.waiting('P-1');
    const orderId = id();
    const needs = [{ needId: lineOf(file), originKind: ORIGIN, originId: file.id, quantity: '1.0000' }];
    const placed = SupplierOrderPlaced.fromPartial({ orderId, number: 'LIL-CF-1', lines: [{ needs }] });
    await bench.tell('supplier-order-placed', SupplierOrderPlacedMessage, placed);
    const gone = item(file);
    const event = withdrawn({ ...allocated(file), allocationId: gone.itemKey }, '1.0000', 'not-answered');
    const tell = () => bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, event);
    if (first === 'event') await tell();
    await stock.withdraw(withdrawal(gone));
    if (first === 'command') await tell();
    await tell();
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order', 'parts_ordered', 'part_to_order']);
  });

  it('which it did have and lost is told once, too', async () => {
    const file = await stock.waiting('P-1');
    const lost = item(file);
    await stock.confirm(confirmation(lost));
    await stock.withdraw(withdrawal(lost));
    const event = withdrawn({ ...allocated(file), allocationId: lost.itemKey }, '1.0000', 'not-answered');
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, event);
    expect(keys(await bench.get(file.id)).filter((key) => key === 'part_to_order')).toHaveLength(2);
  });
});

describe('ST-13 ST-24 what a file was billed without goes back to stock', () => {
  const give = (given: PartAllocated) => bench.tell('part-allocated', PartAllocatedMessage, given);
  const take = (given: PartAllocated, quantity: string, reason: string, messageId = id()) =>
    bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, withdrawn(given, quantity, reason), { messageId });

  /** A file of one line of three, all of which waited and came, used in part and given to billing. */
  async function billing() {
    const { id: fileId } = await bench.file();
    const line = { kind: 'part', reference: 'P-1', quantity: '3', unitPrice: '', payer: '', offStock: false, discount: '', note: '' }; // prettier-ignore
    const file = await bench.client.addFileLines({ fileId, lines: [line] }, await bench.as());
    await stock.need(file, lineOf(file));
    const given = { ...allocated(file), quantity: '3.0000' };
    await give(given);
    const used = [{ lineId: lineOf(file), quantity: '1' }];
    await bench.client.finishFile({ fileId, used }, await bench.as());
    await bench.client.billFile({ fileId, handBack: false }, await bench.as());
    return { file, given };
  }
  const shown = async (file: InterventionFile) => {
    const { state, lines, statuses } = await bench.get(file.id);
    return {
      state,
      held: lines[0]?.quantityAllocated,
      asked: statuses.filter(({ key }) => key === 'part_to_order').length,
    };
  };
  /** Billing refuses, and the file is opened again by one more line. */
  async function openedAgain(file: InterventionFile) {
    await bench.answer('file-to-invoice', CheckFileDocumentsMessage, file.id, 'billing.document.account-missing');
    return bench.addLines(file.id, 'S-1');
  }

  it('it shows what it used, once, and no part is to order', async () => {
    const { file, given } = await billing();
    const messageId = id();
    for (let i = 0; i < 2; i++) await take(given, '2.0000', 'not-used', messageId);
    expect(await shown(file)).toEqual({ state: 'billing', held: '1.0000', asked: 1 });
  });

  it('a part that goes elsewhere while the file is being billed calls for none either', async () => {
    const { file, given } = await billing();
    await take(given, '3.0000', 'stock-corrected');
    expect(await shown(file)).toEqual({ state: 'billing', held: '0.0000', asked: 1 });
  });

  it.each([
    ['before', ['not-used', 'anew']],
    ['after', ['anew', 'not-used']],
  ])('refused by billing it holds again what it gets anew, told %s that it gave it up', async (_when, told) => {
    const { file, given } = await billing();
    const anew = { ...allocated(file), quantity: '2.0000' };
    for (const what of told) await (what === 'anew' ? give(anew) : take(given, '2.0000', 'not-used'));
    await openedAgain(file);
    expect(await shown(file)).toEqual({ state: 'open', held: '3.0000', asked: 1 });
    // Opened again it asks for what stock takes back from it, and tells of what comes for it anew.
    await take(anew, '2.0000', 'stock-corrected');
    expect(await shown(file)).toEqual({ state: 'open', held: '1.0000', asked: 2 });
    await give({ ...anew, allocationId: id() });
    expect(await shown(file)).toEqual({ state: 'open', held: '3.0000', asked: 2 });
    expect(await stock.told(file, 'parts_received')).toHaveLength(2);
  });

  it('opened again before it is told, it still calls for no part: the customer hears nothing twice', async () => {
    const { file, given } = await billing();
    await openedAgain(file);
    await take(given, '2.0000', 'not-used');
    expect(await shown(file)).toEqual({ state: 'open', held: '1.0000', asked: 1 });
    await give({ ...allocated(file), quantity: '2.0000' });
    expect(await shown(file)).toEqual({ state: 'open', held: '3.0000', asked: 1 });
    expect(await stock.told(file, 'parts_received')).toHaveLength(1);
  });
});
