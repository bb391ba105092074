import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartsNeededMessage } from '@navette/contracts';
import type { PrintToteRequest } from '@navette/contracts/stock/v1/preparation';
import type { Part } from '@navette/contracts/stock/v1/service';
import { CatalogueEntry } from '@navette/contracts/stock/v1/service';
import { pdfText, type TestService } from '@navette/testing';
import { Bench, elsewhere, id, partsNeeded, refusal } from '../test/bench.helper.js';
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
        wanted: '1.0000',
        ready: '1.0000',
        missing: '0.0000',
        originKind: 'customer_order',
      },
      {
        reference: far.reference,
        locationCode: 'B-02',
        wanted: '5.0000',
        ready: '2.0000',
        missing: '3.0000',
        onOrder: '3.0000',
      },
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
    const inventory = await bench.client.openInventory({ label: '', scope, groupBy: 'none', sortBy: 'location', toPost: false, takeOverStock: false, date: '', notes: '', placeId: '' }, await bench.as()); // prettier-ignore
    expect(await list([order.originId])).toMatchObject([{ ready: '1.0000', countedBy: inventory.number }]);
  });

  it('are asked of 200 origins at most', async () => {
    await expect(list(Array.from({ length: 201 }, id))).rejects.toEqual(refusal('stock.preparation.too-many'));
    await expect(list([id()], { rights: ['stock:part.read'] })).rejects.toEqual(refusal('platform.request.forbidden'));
  });
});

/** Of what was placed, so many lie in a new van, and are given to a need from there. */
async function fromVan(part: Part, needId: string, quantity: string): Promise<CatalogueEntry> {
  const entry = CatalogueEntry.fromPartial({ kind: 'stock_place', code: `CAM-${part.reference}`, label: 'Camion de Julien', placeType: 'van' }); // prettier-ignore
  const place = await bench.client.createCatalogueEntry({ entry }, await bench.as());
  await bench.correct(part, quantity, '6', place.id);
  await bench.client.allocateFromPlace({ needId, placeId: place.id, quantity }, await bench.as());
  return place;
}

describe('ST-11 ST-16 parts that are reserved in a van', () => {
  it('are ready, and told with their place', async () => {
    const part = await placed('V-01', 1);
    const order = await bench.order(part, 3);
    const { code, id: placeId, label } = await fromVan(part, order.needId, '2');
    expect(await list([order.originId])).toMatchObject([
      { ready: '3.0000', missing: '0.0000', locationCode: 'V-01', elsewhere: [{ placeId, code, label, quantity: '2.0000' }] }, // prettier-ignore
    ]);
  });

  it('are not to be taken from the depot: the pick list leads to the van for them', async () => {
    const [part, other] = [await placed('V-02', 1), await placed('V-03', 0)];
    const order = await bench.order(part, 3);
    const second = await bench.order(other, 1, order.originId);
    const { code } = await fromVan(part, order.needId, '2');
    await fromVan(other, second.needId, '1');
    const text = await pdfText((await pickList([order.originId])).content);
    const flat = text.replaceAll(' ', '');
    const van = `${code}CamiondeJulien(pasaudépôt)`;
    expect(flat).toContain(`V-02${part.reference}${part.designation}1BC-`.replaceAll(' ', ''));
    expect(flat).toContain(`${van}${part.reference}${part.designation}2BC-`.replaceAll(' ', ''));
    expect(flat.indexOf('V-02')).toBeLessThan(flat.indexOf(van));
    // Its only piece is in a van: nobody is sent to its shelf. The designation names it, too.
    expect(flat.replaceAll('PompeV-03', '')).not.toContain('V-03');
  });

  it('are in the van already for the technician’s tote', async () => {
    const part = await placed('V-04', 0);
    const file = await bench.file(part, 2);
    const { code } = await fromVan(part, file.needId, '2');
    const request = { technician: 'Inès', day: '2026-11-24', files: [{ originId: file.originId, customer: '', town: '' }], language: 'fr' }; // prettier-ignore
    const text = await pdfText((await bench.client.printTote(request, await bench.as())).content);
    const flat = text.replaceAll(' ', '');
    expect(flat).toContain(`Déjàdans${code}CamiondeJulien:2`);
    expect(flat).not.toContain('NONAFFECTÉE');
    expect(flat.replaceAll('PompeV-04', '')).not.toContain('V-04');
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

describe('ST-16 a tote', () => {
  const print = async (request: Partial<PrintToteRequest>, options = {}) => {
    const { content, fileName } = await bench.client.printTote(
      { technician: ' Inès Carlier ', day: '2026-11-24', files: [], language: 'fr', ...request },
      await bench.as(options),
    );
    return { text: await pdfText(content), content, fileName };
  };
  /** A file that wants parts, so many of each. */
  async function wants(...lines: readonly (readonly [Part, string])[]): Promise<string> {
    const fileId = id();
    const wanted = lines.map(([part, quantity]) => ({ needId: id(), part, quantity }));
    await bench.tell('parts-needed', PartsNeededMessage, partsNeeded(fileId, wanted));
    return fileId;
  }
  const numberOf = (fileId: string) => `LIL-DI-2026-${fileId.slice(-6)}`;

  it('holds what the files of the day want, file by file as asked, and says what was not reserved in time', async () => {
    const [far, near, none] = [await placed('T-09', 2), await placed('T-04', 3), await bench.part()];
    const first = await wants([far, '5'], [near, '1.5']);
    const second = await wants([none, '2']);
    const { fileName, text } = await print({
      files: [
        { originId: second, customer: 'Vasseur Léa', town: 'Arras' },
        { originId: first, customer: 'Delmotte', town: '' },
        { originId: second, customer: 'Vasseur Léa', town: 'Arras' },
      ],
    });
    expect(fileName).toBe('caissette-2026-11-24.pdf');
    expect(text).toContain('Inès Carlier Caissette du 24/11/2026');
    expect(text).toContain('À vérifier : 2 lignes ne sont pas affectées en entier');
    expect(text).toContain(`${numberOf(second)} · Vasseur Léa · Arras`);
    expect(text).toContain(`${numberOf(first)} · Delmotte`);
    expect(text.indexOf(numberOf(second))).toBeLessThan(text.indexOf(numberOf(first)));
    // Reference, designation, what is said of it, place, wanted, ready, missing.
    const flat = text.replaceAll(' ', '');
    expect(flat).toContain(`${far.reference}${far.designation}NON AFFECTÉE À TEMPST-09523`.replaceAll(' ', ''));
    expect(flat).toContain(`${near.reference}${near.designation}T-041,51,5`.replaceAll(' ', ''));
    expect(flat).toContain(`${none.reference}${none.designation}NON AFFECTÉE À TEMPS202`.replaceAll(' ', ''));
    expect(text.split(numberOf(second))).toHaveLength(2);
  });

  it('prints each file of a full tote, 200 of them', async () => {
    const part = await placed('T-10', 0);
    const files = await Promise.all(Array.from({ length: 200 }, () => wants([part, '1'])));
    const { text } = await print({ files: files.map((originId) => ({ originId, customer: '', town: '' })) });
    expect(files.filter((fileId) => !text.includes(numberOf(fileId)))).toEqual([]);
    expect(text).toContain('À vérifier : 200 lignes');
    expect(text.replaceAll(' ', '').split(part.reference)).toHaveLength(201);
  });

  it('is quiet where all is there, in English where one reads it', async () => {
    const file = await wants([await placed('T-11', 1), '1']);
    const { text } = await print({ files: [{ originId: file, customer: '', town: '' }], language: 'en' });
    expect(text).toContain('Tote of 24/11/2026');
    expect(text).not.toContain('NOT ALLOCATED');
    expect(text).not.toContain('To be checked');
  });

  it('tells of what is on order, and which inventory holds a part', async () => {
    const part = await placed('T-12', 1);
    const { needId, originId } = await bench.file(part, 3);
    await bench.ordered(needId);
    const scope = { kind: 'selection', partIds: [part.id], familyIds: [], locationIds: [], supplierPartyIds: [] };
    const { number } = await bench.client.openInventory({ label: '', scope, groupBy: 'none', sortBy: 'location', toPost: false, takeOverStock: false, date: '', notes: '', placeId: '' }, await bench.as()); // prettier-ignore
    const { text } = await print({ files: [{ originId, customer: '', town: '' }] });
    expect(text).toContain('NON AFFECTÉE À TEMPS, 2 en commande');
    expect(text.replaceAll(' ', '')).toContain(`Bloquéeparl’inventaire${number}`);
  });

  it('holds nothing of customer orders, of another station, nor of files that want nothing', async () => {
    const order = await bench.order(await placed('T-13', 1), 1);
    const file = await wants([await placed('T-14', 1), '1']);
    const nothing = refusal('stock.preparation.nothing-wanted');
    const of = (originId: string) => ({ files: [{ originId, customer: '', town: '' }] });
    await expect(print(of(order.originId))).rejects.toEqual(nothing);
    await expect(print(of(file), { tenant: elsewhere })).rejects.toEqual(nothing);
    await expect(print(of('no id'))).rejects.toEqual(nothing);
    await expect(print({})).rejects.toEqual(nothing);
  });

  it('needs a technician, a day that exists, 200 files at most and the right', async () => {
    const file = { originId: id(), customer: '', town: '' };
    await expect(print({ technician: ' ' })).rejects.toEqual(refusal('stock.preparation.technician-wrong'));
    await expect(print({ technician: 'x'.repeat(81) })).rejects.toEqual(refusal('stock.preparation.technician-wrong'));
    await expect(print({ day: '2026-02-30' })).rejects.toEqual(refusal('stock.preparation.day-wrong'));
    const many = Array.from({ length: 201 }, () => ({ ...file, originId: id() }));
    await expect(print({ files: many })).rejects.toEqual(refusal('stock.preparation.too-many'));
    await expect(print({ files: [file] }, { rights: ['stock:part.read'] })).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });
});
