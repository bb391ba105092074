import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ListInventoryLinesRequest,
  OpenInventoryRequest,
  SetInventoryLinesRequest,
} from '@navette/contracts/stock/v1/inventories';
import { Party } from '@navette/contracts/parties/v1/service';
import { CatalogueEntry } from '@navette/contracts/stock/v1/service';
import { pdfText, type TestService } from '@navette/testing';
import { Bench } from '../test/bench.helper.js';
import { neighbours, startStandIns } from '../test/stand-ins.js';

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

const printed = async (id: string, kind: string, language = 'fr') =>
  bench.client.printInventory({ id, kind, language }, await bench.as());

describe('ST-14 ST-19 the papers of an inventory', () => {
  it('are a sheet that tells nobody what to find, and the differences with what they are worth', async () => {
    const part = await bench.part({ designation: 'Pompe de vidange' });
    await bench.correct(part, 7);
    const { client } = bench;
    const scope = { kind: 'selection', partIds: [part.id] };
    const opened = await client.openInventory(OpenInventoryRequest.fromPartial({ scope, label: 'Mezzanine' }), await bench.as()); // prettier-ignore
    const sheet = await printed(opened.id, 'sheet');
    expect(sheet.fileName).toBe(`${opened.number}-sheet.pdf`);
    const blank = await pdfText(sheet.pdf);
    for (const said of ['Fiche de comptage', opened.number, 'Mezzanine', 'Houplin SARL', part.reference, 'Pompe de vidange', 'Compté par']) expect(blank).toContain(said); // prettier-ignore
    expect(blank).toContain(`${part.reference} Pompe de vidange Compté par`);

    const asked = ListInventoryLinesRequest.fromPartial({ inventoryId: opened.id });
    const [line] = (await client.listInventoryLines(asked, await bench.as())).lines;
    const lines = [{ lineId: line?.id ?? '', counted: '5', ticked: true }];
    const entered = await client.setInventoryLines(SetInventoryLinesRequest.fromPartial({ inventoryId: opened.id, lines }), await bench.as()); // prettier-ignore
    expect(await pdfText((await printed(opened.id, 'final')).pdf)).toContain('En cours');
    await client.validateInventory({ id: opened.id, expectedVersion: entered.version }, await bench.as());
    const [movement] = await bench.rows<{ value: string }>(`select value from stock_movement where part_id = $1 and kind = 'inventory'`, [part.id]); // prettier-ignore
    const lost = `${String(movement?.value).replace('.', ',')} €`;
    const final = await pdfText((await printed(opened.id, 'final')).pdf);
    for (const said of ['Inventaire', 'Validé', '-2', lost, 'Écart total']) expect(final).toContain(said);
    expect(await pdfText((await printed(opened.id, 'final', 'en')).pdf)).not.toContain('Écart');
  });

  it('ST-11 name the place that is counted, and no storage location where none is', async () => {
    const { client } = bench;
    const entry = (kind: string, code: string, label: string) => CatalogueEntry.fromPartial({ kind, code, label, active: true, ...(kind === 'stock_place' && { placeType: 'van' }) }); // prettier-ignore
    const van = await client.createCatalogueEntry({ entry: entry('stock_place', 'CAM1', 'Camion de Paul') }, await bench.as()); // prettier-ignore
    const shelf = await client.createCatalogueEntry({ entry: entry('storage_location', 'R-07', 'R-07') }, await bench.as()); // prettier-ignore
    const part = await bench.part({ locationId: shelf.id });
    await bench.correct(part, 2, '10', van.id);
    const papers = async (placeId: string) => {
      const scope = { kind: 'selection', partIds: [part.id] };
      const asked = OpenInventoryRequest.fromPartial({ scope, placeId, takeOverStock: true });
      const opened = await client.openInventory(asked, await bench.as());
      return Promise.all(['sheet', 'final'].map(async (kind) => pdfText((await printed(opened.id, kind)).pdf)));
    };
    for (const text of await papers(van.id)) {
      expect(text).toContain('CAM1 · Camion de Paul');
      for (const none of ['Empl.', 'R-07']) expect(text).not.toContain(none);
    }
    for (const text of await papers('')) {
      expect(text).not.toContain('CAM1');
      for (const said of ['Empl.', 'R-07']) expect(text).toContain(said);
    }
  });

  it('say its date and notes, and stand under families, places or suppliers by name (E-082)', async () => {
    neighbours.parties.set(bench.supplier, Party.fromPartial({ id: bench.supplier, name: 'Pièces du Nord' }));
    neighbours.parties.set(
      bench.otherSupplier,
      Party.fromPartial({ id: bench.otherSupplier, name: 'Comptoir Breton' }),
    );
    const { client } = bench;
    const entry = (kind: string, code: string) =>
      CatalogueEntry.fromPartial({ kind, ...(kind === 'storage_location' && { code }), label: code, active: true });
    const family = await client.createCatalogueEntry({ entry: entry('part_family', 'Pompes') }, await bench.as());
    const place = await client.createCatalogueEntry({ entry: entry('storage_location', 'A1') }, await bench.as());
    const parts = [
      await bench.part({ supplierPartyId: bench.supplier, familyId: family.id }),
      await bench.part({ supplierPartyId: bench.otherSupplier, locationId: place.id }),
      await bench.part({ supplierPartyId: bench.supplier }),
    ];
    for (const part of parts) await bench.correct(part, 1);
    const scope = { kind: 'selection', partIds: parts.map(({ id }) => id) };
    for (const [groupBy, headings] of [
      ['supplier', ['Pièces du Nord', 'Comptoir Breton']],
      ['family', [family.code, 'Sans']],
      ['location', ['A1', 'Sans']],
    ] as const) {
      const asked = { scope, groupBy, sortBy: 'reference', date: '2024-02-29', notes: 'Compter le haut d’abord.' };
      const opened = await client.openInventory(OpenInventoryRequest.fromPartial(asked), await bench.as());
      for (const kind of ['sheet', 'final']) {
        const text = await pdfText((await printed(opened.id, kind)).pdf);
        expect(text).toContain('29/02/2024');
        expect(text).toContain('Compter le haut d’abord.');
        for (const heading of headings) expect(text.split(heading)).toHaveLength(groupBy === 'location' && heading === 'A1' ? 3 : 2); // prettier-ignore
      }
      await client.cancelInventory({ id: opened.id, expectedVersion: opened.version }, await bench.as());
    }
  });
});
