import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  ConfirmFileAllocationsMessage,
  InterventionFileStatusAddedMessage,
  NeedRaisedMessage,
  PartAllocatedMessage,
  PartExhaustedMessage,
  SupplierOrderPlacedMessage,
  WithdrawFileAllocationsMessage,
} from '@navette/contracts';
import type { ConfirmFileAllocations, WithdrawFileAllocations } from '@navette/contracts/interventions/v1/commands';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { NeedRaised, PartAllocated, SupplierOrderPlaced } from '@navette/contracts/stock/v1/events';
import { systemClock } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { Bench, elsewhere, id, keys, partId } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const DONE = 'done';
const CANCELLED = 'interventions.file-line.cancelled';
const ORIGIN = 'intervention_file';

const lineOf = (file: InterventionFile, i = 0) => file.lines[i]?.id as string;

/** An open file with these parts, all of which waited for the supplier. */
async function waiting(...references: string[]): Promise<InterventionFile> {
  const file = await bench.addLines((await bench.file()).id, ...references);
  for (const line of file.lines) await need(file, line.id);
  return bench.get(file.id);
}

function need(file: InterventionFile, needId: string, free = '0.0000'): Promise<void> {
  const message = NeedRaised.fromPartial({
    needId,
    originKind: ORIGIN,
    originId: file.id,
    quantity: '1.0000',
    waiting: free === '0.0000' ? '1.0000' : '0.0000',
    allocated: free,
  });
  return bench.tell('need-raised', NeedRaisedMessage, message);
}

type Item = ConfirmFileAllocations['items'][number];
const item = (file: InterventionFile, i = 0, quantity = '1.0000'): Item => ({
  itemKey: id(),
  fileId: file.id,
  lineId: lineOf(file, i),
  partId: partId('P-1'),
  quantity,
});

const request = () => ({ sagaId: id(), requestId: id() });
const confirmation = (...items: Item[]): ConfirmFileAllocations => ({ request: request(), items });
const withdrawal = (...items: Item[]): WithdrawFileAllocations => ({ request: request(), items });
const confirm = (command: ConfirmFileAllocations, said: object = {}) =>
  bench.ask('confirm-file-allocations', ConfirmFileAllocationsMessage, command, said);
const withdraw = (command: WithdrawFileAllocations, said: object = {}) =>
  bench.ask('withdraw-file-allocations', WithdrawFileAllocationsMessage, command, said);

function allocated(file: InterventionFile, i = 0, allocationId = id()): PartAllocated {
  return PartAllocated.fromPartial({
    allocationId,
    needId: lineOf(file, i),
    originKind: ORIGIN,
    originId: file.id,
    quantity: '1.0000',
  });
}

const told = async (file: InterventionFile, key: string) =>
  bench.heard(InterventionFileStatusAddedMessage, (status) => status.fileId === file.id && status.key === key);

describe('ST-24 allocations are confirmed', () => {
  it('once each: the line has its part, the arrival stands in the timeline', async () => {
    const file = await waiting('P-1');
    const arrived = item(file);
    const at = systemClock.now();
    expect(await confirm(confirmation(arrived), { at })).toEqual({ [arrived.itemKey]: DONE });
    const after = await bench.get(file.id);
    expect(after.lines[0]).toMatchObject({ quantity: '1.0000', quantityAllocated: '1.0000' });
    expect(after.arrivals).toEqual([
      {
        allocationId: arrived.itemKey,
        lineId: arrived.lineId,
        quantity: '1.0000',
        at: at.toString(),
        state: 'confirmed',
      },
    ]);
  });

  it('and the same is answered when asked again, under another message id or the same', async () => {
    const file = await waiting('P-1');
    const command = confirmation(item(file), item(file, 0));
    const gone = { ...item(file), lineId: id() };
    const mixed = { ...command, items: [...command.items, gone] };
    const first = await confirm(mixed);
    expect(await confirm(mixed)).toEqual(first);
    const messageId = id();
    for (let i = 0; i < 2; i++) await confirm(mixed, { messageId });
    expect(Object.values(first)).toEqual([DONE, DONE, 'interventions.file-line.not-found']);
    // Once for the first, once for the second message, once for the two that are one.
    expect(await bench.answers(command.request?.requestId ?? '')).toHaveLength(3);
    expect((await bench.get(file.id)).lines[0]?.quantityAllocated).toBe('2.0000');
    expect(await told(file, 'parts_received')).toHaveLength(1);
  });

  it('or declined by what was cancelled, each item by itself', async () => {
    const [alive, half, dead] = [await waiting('P-1'), await waiting('P-1', 'P-2'), await waiting('P-1')];
    await bench.client.cancelFileLine({ fileId: half.id, lineId: lineOf(half, 1) }, await bench.as());
    await bench.client.cancelFile({ fileId: dead.id, reason: 'Appareil repris' }, await bench.as());
    const items = [item(alive), item(half, 0), item(half, 1), item(dead)];
    const outcomes = await confirm(confirmation(...items));
    expect(items.map(({ itemKey }) => outcomes[itemKey])).toEqual([DONE, DONE, CANCELLED, CANCELLED]);
    expect(keys(await bench.get(alive.id))).toContain('parts_received');
    expect((await bench.get(dead.id)).arrivals).toEqual([]);
  });

  it('and stay so when their line is cancelled afterwards: the question asked again has its first answer', async () => {
    const file = await waiting('P-1');
    const command = confirmation(item(file));
    const first = await confirm(command);
    await bench.client.cancelFileLine({ fileId: file.id, lineId: lineOf(file) }, await bench.as());
    expect(await confirm(command)).toEqual(first);
  });

  it('for a hundred files in one command', async () => {
    const file = await waiting('P-1');
    const { rows } = await bench.service.admin.query<{ id: string; line: string }>(
      `with f as (
         insert into intervention_file select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(),
           'number', f.number || '-' || n, 'mission_order_id', null))).*
         from intervention_file f, generate_series(1, 99) n where f.id = $1 returning *)
       select f.id, gen_random_uuid() as line from f`,
      [file.id],
    );
    await bench.service.admin.query(
      `insert into file_line (station_id, id, file_id, kind, item_id, reference, designation, quantity, unit_price, discount,
         payer, state, off_stock, waited, needs_round, ventilation_code, vat_category)
       select l.station_id, x.line, x.id, l.kind, l.item_id, l.reference, l.designation, l.quantity, l.unit_price, l.discount,
         l.payer, l.state, l.off_stock, l.waited, l.needs_round, l.ventilation_code, l.vat_category
       from file_line l, unnest($2::uuid[], $3::uuid[]) as x (id, line) where l.file_id = $1`,
      [file.id, rows.map((row) => row.id), rows.map(({ line }) => line)],
    );
    const items = [item(file), ...rows.map((row) => ({ ...item(file), fileId: row.id, lineId: row.line }))];
    const started = performance.now();
    const outcomes = await confirm(confirmation(...items));
    expect(Object.values(outcomes)).toEqual(items.map(() => DONE));
    expect(performance.now() - started).toBeLessThan(2_000);
    const { rows: statuses } = await bench.service.admin.query(
      `select count(*)::int as n, count(distinct file_id)::int as files from file_status s join status_code c using (code)
       where c.key = 'parts_received' and file_id = any ($1)`,
      [[file.id, ...rows.map((row) => row.id)]],
    );
    expect(statuses).toEqual([{ n: 100, files: 100 }]);
  });

  it('not by another station: its ids are nobody’s', async () => {
    const file = await waiting('P-1');
    const arrived = item(file);
    expect(await confirm(confirmation(arrived), { tenant: elsewhere })).toEqual({
      [arrived.itemKey]: 'interventions.file-line.not-found',
    });
    expect(await withdraw(withdrawal(arrived), { tenant: elsewhere })).toEqual({ [arrived.itemKey]: DONE });
    expect(await confirm(confirmation(arrived))).toEqual({ [arrived.itemKey]: DONE });
  });
});

describe('ST-24 allocations are withdrawn', () => {
  it('and a withdrawal that overtakes its confirmation is found by it', async () => {
    const file = await waiting('P-1');
    const arrived = item(file);
    expect(await withdraw(withdrawal(arrived))).toEqual({ [arrived.itemKey]: DONE });
    expect(await confirm(confirmation(arrived))).toEqual({ [arrived.itemKey]: 'interventions.allocation.withdrawn' });
    const after = await bench.get(file.id);
    expect(after.lines[0]?.quantityAllocated).toBe('0.0000');
    expect(after.arrivals).toEqual([]);
    expect(keys(after)).not.toContain('parts_received');
  });

  it('then the file waits again, and is told again when its parts come', async () => {
    const file = await waiting('P-1');
    const voided = item(file);
    await confirm(confirmation(voided));
    for (let i = 0; i < 2; i++) await withdraw(withdrawal(voided));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order', 'parts_received', 'part_to_order']);
    await confirm(confirmation(item(file)));
    const after = await bench.get(file.id);
    expect(keys(after).at(-1)).toBe('parts_received');
    expect(after.arrivals.map(({ state }) => state)).toEqual(['withdrawn', 'confirmed']);
    expect(await told(file, 'parts_received')).toHaveLength(2);
  });

  it('without a word to a file that still waited for others', async () => {
    const file = await waiting('P-1', 'P-2');
    const arrived = item(file);
    await confirm(confirmation(arrived));
    await withdraw(withdrawal(arrived));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order']);
  });
});

describe('IN-22 spare part ordered, received', () => {
  it('comes when the last open need is allocated, not before', async () => {
    const file = await waiting('P-1', 'P-2', 'S-1');
    await confirm(confirmation(item(file, 0)));
    expect(keys(await bench.get(file.id))).not.toContain('parts_received');
    await confirm(confirmation(item(file, 1)));
    const after = await bench.get(file.id);
    expect(after.statuses.at(-1)).toMatchObject({ code: 206, key: 'parts_received', by: 'system' });
    const [status] = await told(file, 'parts_received');
    expect(status).toMatchObject({
      fileNumber: file.number,
      consumerPartyId: file.consumerPartyId,
      productCategory: 'Toaster',
      productBrand: 'Unknown',
    });
  });

  it('comes once when the last two parts arrive at the same time', async () => {
    const file = await waiting('P-1', 'P-2');
    const { admin } = bench.service;
    // Both transactions are held where they end, so that neither sees what the other wrote.
    await admin.query('begin; lock table audit in exclusive mode');
    // One aggregate is handled in order: these are two, in lanes of their own.
    const both = ['a', 'b'].map((aggregateId, i) => confirm(confirmation(item(file, i)), { aggregateId }));
    await eventually(async () => {
      const { rows } = await admin.query<{ n: number }>(
        `select count(distinct l.pid)::int as n from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where a.datname = current_database() and not l.granted`,
      );
      return rows[0]?.n === 2 ? true : undefined;
    }).finally(() => admin.query('commit'));
    await Promise.all(both);
    expect(await told(file, 'parts_received')).toHaveLength(1);
    const after = await bench.get(file.id);
    expect(after.lines.map(({ quantityAllocated }) => quantityAllocated)).toEqual(['1.0000', '1.0000']);
  });

  it('comes also when the word that a part was missing arrives after the part', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    await bench.tell('part-allocated', PartAllocatedMessage, allocated(file));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened']);
    await need(file, lineOf(file));
    expect(keys(await bench.get(file.id)).sort()).toEqual(['file_opened', 'part_to_order', 'parts_received']);
  });

  it('comes anew for a need that was added later', async () => {
    const file = await waiting('P-1');
    await confirm(confirmation(item(file)));
    const more = await bench.addLines(file.id, 'P-2');
    await need(more, lineOf(more, 1));
    await confirm(confirmation(item(more, 1)));
    expect(keys(await bench.get(file.id))).toEqual([
      'file_opened',
      'part_to_order',
      'parts_received',
      'part_to_order',
      'parts_received',
    ]);
  });

  it('comes when what was still missing is cancelled', async () => {
    const file = await waiting('P-1', 'P-2');
    await confirm(confirmation(item(file)));
    await bench.client.cancelFileLine({ fileId: file.id, lineId: lineOf(file, 1) }, await bench.as());
    expect(keys(await bench.get(file.id)).at(-1)).toBe('parts_received');
  });

  it('does not come to a file that waited for nothing: its parts were in stock', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    await need(file, lineOf(file), '1.0000');
    await bench.tell('part-allocated', PartAllocatedMessage, allocated(file));
    const after = await bench.get(file.id);
    expect(after.lines[0]?.quantityAllocated).toBe('1.0000');
    expect(keys(after)).toEqual(['file_opened']);
  });

  it('does not come before the whole quantity', async () => {
    const { id: fileId } = await bench.file();
    const line = { kind: 'part', reference: 'P-1', quantity: '2.5', unitPrice: '', payer: '', offStock: false };
    const file = await bench.client.addFileLines({ fileId, lines: [line] }, await bench.as());
    await confirm(confirmation(item(file, 0, '2.0000')));
    expect(keys(await bench.get(fileId))).not.toContain('parts_received');
    await confirm(confirmation(item(file, 0, '0.5000')));
    expect(keys(await bench.get(fileId))).toContain('parts_received');
  });
});

describe('IN-22 part to order, spare parts ordered, part exhausted', () => {
  it('says once for all lines saved together that a part is to order', async () => {
    const file = await waiting('P-1', 'P-2');
    expect(keys(file)).toEqual(['file_opened', 'part_to_order']);
    expect(await told(file, 'part_to_order')).toHaveLength(1);
  });

  it('puts 205 on each file of a supplier order, once, with its number', async () => {
    const files = [await waiting('P-1', 'P-2'), await waiting('P-1')];
    const cancelled = await waiting('P-1');
    await bench.client.cancelFile({ fileId: cancelled.id, reason: 'Sans suite' }, await bench.as());
    const needs = [...files, cancelled].flatMap((file) =>
      file.lines.map(({ id: needId }) => ({ needId, originKind: ORIGIN, originId: file.id, quantity: '1.0000' })),
    );
    const other = { needId: id(), originKind: 'customer_order', originId: id(), quantity: '1.0000' };
    const order = SupplierOrderPlaced.fromPartial({
      orderId: id(),
      number: 'LIL-CF-2026-000007',
      lines: [{ needs: needs.slice(0, 2) }, { needs: [...needs.slice(2), other] }],
    });
    for (let i = 0; i < 2; i++) await bench.tell('supplier-order-placed', SupplierOrderPlacedMessage, order);
    for (const file of files) {
      expect((await bench.get(file.id)).statuses.filter(({ code }) => code === 205)).toMatchObject([
        { key: 'parts_ordered', comment: 'LIL-CF-2026-000007' },
      ]);
    }
    expect(keys(await bench.get(cancelled.id))).not.toContain('parts_ordered');
    await bench.tell('supplier-order-placed', SupplierOrderPlacedMessage, { ...order, orderId: id() });
    expect(await told(files[0] as InterventionFile, 'parts_ordered')).toHaveLength(2);
  });

  it('names the part that a supplier will not send', async () => {
    const file = await waiting('P-1', 'P-2');
    const exhausted = {
      partId: partId('P-2'),
      orderId: id(),
      needs: [{ needId: lineOf(file, 1), originKind: ORIGIN, originId: file.id }],
    };
    for (let i = 0; i < 2; i++) await bench.tell('part-exhausted', PartExhaustedMessage, exhausted);
    expect((await bench.get(file.id)).statuses.at(-1)).toMatchObject({ key: 'part_exhausted', comment: 'P-2' });
    expect(await told(file, 'part_exhausted')).toHaveLength(1);
  });
});

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
    const start = systemClock.now().add({ seconds: 60 });
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
        () => confirm(first, at(3)),
        () => confirm(second, at(4)),
      ];
    };
    const open = async () => bench.addLines((await bench.file()).id, 'P-1', 'P-2');
    const told = [await open(), await open(), await open(), await open()] as const;
    const orders: [InterventionFile, number[]][] = [
      [told[0], [0, 1, 2, 3, 4, 5]],
      [told[1], [5, 4, 3, 2, 1, 0]],
      [told[2], [4, 0, 5, 2, 1, 3, 0, 4, 5, 3, 2, 1]],
      [told[3], [2, 5, 1, 4, 3, 0, 5, 5]],
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
    };
    await bench.tell('part-allocated', PartAllocatedMessage, unknown);
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, unknown);
  });

  it('count what stock took back in part, whether it is told before or after', async () => {
    const { id: fileId } = await bench.file();
    const line = { kind: 'part', reference: 'P-1', quantity: '3', unitPrice: '', payer: '', offStock: false };
    const file = await bench.client.addFileLines({ fileId, lines: [line, line] }, await bench.as());
    for (const [i, allocatedFirst] of [true, false].entries()) {
      const given = { ...allocated(file, i), quantity: '3.0000' };
      const said = [
        () => bench.tell('part-allocated', PartAllocatedMessage, given),
        () => bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, { ...given, quantity: '1.0000' }),
        () => bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, { ...given, quantity: '0.5000' }),
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
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, given);
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order']);
    await bench.tell('part-allocated', PartAllocatedMessage, allocated(file));
    expect(keys(await bench.get(file.id)).at(-1)).toBe('parts_received');
  });

  it('take back a part from stock, too', async () => {
    const file = await waiting('P-1');
    const free = allocated(file);
    await bench.tell('part-allocated', PartAllocatedMessage, free);
    expect(keys(await bench.get(file.id)).at(-1)).toBe('parts_received');
    await bench.tell('allocation-withdrawn', AllocationWithdrawnMessage, free);
    await bench.tell('part-allocated', PartAllocatedMessage, free);
    const after = await bench.get(file.id);
    expect(after.lines[0]?.quantityAllocated).toBe('0.0000');
    expect(keys(after).at(-1)).toBe('part_to_order');
  });
});

describe('IN-22 the database holds', () => {
  it('a status once per cause, an allocation once, and to a line of its own file', async () => {
    const [file, other] = [await waiting('P-1'), await waiting('P-1')];
    await confirm(confirmation(item(file)));
    const { admin } = bench.service;
    await expect(
      admin.query('insert into file_status select station_id, gen_random_uuid(), file_id, code, cause, at, set_by, comment from file_status where file_id = $1', [file.id]), // prettier-ignore
    ).rejects.toThrow('file_status_station_id_file_id_code_cause_key');
    await expect(
      admin.query('insert into file_allocation (station_id, allocation_id, file_id, line_id, quantity, arrived_at, cut) select station_id, allocation_id, file_id, line_id, quantity, arrived_at, cut from file_allocation where file_id = $1', [file.id]), // prettier-ignore
    ).rejects.toThrow('file_allocation_pkey');
    await expect(
      admin.query('update file_allocation set file_id = $2 where file_id = $1', [file.id, other.id]),
    ).rejects.toThrow('foreign key');
  });
});
