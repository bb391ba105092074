import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bench, elsewhere, here } from '../test/bench.helper.js';
import { demoPartId, seedStockDemo } from './seed-stock-demo.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const digest = async () =>
  (
    await bench.rows<{ digest: string }>(
      "select md5(string_agg(md5((to_jsonb(p) - 'created_at')::text), '' order by station_id, id)) as digest from part p",
    )
  )[0]?.digest;

describe('ID-12 the demo catalogue', () => {
  it('is the same on every machine, in every station, and stays when it is seeded again', async () => {
    const seed = {
      networkId: here.networkId,
      parts: 1_500,
      stations: [
        { stationId: here.stationId, suppliers: [bench.supplier, bench.otherSupplier], manufacturer: bench.supplier },
        { stationId: elsewhere.stationId, suppliers: [bench.supplier] },
      ],
    };
    await seedStockDemo(bench.service.env, seed);
    const first = await digest();
    await seedStockDemo(bench.service.env, seed);
    expect(await digest()).toBe(first);
    const counts = await bench.rows('select kind, count(*)::int as n from part group by kind order by kind');
    expect(counts).toEqual([
      { kind: 'part', n: 3_000 },
      { kind: 'special_item', n: 12 },
    ]);
    const references = ['MO-ATELIER', 'DEP-ZONE1'];
    const { items } = await bench.client.findCatalogueItems({ references, customerPartyId: '' }, await bench.as());
    expect(items.map(({ part, salePrice }) => [part?.id, part?.ventilationCode, salePrice]).sort()).toEqual(
      [
        [demoPartId(here.stationId, 'MO-ATELIER'), 'MO', '45.0000'],
        [demoPartId(here.stationId, 'DEP-ZONE1'), 'DEPLACEMENT', '35.0000'],
      ].sort(),
    );
  });

  it('has parts that can be scanned', async () => {
    const [known] = await bench.rows<{ code: string }>('select code from part_barcode where station_id = $1 limit 1', [
      here.stationId,
    ]);
    const request = {
      supplierPartyId: bench.supplier,
      supplierOrderId: '',
      pull: 'none',
      deliveryNote: '',
      countermark: '',
      until: '',
      orderNumbers: [],
    };
    const receipt = await bench.client.createGoodsReceipt(request, await bench.as());
    const scanned = await bench.client.scanGoodsReceipt(
      { id: receipt.id, code: known?.code as string, acceptOverReceipt: false },
      await bench.as(),
    );
    expect(scanned.lines).toMatchObject([{ quantity: '1.0000' }]);
    expect(known?.code).toMatch(/^20\d{11}$/);
  });
});
