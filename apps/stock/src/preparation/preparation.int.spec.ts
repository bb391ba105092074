import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Part } from '@navette/contracts/stock/v1/service';
import { CatalogueEntry } from '@navette/contracts/stock/v1/service';
import { pdfText, type TestService } from '@navette/testing';
import { Bench, elsewhere, id, refusal } from '../test/bench.helper.js';
import { startStandIns } from '../test/stand-ins.js';

let bench: Bench;
let standIns: TestService[];

beforeAll(async () => {
  const { env, services } = await startStandIns();
  standIns = services;
  bench = await Bench.start({ env });
});
afterAll(async () => {
  await bench.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

/** A part that lies in a place, so many of it in stock. */
async function placed(code: string, onHand: number): Promise<Part> {
  const entry = CatalogueEntry.fromPartial({ kind: 'storage_location', code, label: code, active: true });
  const { id: locationId } = await bench.client.createCatalogueEntry({ entry }, await bench.as());
  const part = await bench.part({ locationId, designation: `Pompe ${code}` });
  if (onHand > 0) await bench.correct(part, onHand, '6');
  return part;
}
const list = async (originIds: readonly string[], options = {}) =>
  (await bench.client.listPreparedParts({ originIds: [...originIds] }, await bench.as(options))).parts;
const pickList = async (orderIds: readonly string[], language = 'fr', options = {}) =>
  bench.client.printPickList({ orderIds: [...orderIds], language }, await bench.as(options));

describe('ST-16 parts that are ready', () => {
  it('are told by place, with what is missing and on its way', async () => {
    const [far, near, none] = [await placed('B-02', 2), await placed('A-01', 1), await bench.part()];
    const originId = id();
    const first = await bench.order(far, 5, originId);
    await bench.order(near, 1, originId);
    await bench.order(none, 1, originId);
    await bench.ordered(first.needId);
    expect(await list([originId])).toMatchObject([
      {
        reference: near.reference,
        locationCode: 'A-01',
        ready: '1.0000',
        missing: '0.0000',
        originKind: 'customer_order',
      },
      { reference: far.reference, locationCode: 'B-02', ready: '2.0000', missing: '3.0000', onOrder: '3.0000' },
      { reference: none.reference, locationCode: '', ready: '0.0000', missing: '1.0000', countedBy: '' },
    ]);
    expect(await list([originId], { tenant: elsewhere })).toEqual([]);
  });

  it('of a receipt are ready once the order has taken them', async () => {
    const part = await bench.part();
    const order = await bench.order(part, 1);
    const [sent] = await bench.ordered(order.needId);
    await bench.validate(await bench.receipt(sent as never));
    expect(await list([order.originId])).toMatchObject([{ ready: '0.0000', missing: '1.0000' }]);
  });

  it('name the inventory that holds them', async () => {
    const part = await placed('C-03', 1);
    const order = await bench.order(part, 1);
    const scope = { kind: 'selection', partIds: [part.id], familyIds: [], locationIds: [], supplierPartyIds: [] };
    const inventory = await bench.client.openInventory({ label: '', scope, groupBy: 'none', sortBy: 'location', toPost: false, takeOverStock: false }, await bench.as()); // prettier-ignore
    expect(await list([order.originId])).toMatchObject([{ ready: '1.0000', countedBy: inventory.number }]);
  });

  it('are asked of 200 origins at most', async () => {
    await expect(list(Array.from({ length: 201 }, id))).rejects.toEqual(refusal('stock.preparation.too-many'));
    await expect(list([id()], { rights: ['stock:part.read'] })).rejects.toEqual(refusal('platform.request.forbidden'));
  });
});

describe('ST-16 the pick list', () => {
  it('leads from place to place through what is ready, and not to what is not', async () => {
    const [far, near, none] = [await placed('Z-09', 2), await placed('D-04', 1), await bench.part()];
    const [first, second] = [await bench.order(far, 2), await bench.order(near, 1)];
    await bench.order(none, 1, first.originId);
    const { content, fileName } = await pickList([first.originId, second.originId]);
    expect(fileName).toMatch(/^prelevement-\d{4}-\d\d-\d\d\.pdf$/);
    const text = await pdfText(content);
    for (const said of ['Liste de prélèvement', `BC-${first.originId.slice(-6)}`, far.reference, near.reference]) {
      expect(text).toContain(said);
    }
    expect(text.indexOf('D-04')).toBeLessThan(text.indexOf('Z-09'));
    expect(text).not.toContain(none.reference);
    expect(await pdfText((await pickList([second.originId], 'en')).content)).toContain('Pick list');
  });

  it('is none where nothing is ready, nor of the orders of another station', async () => {
    const order = await bench.order(await placed('E-05', 1), 1);
    await expect(pickList([id()])).rejects.toEqual(refusal('stock.preparation.nothing-ready'));
    await expect(pickList([order.originId], 'fr', { tenant: elsewhere })).rejects.toEqual(
      refusal('stock.preparation.nothing-ready'),
    );
  });
});
