import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AllocationWithdrawnMessage,
  ConsumePartsMessage,
  PartAllocatedMessage,
  PartsNeedWithdrawnMessage,
  ReturnPartsMessage,
} from '@navette/contracts';
import type { ConsumeParts } from '@navette/contracts/stock/v1/commands';
import { OpenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { CatalogueEntry, type Need, type Part } from '@navette/contracts/stock/v1/service';
import { SeededRandom } from '@navette/platform/seed';
import { Bench, elsewhere, here, id, refusal, RIGHTS, type Wanted } from '../test/bench.helper.js';

let bench: Bench;
let places = 0;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());
afterEach(async () => {
  expect(await bench.imbalances()).toEqual([]);
  expect(await bench.untold()).toEqual([]);
});

type As = Parameters<Bench['as']>[0];

async function van(as: As = {}): Promise<CatalogueEntry> {
  const code = `VAN${++places}`;
  const entry = CatalogueEntry.fromPartial({ kind: 'stock_place', code, label: 'Camion', placeType: 'van' });
  return bench.client.createCatalogueEntry({ entry }, await bench.as(as));
}

/** A part of which so much lies in a new van, at 6 each. */
async function inVan(quantity: string | number): Promise<{ part: Part; place: CatalogueEntry }> {
  const [part, place] = [await bench.part(), await van()];
  await bench.correct(part, quantity, '6', place.id);
  return { part, place };
}

const take = async (needId: string, placeId: string, quantity: string | number, as: As = {}): Promise<Need> =>
  bench.client.allocateFromPlace({ needId, placeId, quantity: String(quantity) }, await bench.as(as));
const release = async (needId: string, placeId: string, as: As = {}): Promise<Need> =>
  bench.client.releaseFromPlace({ needId, placeId }, await bench.as(as));
const codes = async (refused: Promise<unknown>) =>
  refused.then(
    () => [],
    (error: { fields: { pointer: string; code: string; params: object }[] }) =>
      error.fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.', '')}`),
  );
/** What lies where: on hand, reserved, free. */
const where = async (part: Part) =>
  (await bench.level(part)).places.map(
    ({ code, onHand, reserved, free }) => `${code || 'depot'} ${[onHand, reserved, free].map(Number).join(' ')}`,
  );
const move = async (part: Part, quantity: number, fromPlaceId: string, toPlaceId = '') => {
  const lines = [{ partId: part.id, quantity: String(quantity) }];
  return bench.client.moveStock({ fromPlaceId, toPlaceId, lines, comment: '' }, await bench.as());
};
const withdraw = ({ originId: fileId, needId }: Wanted) =>
  bench.tell('parts-need-withdrawn', PartsNeedWithdrawnMessage, { fileId, lineIds: [needId] });
const ofNeed =
  ({ needId }: Wanted) =>
  (message: { needId: string }) =>
    message.needId === needId;

const consumption = ({ originId, needId }: Wanted, part: Part, used: string): ConsumeParts => ({
  request: { sagaId: id(), requestId: id() },
  itemKey: originId,
  originKind: 'intervention_file',
  originId,
  lines: [{ needId, partId: part.id, used }],
});
const consume = (command: ConsumeParts) => bench.ask('consume-parts', ConsumePartsMessage, command);
const giveBack = ({ request, itemKey, originKind, originId }: ConsumeParts) =>
  bench.ask('return-parts', ReturnPartsMessage, {
    request: { sagaId: request?.sagaId as string, requestId: id() },
    itemKey,
    originKind,
    originId,
  });

describe('ST-11 ST-13 what lies in a van', () => {
  it('is given to a need by choice, for good, and its origin is told', async () => {
    const { part, place } = await inVan(3);
    const file = await bench.file(part, 2);
    expect(await bench.need(file.needId)).toBe('2 0 0 0 0 waiting');
    expect(await take(file.needId, place.id, 2)).toMatchObject({ allocated: '2.0000', state: 'allocated' });
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 3 2 1`]);
    expect(await bench.level(part)).toMatchObject({ onHand: '3.0000', reserved: '2.0000', free: '0.0000' });
    expect(await bench.heard(PartAllocatedMessage, ofNeed(file))).toMatchObject([
      { originId: file.originId, partId: part.id, quantity: '2.0000', needAllocated: '2.0000', needQuantity: '2.0000' },
    ]);
    const elsewhere = [{ placeId: place.id, code: place.code, label: place.label, quantity: '2.0000' }];
    expect(await bench.client.getNeed({ id: file.needId }, await bench.as())).toMatchObject({ elsewhere });
    const { wants } = await bench.client.getPartRotation({ partId: part.id }, await bench.as());
    expect(wants).toMatchObject([{ needId: file.needId, reserved: '2.0000', elsewhere }]);
    // Nothing has moved but what came.
    const { movements } = await bench.client.listPartMovements({ partId: part.id, page: undefined }, await bench.as());
    expect(movements).toHaveLength(1);
  });

  it('is given once, however often the same is asked', async () => {
    const { part, place } = await inVan(3);
    const file = await bench.file(part, 3);
    const key = { idempotencyKey: id() };
    expect(await take(file.needId, place.id, 1, key)).toEqual(await take(file.needId, place.id, 1, key));
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 3 1 2`]);
  });

  it('is given to one of two who want the last at once', async () => {
    const { part, place } = await inVan(1);
    const files = [await bench.file(part), await bench.file(part)];
    const both = await Promise.allSettled(files.map(({ needId }) => take(needId, place.id, 1)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 1 1 0`]);
  });

  it('takes the place of what the need has on order, what waits first', async () => {
    const { part, place } = await inVan(5);
    const order = await bench.order(part, 3);
    await bench.ordered(order.needId);
    expect(await bench.need(order.needId)).toBe('0 3 0 0 0 on_order');
    await take(order.needId, place.id, 1);
    expect(await bench.need(order.needId)).toBe('0 2 1 0 0 partly_allocated');
    await take(order.needId, place.id, 2);
    expect(await bench.need(order.needId)).toBe('0 0 3 0 0 allocated');
  });

  it('is served beside the depot, which still serves by itself', async () => {
    const { part, place } = await inVan(2);
    await bench.correct(part, 1, '6');
    const file = await bench.file(part, 2);
    expect(await bench.need(file.needId)).toBe('1 0 1 0 0 partly_allocated');
    await take(file.needId, place.id, 1);
    expect(await where(part)).toEqual(['depot 1 1 0', `${place.code} 2 1 1`]);
  });

  it('is refused beyond what is there, what is wanted, and what makes no sense', async () => {
    const { part, place } = await inVan(2);
    const [file, other] = [await bench.file(part, 4), await bench.file(part, 1)];
    await take(other.needId, place.id, 1);
    expect(await codes(take(file.needId, place.id, 2))).toEqual(['/quantity allocation.more-than-free']);
    expect(await codes(take(file.needId, place.id, '4.0001'))).toEqual(['/quantity allocation.more-than-wanted']);
    expect(await codes(take(file.needId, place.id, 0))).toEqual(['/quantity allocation.quantity-wrong']);
    expect(await codes(take(file.needId, place.id, -1))).toEqual(['/quantity allocation.quantity-wrong']);
    expect(await codes(take(file.needId, place.id, 'two'))).toHaveLength(1);
    expect(await codes(take(file.needId, (await van()).id, 1))).toEqual(['/quantity allocation.more-than-free']);
    // The depot serves by itself; another station's place is none here.
    for (const placeId of ['', id(), (await van({ tenant: elsewhere })).id]) {
      expect(await codes(take(file.needId, placeId, 1))).toEqual(['/placeId stock-place.unknown']);
    }
    await expect(take(other.needId, place.id, 1)).rejects.toEqual(refusal('stock.allocation.nothing-wanted'));
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 2 1 1`]);
  });

  it('E-027 is given as its unit counts', async () => {
    const entry = CatalogueEntry.fromPartial({ kind: 'unit', code: 'U0', label: 'Entier', unitType: 'piece', decimals: 0 }); // prettier-ignore
    const { id: unitId } = await bench.client.createCatalogueEntry({ entry }, await bench.as());
    const [part, place] = [await bench.part({ unitId }), await van()];
    await bench.correct(part, 2, '6', place.id);
    const { needId } = await bench.file(part, 2);
    expect(await codes(take(needId, place.id, '1.5'))).toEqual(['/quantity allocation.quantity-too-precise']);
  });

  it('is not given while a quote is pending, nor while it is counted', async () => {
    const { part, place } = await inVan(2);
    const file = await bench.file(part, 1);
    await bench.client.changeNeed({ id: file.needId, frozen: true }, await bench.as());
    await expect(take(file.needId, place.id, 1)).rejects.toEqual(refusal('stock.allocation.need-frozen'));
    await bench.client.changeNeed({ id: file.needId, frozen: false }, await bench.as());
    const scope = { kind: 'selection', partIds: [part.id], familyIds: [], locationIds: [], supplierPartyIds: [] };
    const open = OpenInventoryRequest.fromPartial({ placeId: place.id, scope });
    await bench.client.openInventory(open, await bench.as());
    await expect(take(file.needId, place.id, 1)).rejects.toEqual(refusal('stock.inventory.part-counted'));
    expect(await bench.need(file.needId)).toBe('1 0 0 0 0 waiting');
  });

  it('is given from a place that is retired, so that it gets empty', async () => {
    const { part, place } = await inVan(1);
    const entry = { ...place, active: false };
    await bench.client.changeCatalogueEntry({ entryId: place.id, expectedVersion: place.version, entry }, await bench.as()); // prettier-ignore
    const file = await bench.file(part);
    expect(await take(file.needId, place.id, 1)).toMatchObject({ state: 'allocated' });
  });

  it('stays there after all where somebody leaves it, once; the need waits, and its origin is told', async () => {
    const { part, place } = await inVan(3);
    const file = await bench.file(part, 2);
    await take(file.needId, place.id, 1);
    await take(file.needId, place.id, 1);
    const key = { idempotencyKey: id() };
    const left = await release(file.needId, place.id, key);
    expect(left).toMatchObject({ allocated: '0.0000', waiting: '2.0000', state: 'waiting', elsewhere: [] });
    expect(await release(file.needId, place.id, key)).toEqual(left);
    await expect(release(file.needId, place.id)).rejects.toEqual(refusal('stock.allocation.none-there'));
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 3 0 3`]);
    const told = await bench.heard(AllocationWithdrawnMessage, ofNeed(file));
    expect(told.map(({ quantity, reason, needAllocated }) => [quantity, reason, needAllocated])).toEqual([
      ['1.0000', 'released', '0.0000'],
      ['1.0000', 'released', '0.0000'],
    ]);
    expect(await take(file.needId, place.id, 2)).toMatchObject({ state: 'allocated' });
  });

  it('is left there by its need alone, which gets what the depot has free', async () => {
    const { part, place } = await inVan(2);
    const [first, second] = [await bench.file(part), await bench.file(part)];
    await take(first.needId, place.id, 1);
    await take(second.needId, place.id, 1);
    // At the depot it goes by itself to who waits: to nobody, until the first one does.
    await bench.correct(part, 1, '6');
    expect(await release(first.needId, place.id)).toMatchObject({ state: 'allocated', elsewhere: [] });
    expect(await where(part)).toEqual(['depot 1 1 0', `${place.code} 2 1 1`]);
    for (const wrong of ['', 'depot', id()]) {
      await expect(release(first.needId, wrong)).rejects.toEqual(refusal('stock.allocation.none-there'));
    }
    const rights = RIGHTS.filter((right) => right !== 'stock:need.allocate');
    await expect(release(second.needId, place.id, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    for (const one of [second.needId, id(), 'no id']) {
      await expect(release(one, place.id, { tenant: elsewhere })).rejects.toEqual(refusal('stock.need.not-found'));
    }
    expect(await where(part)).toEqual(['depot 1 1 0', `${place.code} 2 1 1`]);
  });

  it('ID-4 ID-10 is given by who may, to a need of their station', async () => {
    const { part, place } = await inVan(1);
    const { needId } = await bench.file(part);
    const rights = RIGHTS.filter((right) => right !== 'stock:need.allocate');
    await expect(take(needId, place.id, 1, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    for (const one of [needId, id(), 'no id']) {
      await expect(take(one, place.id, 1, { tenant: elsewhere })).rejects.toEqual(refusal('stock.need.not-found'));
    }
  });

  it('is promised no further than it is there, by constraint', async () => {
    const { part, place } = await inVan(1);
    const { needId } = await bench.file(part, 2);
    await take(needId, place.id, 1);
    const forged = `insert into allocation (station_id, id, need_id, part_id, location, quantity, state, created_at)
      values ($1, $2, $3, $4, $5, 1, 'confirmed', now())`;
    await expect(bench.rows(forged, [here.stationId, id(), needId, part.id, place.id])).rejects.toMatchObject({
      constraint: 'stock_level_reserved',
    });
  });
});

describe('ST-11 what is promised in a van', () => {
  it('stays there: no more is moved than is free', async () => {
    const { part, place } = await inVan(3);
    const file = await bench.file(part, 2);
    await take(file.needId, place.id, 2);
    expect(await codes(move(part, 2, place.id))).toEqual(['/lines/0/quantity internal-transfer.more-than-free']);
    await move(part, 1, place.id);
    expect(await where(part)).toEqual(['depot 1 0 1', `${place.code} 2 2 0`]);
  });

  it('is taken back from the latest need, as much as must be, when it is not there any more', async () => {
    const { part, place } = await inVan(4);
    const [first, last] = [await bench.file(part, 1), await bench.file(part, 3)];
    await take(last.needId, place.id, 3);
    await take(first.needId, place.id, 1);
    await bench.correct(part, -2, '', place.id);
    expect(await bench.need(first.needId)).toBe('0 0 1 0 0 allocated');
    expect(await bench.need(last.needId)).toBe('2 0 1 0 0 partly_allocated');
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 2 2 0`]);
    expect(await bench.heard(AllocationWithdrawnMessage, ofNeed(last))).toMatchObject([
      { quantity: '2.0000', needAllocated: '1.0000', reason: 'stock-corrected' },
    ]);
    expect(await codes(bench.correct(part, -3, '', place.id))).toEqual(['/quantity correction.more-than-there']);
  });

  it('is not touched by what leaves the depot, nor the depot by what leaves there', async () => {
    const { part, place } = await inVan(1);
    await bench.correct(part, 1, '6');
    const [atDepot, inTheVan] = [await bench.file(part), await bench.file(part)];
    await take(inTheVan.needId, place.id, 1);
    await bench.correct(part, -1);
    expect(await bench.need(atDepot.needId)).toBe('1 0 0 0 0 waiting');
    expect(await bench.need(inTheVan.needId)).toBe('0 0 1 0 0 allocated');
  });

  it('is free again there when the file is cancelled, and given to nobody by itself', async () => {
    const { part, place } = await inVan(2);
    const [file, next] = [await bench.file(part, 2), await bench.file(part, 1)];
    await take(file.needId, place.id, 2);
    await withdraw(file);
    expect(await bench.need(file.needId)).toBe('0 0 0 0 2 cancelled');
    expect(await bench.need(next.needId)).toBe('1 0 0 0 0 waiting');
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 2 0 2`]);
  });
});

describe('ST-10 ST-11 what is used from a van', () => {
  const movements = async (part: Part) => {
    const page = await bench.client.listPartMovements({ partId: part.id, page: undefined }, await bench.as());
    return page.movements.map(
      ({ kind, placeCode, quantity, value }) => `${kind} ${placeCode || 'depot'} ${Number(quantity)} ${value}`,
    );
  };

  it('leaves the van at the average cost, and comes back there with its promise', async () => {
    const { part, place } = await inVan(2);
    await bench.correct(part, 2, '12');
    const file = await bench.file(part, 4);
    await take(file.needId, place.id, 2);
    const command = consumption(file, part, '3');
    for (let i = 0; i < 2; i++) expect(await consume(command)).toEqual(['done', {}]);
    // First what is at hand: both of the van, one of the depot.
    expect((await movements(part)).slice(0, 2).sort()).toEqual([
      `repair_use ${place.code} -2 -18.00`,
      'repair_use depot -1 -9.00',
    ]);
    expect(await bench.need(file.needId)).toBe('0 0 0 3 1 consumed');
    expect(await bench.level(part)).toMatchObject({ onHand: '1.0000', value: '9.00', reserved: '0.0000', free: '1.0000' }); // prettier-ignore
    expect(await where(part)).toEqual(['depot 1 0 1']);

    for (let i = 0; i < 2; i++) expect(await giveBack(command)).toEqual(['done', {}]);
    expect(await where(part)).toEqual(['depot 2 2 0', `${place.code} 2 2 0`]);
    expect(await bench.level(part)).toMatchObject({ onHand: '4.0000', value: '36.00' });
    expect(await bench.need(file.needId)).toBe('0 0 4 0 0 allocated');
    expect((await movements(part)).slice(0, 2).sort()).toEqual([`return ${place.code} 2 18.00`, 'return depot 1 9.00']);
  });

  it('leaves in the van what was not used, free again', async () => {
    const { part, place } = await inVan(3);
    const file = await bench.file(part, 3);
    await take(file.needId, place.id, 3);
    await consume(consumption(file, part, '1'));
    expect(await bench.need(file.needId)).toBe('0 0 0 1 2 consumed');
    expect(await where(part)).toEqual(['depot 0 0 0', `${place.code} 2 0 2`]);
    expect(await bench.level(part)).toMatchObject({ value: '12.00' });
  });

  it('leaves while the depot owes some, at what it costs', async () => {
    const { part, place } = await inVan(1);
    await bench.correct(part, -1);
    const file = await bench.file(part, 1);
    await take(file.needId, place.id, 1);
    expect(await consume(consumption(file, part, '1'))).toEqual(['done', {}]);
    expect(await bench.level(part)).toMatchObject({ onHand: '-1.0000', value: '-6.00' });
  });
});

describe('ST-11 ST-13 many at once, at the depot and in vans', () => {
  const SEED = 'places 1';
  /** What may be answered to whoever comes too late, or asks for more than there is. */
  const REFUSALS = /^stock\.(allocation\.(invalid|nothing-wanted)|internal-transfer\.invalid|correction\.invalid)$/;

  it(`promise no more than lies there, and lose no part (seed: ${SEED})`, async () => {
    const random = new SeededRandom(SEED);
    const [part, ...vans] = [await bench.part(), await van(), await van()] as const;
    const placeIds = ['', ...vans.map((place) => place.id)];
    await Promise.all(placeIds.map((placeId) => bench.correct(part, 6, '6', placeId)));
    const files: Wanted[] = [];
    const used: ConsumeParts[] = [];
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => files.push(await bench.file(part, random.int(1, 3))),
      async () => files.push(await bench.file(part, random.int(1, 3))),
      () => take(random.pick(files).needId, random.pick(vans).id, random.int(1, 2)),
      () => take(random.pick(files).needId, random.pick(vans).id, random.int(1, 2)),
      () => bench.correct(part, random.chance(30) ? -1 : 1, '', random.pick(placeIds)),
      () => move(part, 1, random.pick(vans).id, random.pick(placeIds)),
      () => move(part, 1, '', random.pick(vans).id),
      async () => {
        const command = consumption(random.pick(files), part, '1');
        if ((await consume(command))[0] === 'done') used.push(command);
      },
      async () => used.length > 0 && giveBack(random.pick(used)),
      () => withdraw(random.pick(files)),
    ];
    for (let i = 0; i < 4; i++) files.push(await bench.file(part, 3));
    const refused: string[] = [];
    let done = 0;
    for (let round = 0; round < 40; round++) {
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => random.pick(steps)()));
      for (const result of results) {
        if (result.status === 'fulfilled') done += 1;
        else refused.push(String((result.reason as { code?: string }).code ?? result.reason));
      }
      expect(await bench.imbalances()).toEqual([]);
    }
    expect(refused.filter((code) => !REFUSALS.test(code))).toEqual([]);
    expect(done).toBeGreaterThan(100);
    const [held] = await bench.rows<{ vans: number; depot: number }>(
      `select count(*) filter (where location <> 'depot')::int as vans, count(*) filter (where location = 'depot')::int as depot
       from allocation where part_id = $1`,
      [part.id],
    );
    // One that gave nothing from vans would prove nothing.
    expect(held?.vans).toBeGreaterThan(5);
    expect(held?.depot).toBeGreaterThan(5);
  }, 120_000);
});
