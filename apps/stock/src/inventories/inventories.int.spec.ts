import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  InventoryClosedMessage,
  InventoryOpenedMessage,
  PartAllocatedMessage,
  AllocationWithdrawnMessage,
  StockMovedMessage,
} from '@navette/contracts';
import { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import {
  ChangeInventoryScopeRequest,
  ListInventoriesRequest,
  ListInventoryLinesRequest,
  OpenInventoryRequest,
  SetInventoryLinesRequest,
  type Inventory,
  type InventoryLine,
} from '@navette/contracts/stock/v1/inventories';
import { CatalogueEntry, type Part } from '@navette/contracts/stock/v1/service';
import { ConsumePartsMessage } from '@navette/contracts';
import { sortsWithoutIndex } from '@navette/testing';
import { inventoryList } from './inventory.list.js';
import { Bench, elsewhere, here, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

/** An inventory of these parts. */
async function open(parts: readonly Part[], more: object = {}): Promise<Inventory> {
  const scope = { kind: 'selection', partIds: parts.map((part) => part.id) };
  return bench.client.openInventory(OpenInventoryRequest.fromPartial({ scope, ...more }), await bench.as());
}

async function linesOf({ id: inventoryId }: Inventory, query: object = {}): Promise<InventoryLine[]> {
  const request = ListInventoryLinesRequest.fromPartial({ inventoryId, query });
  return (await bench.client.listInventoryLines(request, await bench.as())).lines;
}

type Cell = { counted?: string; ticked?: boolean; reasonId?: string };

/** Enters cells by part. */
async function enter(inventory: Inventory, cells: readonly [Part, Cell][]): Promise<Inventory> {
  const lines = await linesOf(inventory);
  const lineOf = (part: Part) => lines.find(({ partId }) => partId === part.id)?.id ?? '';
  const given = cells.map(([part, cell]) => ({ lineId: lineOf(part), ...cell }));
  const request = SetInventoryLinesRequest.fromPartial({ inventoryId: inventory.id, lines: given });
  return bench.client.setInventoryLines(request, await bench.as());
}

const validate = async ({ id: inventoryId, version }: Inventory) =>
  bench.client.validateInventory({ id: inventoryId, expectedVersion: version }, await bench.as());
const cancel = async ({ id: inventoryId, version }: Inventory) =>
  bench.client.cancelInventory({ id: inventoryId, expectedVersion: version }, await bench.as());
const counted = (quantity: number | string): Cell => ({ counted: String(quantity), ticked: true });

/** A part with so many on hand. */
async function stocked(quantity: number, overrides: Partial<Part> = {}): Promise<Part> {
  const part = await bench.part(overrides);
  if (quantity !== 0) await bench.correct(part, quantity);
  return part;
}

const movements = (part: Part) =>
  bench.rows<{ kind: string; quantity: string; value: string; reason: string }>(
    'select kind, trim_scale(quantity) as quantity, value, reason from stock_movement where part_id = $1 order by seq',
    [part.id],
  );

async function location(code: string): Promise<string> {
  const entry = CatalogueEntry.fromPartial({ kind: 'storage_location', code, label: code, active: true });
  return (await bench.client.createCatalogueEntry({ entry }, await bench.as())).id;
}

describe('ST-14 ST-19 E-082 what an inventory counts', () => {
  it('counts what has stock, what is located at 0 too, or what was chosen; goods alone, each once', async () => {
    const place = await location(`Z${id().slice(-6)}`.toUpperCase());
    const [some, below, empty, located] = [
      await stocked(2),
      await stocked(-1),
      await stocked(0),
      await stocked(0, { locationId: place }),
    ];
    const service = await bench.part({ kind: 'special_item', locationId: '' });
    const partsOf = async (scope: object) => {
      const inventory = await bench.client.openInventory(OpenInventoryRequest.fromPartial({ scope }), await bench.as());
      const lines = await linesOf(inventory, { limit: 200 });
      await cancel(inventory);
      return new Set(lines.map(({ partId }) => partId));
    };
    const has = (parts: ReadonlySet<string>) => [some, below, empty, located, service].map((one) => parts.has(one.id));
    expect(has(await partsOf({ kind: 'all' }))).toEqual([true, true, true, true, false]);
    expect(has(await partsOf({ kind: 'stocked' }))).toEqual([true, true, false, false, false]);
    expect(has(await partsOf({ kind: 'stocked_and_located' }))).toEqual([true, true, false, true, false]);
    const chosen = { kind: 'selection', partIds: [empty.id, service.id], locationIds: [place] };
    expect(await partsOf(chosen)).toEqual(new Set([empty.id, located.id]));
  });

  it('takes a family, a supplier, and lays its lines out by place', async () => {
    const family = await bench.client.createCatalogueEntry(
      { entry: CatalogueEntry.fromPartial({ kind: 'part_family', label: 'Pompes', active: true }) },
      await bench.as(),
    );
    const tag = id().slice(-5).toUpperCase();
    const [far, near] = [await location(`Y${tag}`), await location(`A${tag}`)];
    const first = await stocked(1, { familyId: family.id, locationId: far });
    const second = await stocked(1, { familyId: family.id, locationId: near });
    const third = await stocked(1, { familyId: family.id });
    const scope = { kind: 'selection', familyIds: [family.id] };
    const request = OpenInventoryRequest.fromPartial({ scope, sortBy: 'location' });
    const inventory = await bench.client.openInventory(request, await bench.as());
    const lines = await linesOf(inventory);
    expect(lines.map(({ partId }) => partId)).toEqual([second.id, first.id, third.id]);
    expect(lines[0]).toMatchObject({ familyCode: family.code, locationCode: `A${tag}`, counted: '', expected: '' });
    await cancel(inventory);
  });

  it('begins with what the books say where asked, zero for what is below', async () => {
    const [some, below] = [await stocked(3), await stocked(-2)];
    const inventory = await open([some, below], { takeOverStock: true });
    const figures = (await linesOf(inventory)).map(({ partId, counted: c, difference }) => [partId, c, difference]);
    expect(new Set(figures)).toEqual(
      new Set([
        [some.id, '3.0000', '0.0000'],
        [below.id, '0.0000', '2.0000'],
      ]),
    );
    await cancel(inventory);
  });

  it('says what is not accepted', async () => {
    const ask = async (request: object) =>
      bench.client.openInventory(OpenInventoryRequest.fromPartial(request), await bench.as());
    await expect(ask({ scope: { kind: 'most' }, groupBy: 'colour', label: 'x'.repeat(81) })).rejects.toMatchObject({
      code: 'stock.inventory.invalid',
      fields: [
        { pointer: '/label', code: 'stock.inventory.too-long', params: { max: 80 } },
        { pointer: '/groupBy', code: 'stock.inventory.not-accepted' },
        {
          pointer: '/scope/kind',
          params: { accepted: ['all', 'stocked', 'stocked_and_located', 'selection', 'empty'] },
        },
      ],
    });
    await expect(ask({ scope: { kind: 'selection' } })).rejects.toMatchObject({
      fields: [{ pointer: '/scope', code: 'stock.inventory.selection-empty' }],
    });
    await expect(ask({ scope: { kind: 'selection', partIds: ['x'] } })).rejects.toMatchObject({
      fields: [{ pointer: '/scope/partIds/0', code: 'stock.inventory.id-wrong' }],
    });
    await expect(ask({ scope: { kind: 'empty' }, groupBy: 'family', takeOverStock: true })).rejects.toMatchObject({
      fields: [
        { pointer: '/groupBy', params: { accepted: ['none'] } },
        { pointer: '/takeOverStock', params: { accepted: ['false'] } },
      ],
    });
    const nothing = { scope: { kind: 'selection', partIds: [id()] } };
    await expect(ask(nothing)).rejects.toEqual(refusal('stock.inventory.nothing-to-count'));
  });

  it('is one of several, each of other parts; one that overlaps is refused and names the other', async () => {
    const [a, b, c] = [await stocked(1), await stocked(1), await stocked(1)];
    const [first, second] = [await open([a]), await open([b])];
    await expect(open([c, b])).rejects.toMatchObject({
      code: 'stock.inventory.overlaps',
      params: { reference: b.reference, number: second.number, since: second.openedAt },
    });
    const third = await open([c]);
    for (const inventory of [first, second, third]) await cancel(inventory);
    const again = await open([a, b, c]);
    await cancel(again);
  });

  it('is one of those that eight people open at once over the same parts', async () => {
    const parts = [await stocked(1), await stocked(1), await stocked(1)];
    const tried = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => open(i % 2 ? parts : parts.toReversed())),
    );
    const opened = tried.filter((one) => one.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    for (const one of tried) {
      if (one.status === 'rejected') expect(one.reason).toEqual(refusal('stock.inventory.overlaps'));
    }
    await cancel((opened[0] as PromiseFulfilledResult<Inventory>).value);
  });
});

describe('ST-14 E-082 an inventory that was opened empty', () => {
  const openEmpty = async () =>
    bench.client.openInventory(OpenInventoryRequest.fromPartial({ scope: { kind: 'empty' } }), await bench.as());
  const add = async ({ id: inventoryId }: Inventory, code: string, idempotencyKey = id()) =>
    bench.client.addInventoryLine({ inventoryId, code }, await bench.as({ idempotencyKey }));
  const seen = async ({ id: inventoryId }: Inventory) =>
    bench.client.getInventory({ id: inventoryId }, await bench.as());

  it('freezes nothing; each part that is scanned joins it and is frozen from then on, alone', async () => {
    const [first, second, third] = [await stocked(5), await stocked(3), await stocked(2)];
    const inventory = await openEmpty();
    expect(inventory).toMatchObject({ scope: { kind: 'empty' }, progress: { lines: 0 } });
    await bench.correct(first, -1);
    expect(await add(inventory, second.reference)).toMatchObject({ partId: second.id, position: 1, counted: '' });
    expect(await add(inventory, ` ${first.reference.toLowerCase()} `)).toMatchObject({ partId: first.id, position: 2 });
    for (const part of [first, second]) {
      await expect(bench.correct(part, -1)).rejects.toMatchObject({
        code: 'stock.inventory.part-counted',
        params: { reference: part.reference, number: inventory.number },
      });
    }
    await bench.correct(third, -1);
    const done = await validate(await enter(inventory, [[first, counted(4)], [second, counted(5)]])); // prettier-ignore
    expect(done).toMatchObject({ state: 'validated', postedValue: '20.00' });
    expect(await bench.level(second)).toMatchObject({ onHand: '5.0000' });
    expect(await bench.level(third)).toMatchObject({ onHand: '1.0000' });
    await bench.correct(first, -1);
    const reopened = await bench.client.reopenInventory(
      { id: done.id, expectedVersion: done.version },
      await bench.as(),
    );
    expect(await add(reopened, third.reference)).toMatchObject({ partId: third.id, position: 3 });
    await validate(await enter(reopened, [[third, counted(1)]]));
    expect(await bench.imbalances()).toEqual([]);
  });

  it('has a part once however often and by however many it is scanned; a repeated command changes nothing', async () => {
    const parts = [await stocked(1), await stocked(1), await stocked(1)];
    const inventory = await openEmpty();
    const added = await Promise.all(
      Array.from({ length: 12 }, (_, i) => add(inventory, parts[i % 3]?.reference as string)),
    );
    expect(new Set(added.map(({ id: lineId }) => lineId)).size).toBe(3);
    expect((await linesOf(inventory)).map(({ position }) => position)).toEqual([1, 2, 3]);
    const before = await seen(inventory);
    expect(before.progress).toMatchObject({ lines: 3 });
    const key = id();
    const [once, twice] = [await add(inventory, parts[0]?.reference as string, key), await add(inventory, parts[0]?.reference as string, key)]; // prettier-ignore
    expect(twice).toEqual(once);
    expect(await seen(inventory)).toEqual(before);
    await cancel(before);
    await bench.correct(parts[0] as Part, -1);
  });

  it('refuses a part that another one counts, and names that one; nothing of it stays', async () => {
    const [taken, voided] = [await stocked(1), await stocked(0)];
    const other = await open([taken]);
    const inventory = await openEmpty();
    await expect(add(inventory, taken.reference)).rejects.toMatchObject({
      code: 'stock.inventory.overlaps',
      params: { reference: taken.reference, number: other.number, since: other.openedAt },
    });
    expect(await linesOf(inventory)).toEqual([]);
    await cancel(other);
    expect(await add(inventory, taken.reference)).toMatchObject({ partId: taken.id });
    await expect(open([taken, voided])).rejects.toMatchObject({ params: { number: inventory.number } });
    await cancel(await seen(inventory));
    await expect(add(inventory, voided.reference)).rejects.toEqual(refusal('stock.inventory.wrong-state'));
  });

  const remove = async ({ id: inventoryId }: Inventory, lineId: string) =>
    bench.client.removeInventoryLine({ inventoryId, lineId }, await bench.as());

  it('lets a line leave that was added by mistake: its part is free, goes to who waited, and may join again', async () => {
    const [kept, mistake] = [await stocked(2), await stocked(3)];
    const inventory = await openEmpty();
    await add(inventory, kept.reference);
    const line = await add(inventory, mistake.reference);
    await enter(inventory, [[mistake, counted(1)]]);
    const waiting = await bench.file(mistake, 1);
    expect(await bench.need(waiting.needId)).toBe('1 0 0 0 0 waiting');
    const removed = await remove(inventory, line.id);
    expect(removed.progress).toEqual({ lines: 1, counted: 0, recount: 0, entered: 0, ticked: 0 });
    expect((await linesOf(inventory)).map(({ partId }) => partId)).toEqual([kept.id]);
    expect(await bench.level(mistake)).toMatchObject({ onHand: '3.0000', reserved: '1.0000' });
    expect(await bench.need(waiting.needId)).toBe('0 0 1 0 0 allocated');
    await bench.correct(mistake, 1);
    await expect(bench.correct(kept, 1)).rejects.toEqual(refusal('stock.inventory.part-counted'));
    // Said twice it is done once; figures for it are refused.
    expect(await remove(inventory, line.id)).toEqual(removed);
    const cell = SetInventoryLinesRequest.fromPartial({
      inventoryId: inventory.id,
      lines: [{ lineId: line.id, counted: '1' }],
    });
    await expect(bench.client.setInventoryLines(cell, await bench.as())).rejects.toMatchObject({
      fields: [{ pointer: '/lines/0/lineId', code: 'stock.inventory.line-unknown' }],
    });
    const again = await add(inventory, mistake.reference);
    expect(again).toMatchObject({ partId: mistake.id, position: 3, counted: '', ticked: false });
    expect(again.id).not.toBe(line.id);
    await validate(await enter(inventory, [[kept, counted(2)], [mistake, counted(4)]])); // prettier-ignore
    expect(await movements(mistake)).not.toContainEqual(expect.objectContaining({ kind: 'inventory' }));
    expect(await bench.imbalances()).toEqual([]);
  });

  it('keeps a line that has updated stock, and lines of a scope that was chosen; nobody else’s is found', async () => {
    const [part, other] = [await stocked(2), await stocked(2)];
    const inventory = await openEmpty();
    const line = await add(inventory, part.reference);
    const done = await validate(await enter(inventory, [[part, counted(1)]]));
    await expect(remove(done, line.id)).rejects.toEqual(refusal('stock.inventory.wrong-state'));
    const reopened = await bench.client.reopenInventory({ id: done.id, expectedVersion: done.version }, await bench.as()); // prettier-ignore
    await enter(reopened, [[part, counted(2)]]);
    await expect(remove(reopened, line.id)).rejects.toMatchObject({
      code: 'stock.inventory.line-posted',
      params: { reference: part.reference, number: inventory.number },
    });
    await expect(
      bench.rows('update inventory_line set is_removed = true, is_posted = true where id = $1', [line.id]),
    ).rejects.toMatchObject({ constraint: 'inventory_line_removed' });
    const chosen = await open([other]);
    const [fixed] = await linesOf(chosen);
    await expect(remove(chosen, fixed?.id ?? '')).rejects.toEqual(refusal('stock.inventory.lines-fixed'));
    await expect(remove(reopened, fixed?.id ?? '')).rejects.toEqual(refusal('stock.inventory.line-not-found'));
    await expect(
      bench.client.removeInventoryLine({ inventoryId: reopened.id, lineId: line.id }, await bench.as({ tenant: elsewhere })), // prettier-ignore
    ).rejects.toEqual(refusal('stock.inventory.not-found'));
    await cancel(chosen);
  });

  it('loses a line once when it is removed by eight at once, while the part is scanned by as many', async () => {
    const part = await stocked(1);
    const inventory = await openEmpty();
    const line = await add(inventory, part.reference);
    await Promise.all(
      Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? remove(inventory, line.id) : add(inventory, part.reference))),
    );
    const lines = await linesOf(inventory);
    const { progress } = await seen(inventory);
    expect(progress?.lines).toBe(lines.length);
    const [frozen] = await bench.rows<{ by: string | null }>('select frozen_by as by from stock_level where part_id = $1', [part.id]); // prettier-ignore
    expect(frozen?.by).toBe(lines.length === 1 ? inventory.id : null);
    await cancel(await seen(inventory));
  });

  it('updates no stock as long as it has no line', async () => {
    const inventory = await openEmpty();
    await expect(validate(inventory)).rejects.toMatchObject({
      code: 'stock.inventory.no-line',
      params: { number: inventory.number },
    });
    await cancel(inventory);
  });
});

describe('ST-14 E-083 the date and the notes of an inventory', () => {
  it('are given when it is opened or later, and stay where a change gives none; the list finds it by its date', async () => {
    const part = await stocked(1);
    const inventory = await open([part], { date: '2024-02-29', notes: ' Mezzanine d’abord. ' });
    expect(inventory).toMatchObject({ date: '2024-02-29', notes: 'Mezzanine d’abord.' });
    const change = async (more: object, expectedVersion: string) =>
      bench.client.changeInventory({ id: inventory.id, expectedVersion, label: 'M', toPost: true, ...more }, await bench.as()); // prettier-ignore
    const labelled = await change({}, inventory.version);
    expect(labelled).toMatchObject({ label: 'M', toPost: true, date: '2024-02-29', notes: 'Mezzanine d’abord.' });
    const changed = await change({ date: '2024-03-01', notes: '' }, labelled.version);
    expect(changed).toMatchObject({ date: '2024-03-01', notes: '' });
    await expect(change({ date: '2024-02-30', notes: 'x'.repeat(2_001) }, changed.version)).rejects.toMatchObject({
      fields: [
        { pointer: '/notes', code: 'stock.inventory.too-long', params: { max: 2_000 } },
        { pointer: '/date', code: 'stock.inventory.date-wrong' },
      ],
    });
    const filters = [
      { field: 'date', operator: 'gte', values: ['2024-03-01'] },
      { field: 'date', operator: 'lt', values: ['2024-03-02'] },
    ];
    const request = ListInventoriesRequest.fromPartial({
      query: { filters, sorts: [{ field: 'date', descending: true }] },
    });
    const { inventories } = await bench.client.listInventories(request, await bench.as());
    expect(inventories.map(({ id: found }) => found)).toEqual([inventory.id]);
    await cancel(changed);
  });

  it('begin as today in the station', async () => {
    const inventory = await open([await stocked(1)]);
    const [row] = await bench.rows<{ day: string }>(`select (now() at time zone 'Europe/Paris')::date::text as day`);
    expect(inventory).toMatchObject({ date: row?.day, notes: '' });
    await cancel(inventory);
  });
});

describe('ST-14 E-083 another scope for an inventory that goes on', () => {
  const rescope = async (
    { id: inventoryId, version: expectedVersion }: Inventory,
    parts: readonly Part[],
    more: object = {},
  ) => {
    const chosen = { scope: { kind: 'selection', partIds: parts.map((part) => part.id) }, ...more };
    const request = ChangeInventoryScopeRequest.fromPartial({ id: inventoryId, expectedVersion, ...chosen });
    return bench.client.changeInventoryScope(request, await bench.as());
  };

  it('replaces its lines: what was counted is lost, parts that leave are free, those that stay are held all the while', async () => {
    const [left, both, come] = [await stocked(2), await stocked(3), await stocked(4)];
    const inventory = await enter(await open([left, both]), [[both, counted(1)]]);
    const file = await bench.file(left, 1);
    const changed = await rescope(inventory, [both, come], { sortBy: 'reference', groupBy: 'family' });
    expect(changed).toMatchObject({
      number: inventory.number,
      groupBy: 'family',
      sortBy: 'reference',
      scope: { partIds: [both.id, come.id] },
      progress: { lines: 2, counted: 0, recount: 0, entered: 0, ticked: 0 },
    });
    const lines = await linesOf(changed);
    expect(new Set(lines.map(({ partId }) => partId))).toEqual(new Set([both.id, come.id]));
    expect(lines.map(({ counted: quantity }) => quantity)).toEqual(['', '']);
    expect(await bench.need(file.needId)).toBe('0 0 1 0 0 allocated');
    for (const part of [both, come]) {
      await expect(bench.correct(part, 1)).rejects.toEqual(refusal('stock.inventory.part-counted'));
    }
    const grown = await rescope(changed, [], { scope: { kind: 'empty' } });
    expect(grown.progress).toMatchObject({ lines: 0 });
    for (const part of [both, come]) await bench.correct(part, 1);
    const again = await rescope(grown, [both], { takeOverStock: true });
    expect(await linesOf(again)).toMatchObject([{ partId: both.id, counted: '4.0000' }]);
    await validate(await enter(again, [[both, counted(5)]]));
    expect(await bench.level(both)).toMatchObject({ onHand: '5.0000' });
    expect(await bench.imbalances()).toEqual([]);
  });

  it('is refused where nothing fits or another one counts it, after stock was updated, and to who saw an older version', async () => {
    const [mine, taken, right] = [await stocked(1), await stocked(1), await stocked(1)];
    const [inventory, other] = [await open([mine]), await open([taken])];
    await expect(rescope(inventory, [mine, taken])).rejects.toMatchObject({
      code: 'stock.inventory.overlaps',
      params: { reference: taken.reference, number: other.number },
    });
    await expect(rescope(inventory, [], { scope: { kind: 'selection', partIds: [id()] } })).rejects.toEqual(
      refusal('stock.inventory.nothing-to-count'),
    );
    await expect(rescope(inventory, [])).rejects.toEqual(refusal('stock.inventory.invalid'));
    expect((await linesOf(inventory)).map(({ partId }) => partId)).toEqual([mine.id]);
    await cancel(other);
    const changed = await rescope(inventory, [mine, taken]);
    await expect(rescope(inventory, [mine])).rejects.toEqual(refusal('stock.inventory.changed-meanwhile'));
    await cancel(changed);
    // Counted as the books have it: nothing moved, and its line stays all the same.
    const done = await validate(await enter(await open([right]), [[right, counted(1)]]));
    await expect(rescope(done, [mine])).rejects.toEqual(refusal('stock.inventory.wrong-state'));
    const reopened = await bench.client.reopenInventory({ id: done.id, expectedVersion: done.version }, await bench.as()); // prettier-ignore
    await expect(rescope(reopened, [mine])).rejects.toMatchObject({
      code: 'stock.inventory.scope-posted',
      params: { number: done.number },
    });
    await expect(
      bench.client.changeInventoryScope(
        ChangeInventoryScopeRequest.fromPartial({ ...inventory, expectedVersion: inventory.version }),
        await bench.as({ tenant: elsewhere }),
      ),
    ).rejects.toEqual(refusal('stock.inventory.not-found'));
  });

  it('happens once when it is asked for eight times at once, and leaves nothing frozen that has no line', async () => {
    const [before, after] = [await stocked(1), await stocked(1)];
    const inventory = await open([before]);
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => rescope(inventory, [after])));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const frozen = await bench.rows('select part_id from stock_level where frozen_by = $1', [inventory.id]);
    expect(frozen).toEqual([{ part_id: after.id }]);
    expect(await linesOf(inventory)).toMatchObject([{ partId: after.id }]);
  });
});

describe('ST-14 ST-19 what is counted is frozen, and nothing else', () => {
  it('refuses corrections of it both ways, naming the inventory and since when; what comes in may', async () => {
    const [part, other] = [await stocked(5), await stocked(5)];
    const inventory = await open([part]);
    const refused = {
      code: 'stock.inventory.part-counted',
      params: { reference: part.reference, number: inventory.number, since: inventory.openedAt },
    };
    await expect(bench.correct(part, -1)).rejects.toMatchObject(refused);
    await expect(bench.correct(part, 1)).rejects.toMatchObject(refused);
    await bench.correct(other, -1);

    const file = await bench.file(part, 9);
    const [order] = await bench.ordered(file.needId);
    if (order === undefined) throw new Error('no order');
    await bench.validate(await bench.receipt(order));
    expect(await bench.level(part)).toMatchObject({ onHand: '14.0000', reserved: '0.0000' });
    await cancel(inventory);
  });

  it('gives it to nobody until it is over, then to who waited', async () => {
    const part = await stocked(5);
    const inventory = await open([part]);
    const file = await bench.file(part, 2);
    expect(await bench.need(file.needId)).toBe('2 0 0 0 0 waiting');
    await validate(await enter(inventory, [[part, counted(5)]]));
    expect(await bench.need(file.needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.heard(PartAllocatedMessage, ({ needId }) => needId === file.needId)).toHaveLength(1);
  });

  it('refuses consumption for good of that run, and lets the next one', async () => {
    const part = await stocked(5);
    const file = await bench.file(part, 2);
    const inventory = await open([part]);
    const consume = (sagaId: string) =>
      bench.ask(
        'consume-parts',
        ConsumePartsMessage,
        ConsumeParts.fromPartial({
          request: { sagaId, requestId: id() },
          itemKey: file.originId,
          originKind: 'intervention_file',
          originId: file.originId,
          lines: [{ needId: file.needId, partId: part.id, used: '2' }],
        }),
      );
    const saga = id();
    const refused = ['stock.inventory.part-counted', { reference: part.reference, number: inventory.number }];
    expect(await consume(saga)).toMatchObject(refused);
    await cancel(inventory);
    expect(await consume(saga)).toMatchObject(refused);
    expect(await consume(id())).toEqual(['done', {}]);
    expect(await bench.level(part)).toMatchObject({ onHand: '3.0000', reserved: '0.0000' });
  });

  it('refuses to void a receipt that brought it; and is refused while one is being voided', async () => {
    const part = await stocked(0);
    const file = await bench.file(part, 3);
    const [order] = await bench.ordered(file.needId);
    if (order === undefined) throw new Error('no order');
    const receipt = await bench.validate(await bench.receipt(order));
    const inventory = await open([part]);
    const undo = async () => bench.client.voidGoodsReceipt({ id: receipt.id, reason: 'erreur' }, await bench.as());
    await expect(undo()).rejects.toEqual(refusal('stock.inventory.part-counted'));
    await cancel(inventory);
    await undo();
    await expect(open([part])).rejects.toMatchObject({
      code: 'stock.inventory.receipt-leaves',
      params: { number: receipt.number },
    });
  });

  it('is held by the database, whoever writes', async () => {
    const part = await stocked(2);
    const inventory = await open([part]);
    const waiting = await bench.file(part, 5);
    const movement = `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after, value_after,
      origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
      values ($1, $2, 'depot', 'sale', -1, -10, 1, 10, 'correction', $2, 'x', 'user', 'x', '2026-01-01')`;
    await expect(bench.rows(movement, [here.stationId, part.id])).rejects.toThrow('is being counted');
    const allocation = `insert into allocation (station_id, id, need_id, part_id, location, quantity, state, created_at)
      values ($1, $2, $3, $4, 'depot', 1, 'confirmed', '2026-01-01')`;
    await expect(bench.rows(allocation, [here.stationId, id(), waiting.needId, part.id])).rejects.toThrow(
      'is being counted',
    );
    const notIts = movement.replace("'correction'", "'inventory'");
    await expect(bench.rows(notIts, [here.stationId, part.id])).rejects.toThrow('is being counted');
    await cancel(inventory);
  });

  it('holds when corrections and the opening race: what was refused stayed, what went had gone before', async () => {
    const parts = await Promise.all(Array.from({ length: 6 }, () => stocked(4)));
    const races = parts.flatMap((part) => [1, 2].map(() => bench.correct(part, -1)));
    const [opened, ...taken] = await Promise.allSettled([open(parts), ...races]);
    if (opened?.status !== 'fulfilled') throw new Error('not opened', { cause: opened });
    for (const one of taken) {
      if (one.status === 'rejected') expect(one.reason).toEqual(refusal('stock.inventory.part-counted'));
    }
    const gone = taken.filter(({ status }) => status === 'fulfilled').length;
    const left = await Promise.all(parts.map(async (part) => Number((await bench.level(part)).onHand)));
    expect(left.reduce((sum, onHand) => sum + onHand, 0)).toBe(24 - gone);
    await Promise.all(parts.map((part) => expect(bench.correct(part, -1)).rejects.toThrow()));
    await cancel(opened.value);
    expect(await bench.imbalances()).toEqual([]);
  });
});

describe('ST-14 E-081 E-084 updating stock', () => {
  it('posts the differences once, at the average cost, with their reasons; and frees what was frozen', async () => {
    const [more, less, same] = [await bench.part(), await bench.part(), await bench.part()];
    for (const part of [more, less, same]) await bench.correct(part, 10, '6');
    const reasons = await bench.client.listCatalogueEntries(
      {
        query: {
          filters: [{ field: 'kind', operator: 'eq', values: ['discrepancy_reason'] }],
          sorts: [],
          limit: 0,
          cursor: '',
        },
      },
      await bench.as(),
    );
    expect(reasons.entries.map(({ code }) => code)).toEqual(['AUTRE', 'CASSE', 'INCONNUE', 'PERIME', 'VOL']);
    const theft = reasons.entries.find(({ code }) => code === 'VOL')?.id as string;

    const opened = await open([more, less, same], { label: 'Mezzanine', toPost: true });
    expect(await bench.heard(InventoryOpenedMessage, ({ inventoryId }) => inventoryId === opened.id)).toMatchObject([
      { number: opened.number, lines: 3 },
    ]);
    expect(opened.number).toMatch(/^LIL-IV-\d{4}-\d{6}$/);
    const entered = await enter(opened, [
      [more, counted(12)],
      [less, { ...counted('7.5'), reasonId: theft }],
      [same, counted(10)],
    ]);
    expect(entered).toMatchObject({
      differenceValue: '-3.00',
      progress: { lines: 3, entered: 3, ticked: 3, counted: 0, recount: 0 },
    });
    const shown = (await linesOf(entered, { filters: [{ field: 'differs', operator: 'eq', values: ['true'] }] })).map(
      ({ partId, difference, differenceValue, unitCost }) => [partId, difference, differenceValue, unitCost],
    );
    expect(new Set(shown)).toEqual(
      new Set([
        [more.id, '2.0000', '12.00', '6.0000'],
        [less.id, '-2.5000', '-15.00', '6.0000'],
      ]),
    );

    const done = await validate(entered);
    expect(done).toMatchObject({
      state: 'validated',
      postedValue: '-3.00',
      differenceValue: '0.00',
      label: 'Mezzanine',
      toPost: true,
    });
    expect((await movements(more)).at(-1)).toEqual({ kind: 'inventory', quantity: '2', value: '12.00', reason: '' });
    expect((await movements(less)).at(-1)).toEqual({
      kind: 'inventory',
      quantity: '-2.5',
      value: '-15.00',
      reason: 'Vol',
    });
    expect((await movements(same)).map(({ kind }) => kind)).toEqual(['correction_in']);
    expect(await bench.heard(InventoryClosedMessage, ({ inventoryId }) => inventoryId === done.id)).toMatchObject([
      { number: done.number, state: 'validated' },
    ]);
    expect(await bench.heard(StockMovedMessage, ({ originId }) => originId === done.id)).toHaveLength(2);
    await bench.correct(less, -1);
    await expect(validate(done)).rejects.toEqual(refusal('stock.inventory.wrong-state'));
    expect(await bench.imbalances()).toEqual([]);
    const audit = await bench.rows<{ operation: string }>(
      `select distinct operation from audit where entity_type = 'inventory' and entity_id = $1 order by operation`,
      [done.id],
    );
    expect(audit.map(({ operation }) => operation)).toEqual([
      'stock:inventory.count',
      'stock:inventory.open',
      'stock:inventory.validate',
    ]);
  });

  it('is refused while lines have no quantity or no tick; ticks follow the quantity', async () => {
    const [a, b] = [await stocked(1), await stocked(1)];
    const opened = await open([a, b]);
    const half = await enter(opened, [[a, { counted: '1' }]]);
    await expect(validate(half)).rejects.toMatchObject({
      code: 'stock.inventory.not-complete',
      params: { number: opened.number, missing: 1, unticked: 2 },
    });
    await expect(enter(half, [[b, { ticked: true }]])).rejects.toMatchObject({
      fields: [{ pointer: '/lines/0/ticked', code: 'stock.inventory.not-counted' }],
    });
    const whole = await enter(half, [[b, { counted: '0' }]]);
    const ticked = await bench.client.tickInventory({ inventoryId: whole.id }, await bench.as());
    expect(ticked.progress).toMatchObject({ entered: 2, ticked: 2 });
    const changed = await enter(ticked, [[a, { counted: '2' }]]);
    expect(changed.progress).toMatchObject({ entered: 2, ticked: 1 });
    const back = await enter(changed, [[a, { counted: '' }]]);
    expect(back.progress).toMatchObject({ entered: 1, ticked: 1 });
    await cancel(back);
    expect(await movements(b)).toHaveLength(1);
  });

  it('names each cell that is wrong, and keeps none of them', async () => {
    const [a, b] = [await stocked(1), await stocked(1)];
    const opened = await open([a, b]);
    const [first] = await linesOf(opened);
    const lines = [
      { lineId: first?.id as string, counted: '-1' },
      { lineId: first?.id as string, counted: '100000' },
      { lineId: id(), counted: 'x', reasonId: id() },
    ];
    const request = SetInventoryLinesRequest.fromPartial({ inventoryId: opened.id, lines });
    await expect(bench.client.setInventoryLines(request, await bench.as())).rejects.toMatchObject({
      code: 'stock.inventory.invalid',
      fields: [
        { pointer: '/lines/0/counted', code: 'stock.inventory.quantity-wrong', params: { max: '99999.0000' } },
        { pointer: '/lines/1/lineId', code: 'stock.inventory.line-twice' },
        { pointer: '/lines/1/counted' },
        { pointer: '/lines/2/lineId', code: 'stock.inventory.line-unknown' },
        { pointer: '/lines/2/counted' },
        { pointer: '/lines/2/reasonId', code: 'stock.inventory.reason-unknown' },
      ],
    });
    expect((await linesOf(opened)).every(({ counted: c }) => c === '')).toBe(true);
    await cancel(opened);
  });

  it('takes the difference against stock at the moment of counting: what came in since stays', async () => {
    const part = await stocked(5);
    const opened = await open([part]);
    const entered = await enter(opened, [[part, counted(4)]]);
    const file = await bench.file(part, 9);
    const [order] = await bench.ordered(file.needId);
    if (order === undefined) throw new Error('no order');
    await bench.validate(await bench.receipt(order));
    expect((await linesOf(entered))[0]).toMatchObject({ expected: '5.0000', difference: '-1.0000' });
    await validate(entered);
    expect(await bench.level(part)).toMatchObject({ onHand: '13.0000' });
  });

  it('takes back what was promised of parts that are not there, the latest need first, and tells', async () => {
    const part = await stocked(5);
    const early = await bench.file(part, 2, '2026-04-01');
    const late = await bench.file(part, 3, '2026-05-01');
    await validate(await enter(await open([part]), [[part, counted(2)]]));
    expect(await bench.need(early.needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.need(late.needId)).toBe('3 0 0 0 0 waiting');
    const told = await bench.heard(AllocationWithdrawnMessage, ({ partId }) => partId === part.id);
    expect(told).toMatchObject([{ needId: late.needId, quantity: '3.0000' }]);
    expect(await bench.imbalances()).toEqual([]);
  });

  it('posts once when it is clicked eight times at once, and answers a repeated call as the first time', async () => {
    const part = await stocked(5);
    const entered = await enter(await open([part]), [[part, counted(3)]]);
    const clicks = await Promise.allSettled(Array.from({ length: 8 }, () => validate(entered)));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await bench.level(part)).toMatchObject({ onHand: '3.0000' });

    const again = await enter(await open([part]), [[part, counted(2)]]);
    const call = await bench.as({ idempotencyKey: id() });
    const request = { id: again.id, expectedVersion: again.version };
    const first = await bench.client.validateInventory(request, call);
    expect(await bench.client.validateInventory(request, call)).toEqual(first);
    expect((await movements(part)).map(({ quantity }) => quantity)).toEqual(['5', '-2', '-1']);
  });

  it('asks who saw an older version to look again', async () => {
    const part = await stocked(1);
    const opened = await open([part]);
    await enter(opened, [[part, counted(1)]]);
    await expect(validate(opened)).rejects.toMatchObject({
      code: 'stock.inventory.changed-meanwhile',
      params: { expected: 1, actual: 2 },
    });
    const request = { id: opened.id, expectedVersion: '2', label: 'Réserve', toPost: true };
    const changed = await bench.client.changeInventory(request, await bench.as());
    expect(changed).toMatchObject({ label: 'Réserve', toPost: true, version: '3' });
    await cancel(changed);
  });

  it('is undone by counting again: what was posted stays, what is counted anew is posted too (E-084)', async () => {
    const [part, other] = [await stocked(10), await stocked(10)];
    const done = await validate(
      await enter(await open([part, other]), [
        [part, counted(1)],
        [other, counted(9)],
      ]),
    );
    const reopen = async () =>
      bench.client.reopenInventory({ id: done.id, expectedVersion: done.version }, await bench.as());
    const blocking = await open([other]);
    await expect(reopen()).rejects.toMatchObject({
      code: 'stock.inventory.overlaps',
      params: { number: blocking.number },
    });
    await cancel(blocking);
    const reopened = await reopen();
    expect(reopened).toMatchObject({ state: 'counting', closedAt: '', differenceValue: '0.00' });
    await expect(bench.correct(part, -1)).rejects.toEqual(refusal('stock.inventory.part-counted'));
    await expect(cancel(reopened)).rejects.toEqual(refusal('stock.inventory.posted'));
    const again = await validate(await enter(reopened, [[part, counted(10)]]));
    expect(again).toMatchObject({ state: 'validated', postedValue: '-10.00' });
    expect((await movements(part)).map(({ kind, quantity }) => `${kind} ${quantity}`)).toEqual([
      'correction_in 10',
      'inventory -9',
      'inventory 9',
    ]);
    expect(await bench.level(other)).toMatchObject({ onHand: '9.0000' });
    expect(await bench.imbalances()).toEqual([]);
  });
});

describe('PA-17 the list of inventories', () => {
  it('reads an index for each sort, at any depth; and finds by number and state', async () => {
    const source = { from: 'inventory i', where: 'i.station_id = $1' };
    expect(await sortsWithoutIndex(bench.service, here, inventoryList, source)).toEqual([]);
    const inventory = await open([await stocked(1)]);
    const filters = [
      { field: 'number', operator: 'prefix', values: [inventory.number] },
      { field: 'state', operator: 'eq', values: ['counting'] },
    ];
    const asked = ListInventoriesRequest.fromPartial({ query: { filters } });
    expect((await bench.client.listInventories(asked, await bench.as())).inventories.map((one) => one.id)).toEqual([
      inventory.id,
    ]);
    expect((await bench.client.listInventories(asked, await bench.as({ tenant: elsewhere }))).inventories).toEqual([]);
    await cancel(inventory);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses each operation without its right, and knows no inventory of another station', async () => {
    const part = await stocked(1);
    const inventory = await open([part]);
    const [reader, other] = [
      await bench.as({ rights: RIGHTS.filter((right) => !right.startsWith('stock:inventory.')) }),
      await bench.as({ tenant: elsewhere }),
    ];
    const { client } = bench;
    const versioned = { id: inventory.id, expectedVersion: '1' };
    const lines = SetInventoryLinesRequest.fromPartial({ inventoryId: inventory.id, lines: [{ lineId: id() }] });
    const theirs = { scope: { kind: 'selection', partIds: [part.id] } };
    const calls = (as: typeof reader): Promise<unknown>[] => [
      client.getInventory({ id: inventory.id }, as),
      client.listInventoryLines(ListInventoryLinesRequest.fromPartial({ inventoryId: inventory.id }), as),
      client.changeInventory({ ...versioned, label: '', toPost: false }, as),
      client.setInventoryLines(lines, as),
      client.addInventoryLine({ inventoryId: inventory.id, code: part.reference }, as),
      client.removeInventoryLine({ inventoryId: inventory.id, lineId: id() }, as),
      client.changeInventoryScope(ChangeInventoryScopeRequest.fromPartial({ ...versioned, ...theirs }), as),
      client.tickInventory({ inventoryId: inventory.id }, as),
      client.takeOverCounts({ inventoryId: inventory.id, overwrite: false }, as),
      client.validateInventory(versioned, as),
      client.reopenInventory(versioned, as),
      client.cancelInventory(versioned, as),
      client.printInventory({ id: inventory.id, kind: 'sheet', language: 'fr' }, as),
      client.getCountAccess({ inventoryId: inventory.id }, as),
      client.createCountLink({ inventoryId: inventory.id }, as),
      client.revokeCountAccess({ inventoryId: inventory.id, linkId: id(), deviceId: '' }, as),
    ];
    for (const failure of await Promise.allSettled(calls(reader))) {
      expect(failure).toMatchObject({ status: 'rejected', reason: { code: 'platform.request.forbidden' } });
    }
    for (const failure of await Promise.allSettled(calls(other))) {
      expect(failure).toMatchObject({ status: 'rejected', reason: { code: 'stock.inventory.not-found' } });
    }
    await expect(client.openInventory(OpenInventoryRequest.fromPartial(theirs), other)).rejects.toEqual(
      refusal('stock.inventory.nothing-to-count'),
    );
    await cancel(inventory);
  });
});
