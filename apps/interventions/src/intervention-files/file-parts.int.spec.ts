import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  InterventionFileChangedMessage,
  PartAllocatedMessage,
  PartExhaustedMessage,
  SupplierOrderPlacedMessage,
} from '@navette/contracts';
import type { SagaRequest } from '@navette/contracts/common/v1/common';
import type { ConfirmFileAllocations } from '@navette/contracts/interventions/v1/commands';
import type { InterventionFile } from '@navette/contracts/interventions/v1/service';
import { SupplierOrderPlaced } from '@navette/contracts/stock/v1/events';
import { systemClock } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { Bench, elsewhere, id, keys, partId } from '../test/bench.helper.js';
import { allocated, confirmation, item, lineOf, ORIGIN, StockTalk, withdrawal } from '../test/stock-talk.helper.js';

let bench: Bench;
let stock: StockTalk;

beforeAll(async () => {
  bench = await Bench.start();
  stock = new StockTalk(bench);
});
afterAll(() => bench.stop());

const DONE = 'done';
const CANCELLED = 'interventions.file-line.cancelled';

describe('ST-24 allocations are confirmed', () => {
  it('once each: the line has its part, the arrival stands in the timeline', async () => {
    const file = await stock.waiting('P-1');
    const arrived = item(file);
    const at = systemClock.now();
    expect(await stock.confirm(confirmation(arrived), { at })).toEqual({ [arrived.itemKey]: DONE });
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
    const file = await stock.waiting('P-1');
    const command = confirmation(item(file), item(file, 0));
    const gone = { ...item(file), lineId: id() };
    const mixed = { ...command, items: [...command.items, gone] };
    const first = await stock.confirm(mixed);
    expect(await stock.confirm(mixed)).toEqual(first);
    const messageId = id();
    for (let i = 0; i < 2; i++) await stock.confirm(mixed, { messageId });
    expect(Object.values(first)).toEqual([DONE, DONE, 'interventions.file-line.not-found']);
    // Once for the first, once for the second message, once for the two that are one.
    expect(await bench.answers(command.request?.requestId ?? '')).toHaveLength(3);
    expect((await bench.get(file.id)).lines[0]?.quantityAllocated).toBe('2.0000');
    expect(await stock.told(file, 'parts_received')).toHaveLength(1);
  });

  it('or declined by what was cancelled, each item by itself', async () => {
    const [alive, half, dead] = [
      await stock.waiting('P-1'),
      await stock.waiting('P-1', 'P-2'),
      await stock.waiting('P-1'),
    ];
    await bench.client.cancelFileLine({ fileId: half.id, lineId: lineOf(half, 1) }, await bench.as());
    await bench.client.cancelFile({ fileId: dead.id, reason: 'Appareil repris' }, await bench.as());
    const items = [item(alive), item(half, 0), item(half, 1), item(dead)];
    const outcomes = await stock.confirm(confirmation(...items));
    expect(items.map(({ itemKey }) => outcomes[itemKey])).toEqual([DONE, DONE, CANCELLED, CANCELLED]);
    expect(keys(await bench.get(alive.id))).toContain('parts_received');
    expect((await bench.get(dead.id)).arrivals).toEqual([]);
  });

  it('and stay so when their line is cancelled afterwards: the question asked again has its first answer', async () => {
    const file = await stock.waiting('P-1');
    const command = confirmation(item(file));
    const first = await stock.confirm(command);
    await bench.client.cancelFileLine({ fileId: file.id, lineId: lineOf(file) }, await bench.as());
    expect(await stock.confirm(command)).toEqual(first);
  });

  it('for a hundred files in one command', async () => {
    const file = await stock.waiting('P-1');
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
    const outcomes = await stock.confirm(confirmation(...items));
    expect(Object.values(outcomes)).toEqual(items.map(() => DONE));
    const { rows: statuses } = await bench.service.admin.query(
      `select count(*)::int as n, count(distinct file_id)::int as files from file_status s join status_code c using (code)
       where c.key = 'parts_received' and file_id = any ($1)`,
      [[file.id, ...rows.map((row) => row.id)]],
    );
    expect(statuses).toEqual([{ n: 100, files: 100 }]);
  });

  it('not by another station: its ids are nobody’s', async () => {
    const file = await stock.waiting('P-1');
    const arrived = item(file);
    expect(await stock.confirm(confirmation(arrived), { tenant: elsewhere })).toEqual({
      [arrived.itemKey]: 'interventions.file-line.not-found',
    });
    expect(await stock.withdraw(withdrawal(arrived), { tenant: elsewhere })).toEqual({ [arrived.itemKey]: DONE });
    expect(await stock.confirm(confirmation(arrived))).toEqual({ [arrived.itemKey]: DONE });
  });
});

describe('WE-3 who looks at a file', () => {
  it('is told of each part that comes or goes, by its status where it has a new one', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    const told = async () =>
      (await bench.heard(InterventionFileChangedMessage, ({ fileId }) => fileId === file.id)).length;
    const before = await told();
    const [first, last] = [item(file, 0), item(file, 1)];
    await stock.confirm(confirmation(first));
    expect(await told()).toBe(before + 1);
    await stock.confirm(confirmation(last));
    expect(await told()).toBe(before + 1);
    expect(await stock.told(file, 'parts_received')).toHaveLength(1);
    await stock.withdraw(withdrawal(last));
    await stock.withdraw(withdrawal(first));
    expect(await told()).toBe(before + 2);
  });
});

describe('ST-24 a question that its saga has given up', () => {
  const GIVEN_UP = 'platform.saga.given-up';
  const by = (command: ConfirmFileAllocations, minutes: number): ConfirmFileAllocations => {
    const answerBy = systemClock.now().add({ minutes }).toString();
    return { ...command, request: { ...(command.request as SagaRequest), answerBy } };
  };

  it('has no effect on a file that comes back late: no part, no status, no mail; then it is withdrawn', async () => {
    const file = await stock.waiting('P-1');
    const before = await bench.get(file.id);
    const command = confirmation(item(file));
    const key = command.items[0]?.itemKey as string;
    for (let i = 0; i < 2; i++) expect(await stock.confirm(by(command, -1))).toEqual({ [key]: GIVEN_UP });
    expect(await bench.get(file.id)).toEqual(before);
    expect(await stock.told(file, 'parts_received')).toEqual([]);
    expect(await stock.withdraw(withdrawal(...command.items))).toEqual({ [key]: DONE });
    expect(await stock.confirm(by(command, -1))).toEqual({ [key]: 'interventions.allocation.withdrawn' });
    expect((await bench.get(file.id)).statuses).toEqual(before.statuses);
  });

  it('is answered as before where it was answered in time, and with the reason where nobody wants the part', async () => {
    const [file, dead] = [await stock.waiting('P-1'), await stock.waiting('P-1')];
    await bench.client.cancelFile({ fileId: dead.id, reason: 'Sans suite' }, await bench.as());
    const command = confirmation(item(file));
    const [known, unwanted, late] = [command.items[0] as ReturnType<typeof item>, item(dead), item(file)];
    expect(await stock.confirm(by(command, 1))).toEqual({ [known.itemKey]: DONE });
    expect(await stock.confirm(by({ ...command, items: [known, unwanted, late] }, -1))).toEqual({
      [known.itemKey]: DONE,
      [unwanted.itemKey]: CANCELLED,
      [late.itemKey]: GIVEN_UP,
    });
    expect((await bench.get(file.id)).lines[0]?.quantityAllocated).toBe('1.0000');
  });
});

describe('ST-24 allocations are withdrawn', () => {
  it('and a withdrawal that overtakes its confirmation is found by it', async () => {
    const file = await stock.waiting('P-1');
    const arrived = item(file);
    expect(await stock.withdraw(withdrawal(arrived))).toEqual({ [arrived.itemKey]: DONE });
    expect(await stock.confirm(confirmation(arrived))).toEqual({
      [arrived.itemKey]: 'interventions.allocation.withdrawn',
    });
    const after = await bench.get(file.id);
    expect(after.lines[0]?.quantityAllocated).toBe('0.0000');
    expect(after.arrivals).toEqual([]);
    expect(keys(after)).not.toContain('parts_received');
  });

  it('then the file waits again, and is told again when its parts come', async () => {
    const file = await stock.waiting('P-1');
    const voided = item(file);
    await stock.confirm(confirmation(voided));
    for (let i = 0; i < 2; i++) await stock.withdraw(withdrawal(voided));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order', 'parts_received', 'part_to_order']);
    await stock.confirm(confirmation(item(file)));
    const after = await bench.get(file.id);
    expect(keys(after).at(-1)).toBe('parts_received');
    expect(after.arrivals.map(({ state }) => state)).toEqual(['withdrawn', 'confirmed']);
    expect(await stock.told(file, 'parts_received')).toHaveLength(2);
  });

  it('without a word to a file that still waited for others', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    const arrived = item(file);
    await stock.confirm(confirmation(arrived));
    await stock.withdraw(withdrawal(arrived));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened', 'part_to_order']);
  });
});

describe('IN-22 spare part ordered, received', () => {
  it('comes when the last open need is allocated, not before', async () => {
    const file = await stock.waiting('P-1', 'P-2', 'S-1');
    await stock.confirm(confirmation(item(file, 0)));
    expect(keys(await bench.get(file.id))).not.toContain('parts_received');
    await stock.confirm(confirmation(item(file, 1)));
    const after = await bench.get(file.id);
    expect(after.statuses.at(-1)).toMatchObject({ code: 206, key: 'parts_received', by: 'system' });
    const [status] = await stock.told(file, 'parts_received');
    expect(status).toMatchObject({
      fileNumber: file.number,
      consumerPartyId: file.consumerPartyId,
      productCategory: 'Toaster',
      productBrand: 'Unknown',
    });
  });

  it('comes once when the last two parts arrive at the same time', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    const { admin } = bench.service;
    // Both transactions are held where they end, so that neither sees what the other wrote.
    await admin.query('begin; lock table audit in exclusive mode');
    // One aggregate is handled in order: these are two, in lanes of their own.
    const both = ['a', 'b'].map((aggregateId, i) => stock.confirm(confirmation(item(file, i)), { aggregateId }));
    await eventually(async () => {
      // Else the transaction would go on seeing who was there at the first look.
      await admin.query('select pg_stat_clear_snapshot()');
      const { rows } = await admin.query<{ n: number }>(
        `select count(distinct l.pid)::int as n from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where a.datname = current_database() and not l.granted`,
      );
      return rows[0]?.n === 2 ? true : undefined;
    }).finally(() => admin.query('commit'));
    await Promise.all(both);
    expect(await stock.told(file, 'parts_received')).toHaveLength(1);
    const after = await bench.get(file.id);
    expect(after.lines.map(({ quantityAllocated }) => quantityAllocated)).toEqual(['1.0000', '1.0000']);
  });

  it('comes also when the word that a part was missing arrives after the part', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    await bench.tell('part-allocated', PartAllocatedMessage, allocated(file));
    expect(keys(await bench.get(file.id))).toEqual(['file_opened']);
    await stock.need(file, lineOf(file));
    expect(keys(await bench.get(file.id)).sort()).toEqual(['file_opened', 'part_to_order', 'parts_received']);
  });

  it('comes anew for a need that was added later', async () => {
    const file = await stock.waiting('P-1');
    await stock.confirm(confirmation(item(file)));
    const more = await bench.addLines(file.id, 'P-2');
    await stock.need(more, lineOf(more, 1));
    await stock.confirm(confirmation(item(more, 1)));
    expect(keys(await bench.get(file.id))).toEqual([
      'file_opened',
      'part_to_order',
      'parts_received',
      'part_to_order',
      'parts_received',
    ]);
  });

  it('comes when what was still missing is cancelled', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    await stock.confirm(confirmation(item(file)));
    await bench.client.cancelFileLine({ fileId: file.id, lineId: lineOf(file, 1) }, await bench.as());
    expect(keys(await bench.get(file.id)).at(-1)).toBe('parts_received');
  });

  it('does not come to a file that waited for nothing: its parts were in stock', async () => {
    const file = await bench.addLines((await bench.file()).id, 'P-1');
    await stock.need(file, lineOf(file), '1.0000');
    await bench.tell('part-allocated', PartAllocatedMessage, allocated(file));
    const after = await bench.get(file.id);
    expect(after.lines[0]?.quantityAllocated).toBe('1.0000');
    expect(keys(after)).toEqual(['file_opened']);
  });

  it('does not come before the whole quantity', async () => {
    const { id: fileId } = await bench.file();
    const line = {
      kind: 'part',
      reference: 'P-1',
      quantity: '2.5',
      unitPrice: '',
      payer: '',
      offStock: false,
      discount: '',
      note: '',
    };
    const file = await bench.client.addFileLines({ fileId, lines: [line] }, await bench.as());
    await stock.confirm(confirmation(item(file, 0, '2.0000')));
    expect(keys(await bench.get(fileId))).not.toContain('parts_received');
    await stock.confirm(confirmation(item(file, 0, '0.5000')));
    expect(keys(await bench.get(fileId))).toContain('parts_received');
  });
});

describe('IN-22 part to order, spare parts ordered, part exhausted', () => {
  it('says once for all lines saved together that a part is to order', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    expect(keys(file)).toEqual(['file_opened', 'part_to_order']);
    expect(await stock.told(file, 'part_to_order')).toHaveLength(1);
  });

  it('puts 205 on each file of a supplier order, once, with its number', async () => {
    const files = [await stock.waiting('P-1', 'P-2'), await stock.waiting('P-1')];
    const cancelled = await stock.waiting('P-1');
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
    expect(await stock.told(files[0] as InterventionFile, 'parts_ordered')).toHaveLength(2);
  });

  it('names the part that a supplier will not send', async () => {
    const file = await stock.waiting('P-1', 'P-2');
    const exhausted = {
      partId: partId('P-2'),
      orderId: id(),
      needs: [{ needId: lineOf(file, 1), originKind: ORIGIN, originId: file.id }],
    };
    for (let i = 0; i < 2; i++) await bench.tell('part-exhausted', PartExhaustedMessage, exhausted);
    expect((await bench.get(file.id)).statuses.at(-1)).toMatchObject({ key: 'part_exhausted', comment: 'P-2' });
    expect(await stock.told(file, 'part_exhausted')).toHaveLength(1);
  });
});

describe('IN-22 the database holds', () => {
  it('a status once per cause, an allocation once, and to a line of its own file', async () => {
    const [file, other] = [await stock.waiting('P-1'), await stock.waiting('P-1')];
    await stock.confirm(confirmation(item(file)));
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
