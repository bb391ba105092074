import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CatalogueEntry, type MoveStockRequest, type Part } from '@navette/contracts/stock/v1/service';
import { OpenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { Bench, elsewhere, here, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;
let places = 0;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());
afterEach(async () => {
  expect(await bench.imbalances()).toEqual([]);
});

type As = Parameters<Bench['as']>[0];

async function place(fields: Partial<CatalogueEntry> = {}, as: As = {}): Promise<CatalogueEntry> {
  const code = `CAM${++places}`;
  const entry = CatalogueEntry.fromPartial({ kind: 'stock_place', code, label: 'Camion', placeType: 'van', ...fields });
  return bench.client.createCatalogueEntry({ entry }, await bench.as(as));
}

async function stocked(quantity: string | number, unitCost = '10'): Promise<Part> {
  const part = await bench.part();
  await bench.correct(part, quantity, unitCost);
  return part;
}

const line = (part: Part, quantity: string | number) => ({ partId: part.id, quantity: String(quantity) });
const move = async (request: Partial<MoveStockRequest>, as: As = {}) =>
  bench.client.moveStock({ fromPlaceId: '', toPlaceId: '', lines: [], comment: '', ...request }, await bench.as(as));
const codes = async (refused: Promise<unknown>) =>
  refused.then(
    () => [],
    (error: { fields: { pointer: string; code: string }[] }) =>
      error.fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.', '')}`),
  );
const where = async (part: Part) =>
  (await bench.level(part)).places.map(({ code, onHand, free }) => `${code || 'depot'} ${onHand} ${free}`);

describe('ST-11 stock places', () => {
  it('take parts from the depot and give them back, at the value they have', async () => {
    const [part, other] = [await stocked(10, '3.3333'), await stocked(4)];
    const van = await place();
    const before = await bench.level(part);
    const { transferId } = await move({
      toPlaceId: van.id,
      lines: [line(part, 3), line(other, 4)],
      comment: 'tournée',
    });
    expect(await where(part)).toEqual(['depot 7.0000 7.0000', `${van.code} 3.0000 3.0000`]);
    expect(await where(other)).toEqual(['depot 0.0000 0.0000', `${van.code} 4.0000 4.0000`]);
    expect(await bench.level(part)).toMatchObject({
      onHand: '10.0000',
      free: '7.0000',
      value: before.value,
      averageCost: before.averageCost, // prettier-ignore
    });
    const { movements } = await bench.client.listPartMovements({ partId: part.id, page: undefined }, await bench.as());
    expect(movements.slice(0, 2)).toMatchObject([
      { kind: 'transfer', quantity: '3.0000', value: '10.00', onHandAfter: '10.0000', placeCode: van.code, originKind: 'internal_transfer', originId: transferId, reason: 'tournée' }, // prettier-ignore
      { kind: 'transfer', quantity: '-3.0000', value: '-10.00', onHandAfter: '7.0000', placeCode: '', originId: transferId }, // prettier-ignore
    ]);
    await move({ fromPlaceId: van.id, lines: [line(part, 3)] });
    expect(await where(part)).toEqual(['depot 10.0000 10.0000']);
    expect((await bench.level(part)).value).toBe(before.value);
  });

  it('are not served from; what comes back goes to whoever waits', async () => {
    const part = await stocked(2);
    const van = await place();
    await move({ toPlaceId: van.id, lines: [line(part, 2)] });
    const { needId } = await bench.file(part, 1);
    expect(await bench.need(needId)).toBe('1 0 0 0 0 waiting');
    await move({ fromPlaceId: van.id, lines: [line(part, 2)] });
    expect(await bench.need(needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000', reserved: '1.0000', free: '1.0000' });
  });

  it('get no more than is free: what is promised stays, what is not there can’t go', async () => {
    const part = await stocked(3);
    await bench.file(part, 2);
    const [van, other] = [await place(), await place()];
    expect(await codes(move({ toPlaceId: van.id, lines: [line(part, 2)] }))).toEqual([
      '/lines/0/quantity internal-transfer.more-than-free',
    ]);
    await move({ toPlaceId: van.id, lines: [line(part, 1)] });
    expect(await codes(move({ fromPlaceId: van.id, toPlaceId: other.id, lines: [line(part, '1.5')] }))).toEqual([
      '/lines/0/quantity internal-transfer.more-than-free',
    ]);
    await move({ fromPlaceId: van.id, toPlaceId: other.id, lines: [line(part, 1)] });
    expect(await where(part)).toEqual(['depot 2.0000 0.0000', `${other.code} 1.0000 1.0000`]);
  });

  it('give the last piece to one of two at once', async () => {
    const part = await stocked(1);
    const vans = await Promise.all([place(), place()]);
    const both = await Promise.allSettled(vans.map(({ id: toPlaceId }) => move({ toPlaceId, lines: [line(part, 1)] })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await bench.level(part)).onHand).toBe('1.0000');
  });

  it('move once, however often the same is asked', async () => {
    const part = await stocked(5);
    const van = await place();
    const key = { idempotencyKey: id() };
    const request = { toPlaceId: van.id, lines: [line(part, 2)] };
    expect(await move(request, key)).toEqual(await move(request, key));
    expect(await where(part)).toEqual(['depot 3.0000 3.0000', `${van.code} 2.0000 2.0000`]);
  });

  it('are corrected where the correction says, never below zero', async () => {
    const part = await bench.part();
    const van = await place();
    const level = await bench.correct(part, 2, '10', van.id);
    expect(level).toMatchObject({ onHand: '2.0000', free: '0.0000', value: '20.00' });
    await bench.correct(part, -1, '', van.id);
    expect(await where(part)).toEqual(['depot 0.0000 0.0000', `${van.code} 1.0000 1.0000`]);
    expect(await codes(bench.correct(part, -2, '', van.id))).toEqual(['/quantity correction.more-than-there']);
    // The depot may owe where the station allows it, whatever lies in vans.
    await bench.correct(part, -1);
    expect(await bench.level(part)).toMatchObject({ onHand: '0.0000', value: '0.00', free: '-1.0000' });
    const { levels } = await bench.client.listStockLevels(
      { page: undefined, negativeOnly: true, partIds: [part.id] },
      await bench.as(),
    );
    expect(levels.map(({ partId }) => partId)).toEqual([part.id]);
  });

  it('ST-12 keep the depot from owing what a van has, where the station refuses it', async () => {
    const part = await stocked(2);
    const van = await place();
    await move({ toPlaceId: van.id, lines: [line(part, 2)] });
    const settings = await bench.client.getStationSettings({}, await bench.as());
    await bench.client.setStationSettings({ settings: { ...settings, refuseNegativeStock: true } }, await bench.as());
    try {
      await expect(bench.correct(part, -1)).rejects.toEqual(refusal('stock.stock-level.would-be-negative'));
      const forged = `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after,
          value_after, origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
        values ($1, $2, 'depot', 'sale', -1, -10, 1, 10, 'customer_order', $2, '', 'user', 'x', now())`;
      await expect(bench.rows(forged, [here.stationId, part.id])).rejects.toMatchObject({
        constraint: 'part_stock_not_negative',
      });
    } finally {
      await bench.client.setStationSettings({ settings }, await bench.as());
    }
  });

  it('are places by constraint: of this station’s list, and not below zero', async () => {
    const part = await stocked(1);
    const brand = await bench.client.createCatalogueEntry(
      { entry: CatalogueEntry.fromPartial({ kind: 'brand', code: 'LIEUX', label: 'Lieux' }) },
      await bench.as(),
    );
    const strange = await place({}, { tenant: elsewhere });
    const insert = 'insert into stock_level (station_id, part_id, location) values ($1, $2, $3)';
    for (const location of [brand.id, strange.id, id()]) {
      await expect(bench.rows(insert, [here.stationId, part.id, location])).rejects.toMatchObject({ code: '23503' });
    }
    const van = await place();
    await expect(
      bench.rows(`${insert.replace('location)', 'location, on_hand)').replace('$3', '$3, -1')}`, [
        here.stationId,
        part.id,
        van.id,
      ]),
    ).rejects.toMatchObject({ constraint: 'stock_level_elsewhere' });
  });

  it('refuse what makes no sense', async () => {
    const part = await stocked(5);
    const labour = await bench.part({ kind: 'special_item' });
    const van = await place();
    const toPlaceId = van.id;
    expect(await codes(move({ lines: [line(part, 1)] }))).toEqual(['/toPlaceId internal-transfer.same-place']);
    expect(await codes(move({ toPlaceId, lines: [] }))).toEqual(['/lines internal-transfer.lines-wrong']);
    expect(await codes(move({ toPlaceId, lines: [line(part, 1), line(part, '-1')] }))).toEqual([
      '/lines/1/partId internal-transfer.part-twice',
      '/lines/1/quantity internal-transfer.quantity-wrong',
    ]);
    expect(await codes(move({ toPlaceId, lines: [line(labour, 1)] }))).toEqual([
      '/lines/0/partId internal-transfer.part-unknown',
    ]);
    expect(await codes(move({ toPlaceId: id(), lines: [line(part, 1)] }))).toEqual(['/toPlaceId stock-place.unknown']);
    const entry = { ...van, active: false };
    await bench.client.changeCatalogueEntry({ entryId: van.id, expectedVersion: van.version, entry }, await bench.as());
    expect(await codes(move({ toPlaceId, lines: [line(part, 1)] }))).toEqual(['/toPlaceId stock-place.retired']);
    expect(await codes(place({ placeType: '' }))).toEqual(['/placeType catalogue-entry.not-accepted']);
    expect(await codes(place({ kind: 'brand' }))).toEqual(['/placeType catalogue-entry.not-of-a-place']);
  });

  it('E-027 take quantities as their unit counts', async () => {
    const unit = { kind: 'unit', code: 'U0', label: 'Entier', unitType: 'piece', decimals: 0 };
    const { id: unitId } = await bench.client.createCatalogueEntry(
      { entry: CatalogueEntry.fromPartial(unit) },
      await bench.as(),
    );
    const part = await bench.part({ unitId });
    await bench.correct(part, 3);
    const { id: toPlaceId } = await place();
    expect(await codes(move({ toPlaceId, lines: [line(part, '1.5')] }))).toEqual([
      '/lines/0/quantity internal-transfer.quantity-too-precise',
    ]);
  });

  it('ID-4 ID-10 are moved between by who may, in their station', async () => {
    const part = await stocked(1);
    const strange = await place({}, { tenant: elsewhere });
    const van = await place();
    const rights = RIGHTS.filter((right) => right !== 'stock:stock-level.move');
    const request = { toPlaceId: van.id, lines: [line(part, 1)] };
    await expect(move(request, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    expect(await codes(move({ ...request, toPlaceId: strange.id }))).toEqual(['/toPlaceId stock-place.unknown']);
    expect(await codes(move({ ...request, toPlaceId: strange.id }, { tenant: elsewhere }))).toEqual([
      '/lines/0/partId internal-transfer.part-unknown',
    ]);
  });
});

describe('ST-14 an inventory', () => {
  it('counts what lies at the depot, and leaves alone what lies elsewhere', async () => {
    const part = await stocked(5);
    const van = await place();
    await move({ toPlaceId: van.id, lines: [line(part, 2)] });
    const scope = { kind: 'selection', partIds: [part.id], familyIds: [], locationIds: [], supplierPartyIds: [] };
    const open = OpenInventoryRequest.fromPartial({ label: '', scope, groupBy: 'none', sortBy: 'reference' });
    const inventory = await bench.client.openInventory(open, await bench.as());
    for (const request of [
      { toPlaceId: van.id, lines: [line(part, 1)] },
      { fromPlaceId: van.id, lines: [line(part, 1)] },
    ]) {
      await expect(move(request)).rejects.toEqual(refusal('stock.inventory.part-counted'));
    }
    const page = await bench.client.listInventoryLines(
      { inventoryId: inventory.id, query: undefined },
      await bench.as(),
    );
    const lineId = page.lines[0]?.id as string;
    const counted = await bench.client.setInventoryLines(
      { inventoryId: inventory.id, lines: [{ lineId, counted: '2', ticked: true }] },
      await bench.as(),
    );
    const after = await bench.client.listInventoryLines(
      { inventoryId: inventory.id, query: undefined },
      await bench.as(),
    );
    expect(after.lines[0]).toMatchObject({ expected: '3.0000', difference: '-1.0000' });
    await bench.client.validateInventory({ id: inventory.id, expectedVersion: counted.version }, await bench.as());
    expect(await where(part)).toEqual(['depot 2.0000 2.0000', `${van.code} 2.0000 2.0000`]);
    expect((await bench.level(part)).value).toBe('40.00');
  });
});
