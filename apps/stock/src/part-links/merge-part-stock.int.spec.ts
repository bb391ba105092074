import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PartChangedMessage } from '@navette/contracts';
import { OpenInventoryRequest } from '@navette/contracts/stock/v1/inventories';
import { CatalogueEntry, type Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());
afterEach(async () => {
  expect(await bench.imbalances()).toEqual([]);
});

type As = Parameters<Bench['as']>[0];

const link = async (part: Part, other: Part, kind: string) =>
  bench.client.linkParts({ partId: part.id, otherPartId: other.id, kind }, await bench.as());
const merge = async (part: Part, survivor: Part, as: As = {}) =>
  bench.client.mergePartStock({ partId: part.id, survivorPartId: survivor.id }, await bench.as(as));
const movements = async (part: Part) =>
  (await bench.client.listPartMovements({ partId: part.id, page: undefined }, await bench.as())).movements;

/** A part with stock and what replaces it. */
async function replaced(
  quantity: string | number,
  unitCost = '10',
  overrides: Partial<Part> = {},
): Promise<[Part, Part]> {
  const [part, survivor] = [await bench.part(overrides), await bench.part(overrides)];
  if (quantity !== 0) await bench.correct(part, quantity, unitCost);
  await link(part, survivor, 'replacement');
  return [part, survivor];
}

describe('ST-3 the stock of a replaced part', () => {
  it('becomes its survivor’s, place by place and to the cent, and goes to whoever waits', async () => {
    const [part, survivor] = await replaced(7, '3.3333');
    await bench.correct(survivor, 1, '5');
    const van = await bench.client.createCatalogueEntry(
      { entry: CatalogueEntry.fromPartial({ kind: 'stock_place', code: 'CAM1', label: 'Camion', placeType: 'van' }) },
      await bench.as(),
    );
    await bench.client.moveStock(
      { fromPlaceId: '', toPlaceId: van.id, lines: [{ partId: part.id, quantity: '2' }], comment: '' },
      await bench.as(),
    );
    const { needId } = await bench.order(survivor, 4);
    const links = await merge(part, survivor);
    expect(links.replacements).toMatchObject([{ partId: survivor.id }]);
    expect(await bench.level(part)).toMatchObject({ onHand: '0.0000', value: '0.00' });
    // 7 at 23.33 in all, and 1 at 5.00.
    expect(await bench.level(survivor)).toMatchObject({ onHand: '8.0000', reserved: '4.0000', value: '28.33' });
    expect((await bench.level(survivor)).places.map(({ code, onHand }) => [code, onHand])).toEqual([
      ['', '6.0000'],
      ['CAM1', '2.0000'],
    ]);
    expect(await bench.need(needId)).toBe('0 0 4 0 0 allocated');
    expect(await bench.untold()).toEqual([]);
    const [old, later] = [await movements(part), await movements(survivor)];
    expect(old.map(({ kind, quantity }) => `${kind} ${quantity}`)).toEqual(
      expect.arrayContaining(['merge -2.0000', 'merge -5.0000', 'correction_in 7.0000']),
    );
    expect(old[0]).toMatchObject({ originKind: 'part_merge', originId: survivor.id, originNumber: survivor.reference });
    expect(later[0]).toMatchObject({ kind: 'merge', originKind: 'part_merge', originNumber: part.reference });
  });

  it('leaves an exhausted part in whose place the survivor is offered, an equivalent one too', async () => {
    const [part, survivor] = [await bench.part(), await bench.part()];
    await bench.correct(part, 2);
    await link(part, survivor, 'equivalent');
    await merge(part, survivor);
    const after = await bench.client.getPart({ id: part.id }, await bench.as());
    expect(after.state).toBe('exhausted');
    const { offers } = await bench.client.offerReplacements({ partId: part.id }, await bench.as());
    expect(offers.map(({ part: offered, kind, free }) => [offered?.id, kind, free])).toEqual([
      [survivor.id, 'replacement', '2.0000'],
    ]);
    const told = await bench.heard(PartChangedMessage, ({ partId }) => [part.id, survivor.id].includes(partId));
    expect(told.slice(-2).map(({ partId }) => partId)).toEqual([part.id, survivor.id]);
  });

  it('stays where the part still is wanted, ordered, received or counted, and says by what', async () => {
    const [wanted, one] = await replaced(2);
    const { originId } = await bench.file(wanted, 1);
    await expect(merge(wanted, one)).rejects.toMatchObject({
      code: 'stock.part-merge.still-used',
      params: { reference: wanted.reference, holders: [`LIL-DI-2026-${originId.slice(-6)}`] },
    });

    const [ordered, two] = await replaced(0);
    const { needId } = await bench.order(ordered, 1);
    const [order] = await bench.ordered(needId);
    await expect(merge(ordered, two)).rejects.toMatchObject({
      params: { holders: expect.arrayContaining([order?.number]) as unknown },
    });

    const [received, three] = await replaced(1);
    const receipt = await bench.client.createGoodsReceipt(
      { supplierOrderId: '', supplierPartyId: bench.supplier, pull: 'none', until: '', orderNumbers: [], deliveryNote: '', countermark: '' }, // prettier-ignore
      await bench.as(),
    );
    await bench.client.setGoodsReceiptLines(
      { id: receipt.id, expectedVersion: receipt.version, lines: [{ lineId: '', partId: received.id, quantity: '1', unitPrice: '' }] }, // prettier-ignore
      await bench.as(),
    );
    await expect(merge(received, three)).rejects.toMatchObject({ params: { holders: [receipt.number] } });

    for (const counts of ['part', 'survivor'] as const) {
      const [part, survivor] = await replaced(1);
      await bench.correct(survivor, 1);
      const partIds = [counts === 'part' ? part.id : survivor.id];
      const scope = { kind: 'selection', partIds, familyIds: [], locationIds: [], supplierPartyIds: [] };
      const open = OpenInventoryRequest.fromPartial({ label: '', scope, groupBy: 'none', sortBy: 'reference' });
      await bench.client.openInventory(open, await bench.as());
      await expect(merge(part, survivor)).rejects.toEqual(refusal('stock.inventory.part-counted'));
    }
  });

  it('goes to a linked part of the same unit alone, and only where there is some', async () => {
    const [part, survivor] = await replaced(1);
    await expect(merge(part, await bench.part())).rejects.toEqual(refusal('stock.part-merge.not-linked'));
    await expect(merge(survivor, part)).rejects.toEqual(refusal('stock.part-merge.not-linked'));
    await link(part, survivor, 'equivalent');
    await bench.correct(survivor, 1);
    await expect(merge(survivor, part)).rejects.toEqual(refusal('stock.part-link.circle'));
    const [none, other] = await replaced(0);
    await expect(merge(none, other)).rejects.toEqual(refusal('stock.part-merge.nothing-there'));
    const [owed, third] = await replaced(-1, '');
    await expect(merge(owed, third)).rejects.toEqual(refusal('stock.part-merge.nothing-there'));
    const { entries } = await bench.client.listCatalogueEntries({ query: undefined }, await bench.as());
    const unit = entries.find(({ kind }) => kind === 'unit') as CatalogueEntry;
    const byUnit = await bench.part({ unitId: unit.id });
    await bench.correct(byUnit, 1);
    await link(byUnit, survivor, 'replacement');
    await expect(merge(byUnit, survivor)).rejects.toEqual(refusal('stock.part-merge.units-differ'));
  });

  it('is merged once by two at once, and once however often the same is asked', async () => {
    const [part, survivor] = await replaced(3);
    const both = await Promise.allSettled([merge(part, survivor), merge(part, survivor)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [again, heir] = await replaced(3);
    const key = { idempotencyKey: id() };
    expect(await merge(again, heir, key)).toEqual(await merge(again, heir, key));
    expect((await bench.level(heir)).onHand).toBe('3.0000');
  });

  it('puts right what the survivor owed', async () => {
    const [part, survivor] = await replaced(3, '10');
    await bench.correct(survivor, -1);
    await merge(part, survivor);
    expect(await bench.level(survivor)).toMatchObject({ onHand: '2.0000', value: '20.00' });
  });

  it('ID-4 ID-10 is merged by who may, in their station', async () => {
    const [part, survivor] = await replaced(1);
    const rights = RIGHTS.filter((right) => right !== 'stock:part.merge');
    await expect(merge(part, survivor, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await expect(merge(part, survivor, { tenant: elsewhere })).rejects.toEqual(refusal('stock.part.not-found'));
  });
});
