import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ChangeInventoryScopeRequest,
  ListInventoriesRequest,
  ListInventoryLinesRequest,
  OpenInventoryRequest,
  SetInventoryLinesRequest,
  type Inventory,
} from '@navette/contracts/stock/v1/inventories';
import { ConsumePartsMessage } from '@navette/contracts';
import { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import { CatalogueEntry, type Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, here, id, refusal, type Wanted } from '../test/bench.helper.js';

let bench: Bench;
let places = 0;
const nobody = { token: '', requestId: 'count', correlationId: 'count' };

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());
afterEach(async () => {
  expect(await bench.imbalances()).toEqual([]);
});

type As = Parameters<Bench['as']>[0];

async function van(as: As = {}): Promise<CatalogueEntry> {
  const code = `CAM${++places}`;
  const entry = CatalogueEntry.fromPartial({ kind: 'stock_place', code, label: `Camion ${code}`, placeType: 'van' });
  return bench.client.createCatalogueEntry({ entry }, await bench.as(as));
}

/** A part with so many at the depot and in a van. */
async function stocked(depot: number, there: number, { id: placeId }: CatalogueEntry): Promise<Part> {
  const part = await bench.part();
  if (depot !== 0) await bench.correct(part, depot, '10');
  if (there !== 0) await bench.correct(part, there, '10', placeId);
  return part;
}

async function open(parts: readonly Part[], place?: CatalogueEntry, more: object = {}): Promise<Inventory> {
  const scope = { kind: 'selection', partIds: parts.map((part) => part.id) };
  const request = OpenInventoryRequest.fromPartial({ scope, placeId: place?.id ?? '', ...more });
  return bench.client.openInventory(request, await bench.as());
}

async function linesOf({ id: inventoryId }: Inventory) {
  const request = ListInventoryLinesRequest.fromPartial({ inventoryId });
  return (await bench.client.listInventoryLines(request, await bench.as())).lines;
}

async function counts(inventory: Inventory, part: Part, counted: string | number): Promise<Inventory> {
  const lineId = (await linesOf(inventory)).find(({ partId }) => partId === part.id)?.id ?? '';
  const lines = [{ lineId, counted: String(counted), ticked: true }];
  const request = SetInventoryLinesRequest.fromPartial({ inventoryId: inventory.id, lines });
  return bench.client.setInventoryLines(request, await bench.as());
}

const validate = async ({ id: inventoryId, version }: Inventory, as: As = {}) =>
  bench.client.validateInventory({ id: inventoryId, expectedVersion: version }, await bench.as(as));
const cancel = async ({ id: inventoryId, version }: Inventory) =>
  bench.client.cancelInventory({ id: inventoryId, expectedVersion: version }, await bench.as());
const move = async (from: CatalogueEntry | undefined, to: CatalogueEntry | undefined, part: Part, quantity = 1) =>
  bench.client.moveStock(
    {
      fromPlaceId: from?.id ?? '',
      toPlaceId: to?.id ?? '',
      lines: [{ partId: part.id, quantity: String(quantity) }],
      comment: '',
    },
    await bench.as(),
  );
/** What lies where, by the code of the place. */
const where = async (part: Part) =>
  Object.fromEntries(
    (await bench.level(part)).places.map(({ code, onHand }) => [code || 'depot', Number(onHand)] as const),
  );
const COUNTED = refusal('stock.inventory.part-counted');

describe('ST-11 ST-14 an inventory of a place', () => {
  it('counts what lies there; what it finds moves stock there, and nowhere else', async () => {
    const truck = await van();
    const [less, more, absent] = [await stocked(5, 3, truck), await stocked(2, 1, truck), await stocked(4, 0, truck)];
    const inventory = await open([], truck, { scope: { kind: 'stocked' } });
    expect(inventory).toMatchObject({ placeId: truck.id, placeCode: truck.code, placeLabel: truck.label });
    expect((await linesOf(inventory)).map(({ partId }) => partId).sort()).toEqual([less.id, more.id].sort());
    await counts(inventory, less, 1);
    const done = await validate(await counts(inventory, more, 4));
    expect(done.state).toBe('validated');
    expect(await where(less)).toEqual({ depot: 5, [truck.code]: 1 });
    expect(await where(more)).toEqual({ depot: 2, [truck.code]: 4 });
    expect(await where(absent)).toEqual({ depot: 4 });
    const { movements } = await bench.client.listPartMovements({ partId: less.id, page: undefined }, await bench.as());
    expect(movements[0]).toMatchObject({ kind: 'inventory', quantity: '-2.0000', value: '-20.00', placeCode: truck.code }); // prettier-ignore
    expect(done.postedValue).toBe('10.00');
  });

  it('freezes the part there alone: the depot sells, receives and gives, another van moves', async () => {
    const [truck, other] = [await van(), await van()];
    const part = await stocked(5, 2, truck);
    await move(undefined, other, part, 1);
    const inventory = await open([part], truck);
    await expect(bench.correct(part, 1, '10', truck.id)).rejects.toMatchObject({
      code: 'stock.inventory.part-counted',
      params: { reference: part.reference, number: inventory.number },
    });
    await expect(bench.correct(part, -1, '', truck.id)).rejects.toEqual(COUNTED);
    await expect(move(truck, undefined, part)).rejects.toEqual(COUNTED);
    await expect(move(undefined, truck, part)).rejects.toEqual(COUNTED);
    await move(other, undefined, part);
    await bench.correct(part, -1);
    await bench.correct(part, 2, '10');
    const { needId } = await bench.file(part, 2);
    expect(await bench.need(needId)).toBe('0 0 2 0 0 allocated');
    await cancel(inventory);
    await move(truck, undefined, part, 2);
    expect(await where(part)).toEqual({ depot: 8 + 0 });
  });

  it('goes on beside one of the depot, of the same part, and each posts what it found', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const [atDepot, inTruck] = [await open([part]), await open([part], truck)];
    await expect(open([part], truck)).rejects.toMatchObject({
      code: 'stock.inventory.overlaps',
      params: { reference: part.reference, number: inTruck.number },
    });
    await expect(open([part])).rejects.toMatchObject({ params: { number: atDepot.number } });
    const { needId } = await bench.file(part, 4);
    expect(await bench.need(needId)).toBe('4 0 0 0 0 waiting');
    await validate(await counts(inTruck, part, 1));
    // What the truck lacks says nothing of the depot, which still is counted.
    expect(await bench.need(needId)).toBe('4 0 0 0 0 waiting');
    expect(await linesOf(atDepot)).toMatchObject([{ expected: '' }]);
    await validate(await counts(atDepot, part, 4));
    expect(await where(part)).toEqual({ depot: 4, [truck.code]: 1 });
    expect(await bench.need(needId)).toBe('0 0 4 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '5.0000', value: '50.00' });
  });

  it('ST-13 takes back what was promised from it and is not there, and lets be given and used what lies elsewhere', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const atDepot = await open([part]);
    const [first, second] = [await bench.file(part, 2), await bench.file(part, 1)];
    const give = async ({ needId }: Wanted, quantity: string) =>
      bench.client.allocateFromPlace({ needId, placeId: truck.id, quantity }, await bench.as());
    await give(first, '2');
    await give(second, '1');
    const inTruck = await open([part], truck);
    const use = ({ originId, needId }: Wanted, sagaId = id()) => {
      const lines = [{ needId, partId: part.id, used: '1' }];
      const command = { request: { sagaId, requestId: id() }, itemKey: originId, originKind: 'intervention_file', originId, lines }; // prettier-ignore
      return bench.ask('consume-parts', ConsumePartsMessage, ConsumeParts.fromPartial(command));
    };
    expect(await use(first)).toEqual(['stock.inventory.part-counted', expect.objectContaining({ number: inTruck.number })]); // prettier-ignore
    await validate(await counts(inTruck, part, 2));
    expect(await bench.need(second.needId)).toBe('1 0 0 0 0 waiting');
    expect(await use(first)).toEqual(['done', {}]);
    expect(await where(part)).toEqual({ depot: 5, [truck.code]: 1 });
    await cancel(atDepot);
    expect(await bench.need(second.needId)).toBe('0 0 1 0 0 allocated');
  });

  it('leaves what is promised at the depot promised, whatever a van lacks', async () => {
    const truck = await van();
    const part = await stocked(2, 5, truck);
    const { needId } = await bench.file(part, 2);
    await validate(await counts(await open([part], truck), part, 0));
    expect(await bench.need(needId)).toBe('0 0 2 0 0 allocated');
    expect(await where(part)).toEqual({ depot: 2 });
  });

  it('is opened once when it is asked for eight times at once, and twice in two places', async () => {
    const [truck, other] = [await van(), await van()];
    const part = await stocked(5, 2, truck);
    await move(undefined, other, part);
    const eight = await Promise.allSettled(Array.from({ length: 8 }, () => open([part], truck)));
    expect(eight.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const both = await Promise.allSettled([open([part]), open([part], other)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const frozen = await bench.rows('select 1 from stock_level where part_id = $1 and frozen_by is not null', [part.id]); // prettier-ignore
    expect(frozen).toHaveLength(3);
  });

  it('updates stock once, however often it is asked, and is frozen anew when it is reopened', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const counted = await counts(await open([part], truck), part, 2);
    const key = { idempotencyKey: id() };
    const done = await validate(counted, key);
    expect(await validate(counted, key)).toEqual(done);
    await expect(validate(counted)).rejects.toEqual(refusal('stock.inventory.wrong-state'));
    await move(undefined, truck, part);
    const reopened = await bench.client.reopenInventory(
      { id: done.id, expectedVersion: done.version },
      await bench.as(),
    );
    await expect(move(undefined, truck, part)).rejects.toEqual(COUNTED);
    await bench.correct(part, -1);
    await validate(await counts(reopened, part, 5));
    expect(await where(part)).toEqual({ depot: 3, [truck.code]: 5 });
  });

  it('can find nothing, and not less: a figure below zero is none, and no level elsewhere falls below it', async () => {
    const truck = await van();
    const part = await stocked(0, 2, truck);
    const inventory = await open([part], truck);
    await expect(counts(inventory, part, -1)).rejects.toMatchObject({
      fields: [{ code: 'stock.inventory.quantity-wrong' }],
    });
    const forged = `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after,
        value_after, origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
      values ($1, $2, $3, 'inventory', -3, -30, -1, -10, 'inventory', $4, '', 'user', 'x', now())`;
    await expect(bench.rows(forged, [here.stationId, part.id, truck.id, inventory.id])).rejects.toMatchObject({
      constraint: 'stock_level_elsewhere',
    });
    await validate(await counts(inventory, part, 0));
    expect(await where(part)).toEqual({ depot: 0 });
  });

  it('is opened empty, and a part that never lay there joins it as it is scanned', async () => {
    const truck = await van();
    const part = await stocked(4, 0, truck);
    const inventory = await open([], truck, { scope: { kind: 'empty' } });
    await bench.client.addInventoryLine({ inventoryId: inventory.id, code: part.reference }, await bench.as());
    await expect(move(undefined, truck, part)).rejects.toEqual(COUNTED);
    const [line] = await linesOf(await validate(await counts(inventory, part, 1)));
    expect(line).toMatchObject({ expected: '0.0000', postedQuantity: '1.0000' });
    expect(await where(part)).toEqual({ depot: 4, [truck.code]: 1 });
  });

  it('stays in its place when it counts something else', async () => {
    const truck = await van();
    const [part, other] = [await stocked(5, 3, truck), await stocked(5, 2, truck)];
    const inventory = await open([part], truck);
    const scope = { kind: 'selection', partIds: [other.id] };
    const request = ChangeInventoryScopeRequest.fromPartial({ id: inventory.id, expectedVersion: inventory.version, scope, takeOverStock: true }); // prettier-ignore
    const changed = await bench.client.changeInventoryScope(request, await bench.as());
    expect(changed).toMatchObject({ placeId: truck.id, sortBy: 'reference' });
    expect(await linesOf(changed)).toMatchObject([{ partId: other.id, counted: '2.0000', expected: '2.0000' }]);
    await move(undefined, truck, part);
    await expect(move(undefined, truck, other)).rejects.toEqual(COUNTED);
    await move(undefined, await van(), other);
  });

  it('is counted by phones, who are told where; what the depot sells meanwhile moves none of their figures', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const inventory = await open([part], truck);
    const { secret } = await bench.client.createCountLink({ inventoryId: inventory.id }, await bench.as());
    const { token, session } = await bench.client.joinCount({ secret, counter: 'Inès' }, nobody);
    expect(session?.place).toBe(truck.label);
    const { lines } = await bench.client.listCountLines({ token, since: '0', after: 0 }, nobody);
    await bench.correct(part, -2);
    const entry = { operation: 1, lineId: lines[0]?.id ?? '', quantity: '2', sequence: lines[0]?.sequence ?? '' };
    const { results } = await bench.client.recordCounts({ token, entries: [entry] }, nobody);
    expect(results).toMatchObject([{ outcome: 'recorded', standing: 'counted' }]);
    await bench.correct(part, 1, '10');
    await bench.client.takeOverCounts({ inventoryId: inventory.id, overwrite: false }, await bench.as());
    expect(await linesOf(inventory)).toMatchObject([{ expected: '3.0000', difference: '-1.0000' }]);
  });

  it('is found by its place in the list', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const [atDepot, inTruck] = [await open([part]), await open([part], truck)];
    const found = async (place: string) => {
      const ids = { field: 'id', operator: 'in', values: [atDepot.id, inTruck.id] };
      const query = { filters: [ids, { field: 'placeId', operator: 'eq', values: [place] }] };
      const request = ListInventoriesRequest.fromPartial({ query });
      return (await bench.client.listInventories(request, await bench.as())).inventories.map(({ number }) => number);
    };
    expect(await found(truck.id)).toEqual([inTruck.number]);
    expect(await found('depot')).toEqual([atDepot.number]);
  });

  it('E-028 knows nothing of storage locations, which are of the depot', async () => {
    const truck = await van();
    const entry = CatalogueEntry.fromPartial({ kind: 'storage_location', code: 'R-12', label: 'R-12', active: true });
    const shelf = await bench.client.createCatalogueEntry({ entry }, await bench.as());
    const part = await bench.part({ locationId: shelf.id });
    await bench.correct(part, 2, '10', truck.id);
    await expect(open([], truck, { scope: { kind: 'stocked_and_located' } })).rejects.toMatchObject({
      fields: [{ pointer: '/scope/kind', code: 'stock.inventory.not-accepted' }],
    });
    const scope = { kind: 'selection', locationIds: [shelf.id] };
    await expect(open([], truck, { scope, groupBy: 'location', sortBy: 'location' })).rejects.toMatchObject({
      fields: [
        { pointer: '/groupBy', code: 'stock.inventory.not-accepted' },
        { pointer: '/sortBy', code: 'stock.inventory.not-accepted' },
        { pointer: '/scope/locationIds', code: 'stock.inventory.location-of-depot' },
      ],
    });
    expect(await linesOf(await open([part], truck))).toMatchObject([{ locationCode: '' }]);
    expect(await linesOf(await open([part]))).toMatchObject([{ locationCode: 'R-12' }]);
  });

  it('ID-10 is of a place of its station that is offered', async () => {
    const [truck, strange] = [await van(), await van({ tenant: elsewhere })];
    const part = await stocked(5, 0, truck);
    const refused = (code: string) => ({ code: 'stock.stock-place.invalid', fields: [{ pointer: '/placeId', code }] });
    await expect(open([part], strange)).rejects.toMatchObject(refused('stock.stock-place.unknown'));
    await expect(open([part], { ...truck, id: id() })).rejects.toMatchObject(refused('stock.stock-place.unknown'));
    const entry = { ...truck, active: false };
    await bench.client.changeCatalogueEntry({ entryId: truck.id, expectedVersion: truck.version, entry }, await bench.as()); // prettier-ignore
    await expect(open([part], truck)).rejects.toMatchObject(refused('stock.stock-place.retired'));
    const insert = `update inventory set place_id = $2 where id = $1`;
    const { id: inventoryId } = await open([part]);
    await expect(bench.rows(insert, [inventoryId, strange.id])).rejects.toMatchObject({ code: '23503' });
  });

  it('freezes by constraint: in its own place, against whoever writes', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const inventory = await open([part], truck);
    const forged = (location: string, quantity: number, after: number) =>
      bench.rows(
        `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after, value_after,
           origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
         values ($1, $2, $3, 'transfer', $4, $4::numeric * 10, $5, $5::numeric * 10, 'internal_transfer', $2, '', 'user', 'x', now())`,
        [here.stationId, part.id, location, quantity, after],
      );
    for (const quantity of [-1, 1]) {
      await expect(forged(truck.id, quantity, 8 + quantity)).rejects.toMatchObject({ constraint: 'part_stock_frozen' });
    }
    const freeze = 'update stock_level set frozen_by = $1 where part_id = $2 and location = $3';
    await expect(bench.rows(freeze, [inventory.id, part.id, 'depot'])).rejects.toMatchObject({ code: '23503' });
  });

  it('does not keep a part from being merged where it is not counted', async () => {
    const truck = await van();
    const [part, survivor] = [await stocked(2, 0, truck), await stocked(1, 1, truck)];
    const link = { kind: 'equivalent', partId: part.id, otherPartId: survivor.id };
    await bench.client.linkParts(link, await bench.as());
    const merge = async () =>
      bench.client.mergePartStock({ partId: part.id, survivorPartId: survivor.id }, await bench.as());
    const atDepot = await open([survivor]);
    await expect(merge()).rejects.toEqual(COUNTED);
    await cancel(atDepot);
    await open([survivor], truck);
    await merge();
    expect(await where(survivor)).toEqual({ depot: 3, [truck.code]: 1 });
  });

  it('of the depot freezes for copies of the release before, and they for this one', async () => {
    const truck = await van();
    const part = await stocked(5, 3, truck);
    const inventory = await open([part]);
    await cancel(inventory);
    const old = 'update part_stock set frozen_by = $2 where part_id = $1';
    const levels = () =>
      bench.rows('select location, frozen_by as by from stock_level where part_id = $1 and frozen_by is not null', [part.id]); // prettier-ignore
    await bench.rows(old, [part.id, inventory.id]);
    expect(await levels()).toEqual([{ location: 'depot', by: inventory.id }]);
    await bench.rows(old, [part.id, null]);
    expect(await levels()).toEqual([]);
    const { id: inTruck } = await open([part], truck);
    expect(await levels()).toEqual([{ location: truck.id, by: inTruck }]);
    await bench.rows(`update inventory set state = 'cancelled', closed_at = now() where id = $1`, [inTruck]);
    expect(await levels()).toEqual([]);
  });
});

describe('ST-14 E-083 what changes under an open inventory', () => {
  const news = async ({ id: inventoryId }: Inventory, as: As = {}) => {
    const { changes } = await bench.client.tellInventoryNews({ inventoryId }, await bench.as(as));
    return Object.fromEntries(changes.map(({ kind, lines }) => [kind, lines]));
  };
  const entry = async (kind: string, code: string, more: object = {}) => {
    const coded = code === '' ? {} : { code: `${code}${++places}` };
    const made = CatalogueEntry.fromPartial({ kind, ...coded, label: kind, active: true, ...more });
    return (await bench.client.createCatalogueEntry({ entry: made }, await bench.as())).id;
  };
  const change = async (part: Part, fields: Partial<Part>) => {
    const current = await bench.client.getPart({ id: part.id }, await bench.as());
    const request = { partId: part.id, expectedVersion: current.version, part: { ...current, ...fields } };
    return bench.client.changePart(request, await bench.as());
  };

  it('is told once: parts that got another family, location or unit, and stock that came in, by lines', async () => {
    const [first, second, other] = [await bench.part(), await bench.part(), await bench.part()];
    for (const part of [first, second, other]) await bench.correct(part, 2, '10');
    const inventory = await open([first, second]);
    expect(await news(inventory)).toEqual({});
    const [familyId, locationId] = [await entry('part_family', ''), await entry('storage_location', 'L')];
    const unitId = await entry('unit', 'U', { unitType: 'piece', decimals: 0 });
    await change(first, { familyId, locationId });
    await change(second, { familyId, unitId });
    await change(second, { familyId: '' });
    await change(second, { designation: 'Pompe' });
    await change(other, { familyId });
    const order = await bench.ordered((await bench.file(first, 1)).needId);
    await bench.validate(await bench.receipt(order[0] as never));
    expect(await news(inventory)).toEqual({ family: 2, location: 1, unit: 1, stock: 1 });
    expect(await news(inventory)).toEqual({});
    await change(first, { locationId: '' });
    expect(await news(inventory)).toEqual({ location: 1 });
  });

  it('is told to each person; asked again by the same key the same, by eight at once to one of them', async () => {
    const part = await bench.part();
    const inventory = await open([part]);
    await change(part, { familyId: await entry('part_family', '') });
    const key = { idempotencyKey: id() };
    expect([await news(inventory, key), await news(inventory, key)]).toEqual([{ family: 1 }, { family: 1 }]);
    await change(part, { familyId: '' });
    const eight = await Promise.all(Array.from({ length: 8 }, () => news(inventory)));
    expect(eight.filter(({ family }) => family === 1)).toHaveLength(1);
    await bench.rows(`update inventory_news_told set person = 'somebody else'`);
    expect(await news(inventory)).toEqual({ family: 1 });
    const trail = `select operation from audit where entity_type = 'inventory' and entity_id = $1`;
    expect(await bench.rows(trail, [inventory.id])).toEqual([{ operation: 'stock:inventory.open' }]);
  });

  it('is of its place, of lines that are there, and of what is counted still', async () => {
    const truck = await van();
    const [part, gone] = [await stocked(5, 2, truck), await stocked(5, 2, truck)];
    const inventory = await open([], truck, { scope: { kind: 'empty' } });
    for (const { reference } of [part, gone]) {
      await bench.client.addInventoryLine({ inventoryId: inventory.id, code: reference }, await bench.as());
    }
    const [familyId, locationId] = [await entry('part_family', ''), await entry('storage_location', 'L')];
    for (const one of [part, gone]) await change(one, { familyId, locationId });
    await bench.correct(part, 3, '10');
    const lineId = (await linesOf(inventory)).find(({ partId }) => partId === gone.id)?.id ?? '';
    await bench.client.removeInventoryLine({ inventoryId: inventory.id, lineId }, await bench.as());
    expect(await news(inventory)).toEqual({ family: 1 });
    await change(part, { familyId: '' });
    await cancel(await bench.client.getInventory({ id: inventory.id }, await bench.as()));
    expect(await news(inventory)).toEqual({});
    await change(part, { familyId });
    const rows = await bench.rows<{ n: number }>('select count(*)::int as n from inventory_news where inventory_id = $1', [inventory.id]); // prettier-ignore
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('ID-4 ID-10 is told to who may see inventories, in their station', async () => {
    const inventory = await open([await bench.part()]);
    await expect(news(inventory, { tenant: elsewhere })).rejects.toEqual(refusal('stock.inventory.not-found'));
    await expect(news(inventory, { rights: ['stock:part.read'] })).rejects.toEqual(refusal('platform.request.forbidden')); // prettier-ignore
  });
});
