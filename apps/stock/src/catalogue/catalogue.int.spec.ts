import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartiesImportedMessage, PartPriceChangedMessage, PartyChangedMessage } from '@navette/contracts';
import { PartiesImported, PartyChanged } from '@navette/contracts/parties/v1/events';
import { ListPartsRequest, Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
  await bench.terms(bench.supplier, 2, [['0', '3.10'], ['15', '2.00']], '1.8'); // prettier-ignore
});
afterAll(() => bench.stop());

const get = async (part: Part) => bench.client.getPart({ id: part.id }, await bench.as());
const prices = async (
  part: Part,
  typed: Partial<{ purchasePrice: string; priceFixed: boolean; publicPrice: string }>,
) =>
  bench.client.setPartPrices(
    { partId: part.id, purchasePrice: '', listPrice: '', priceFixed: false, publicPrice: '', ...typed },
    await bench.as(),
  );
const listed = async (query: object) =>
  bench.client.listParts(ListPartsRequest.fromPartial({ query }), await bench.as());
const find = async (references: string[], customerPartyId = '') =>
  bench.client.findCatalogueItems({ references, customerPartyId }, await bench.as());

describe('ST-4 ST-5 a part of the catalogue', () => {
  it('shows its sale prices from the bands of its supplier, and reads back the same', async () => {
    const part = await bench.part({ purchasePrice: '14.99', barcodes: ['3017620422003', ' abc-1 '] });
    expect(await get(part)).toEqual(part);
    expect(part).toMatchObject({
      kind: 'part',
      state: 'active',
      vatCategory: 'standard',
      publicPrice: '46.47',
      professionalPrice1: '26.98',
      professionalPrice2: '',
      barcodes: ['3017620422003', 'ABC-1'],
    });
  });

  it('PA-18 is bought from its manufacturer where it names no supplier, unless that is none', async () => {
    const [maker, only] = [id(), id()];
    await bench.party(maker, ['manufacturer', 'supplier']);
    await bench.party(only, ['manufacturer']);
    const part = await bench.part({ supplierPartyId: '', manufacturerPartyId: maker });
    expect(part).toMatchObject({ supplierPartyId: maker, publicPrice: '' });
    expect(await get(part)).toEqual(part);
    expect(await bench.part({ manufacturerPartyId: maker })).toMatchObject({ supplierPartyId: bench.supplier });
    expect(await bench.part({ supplierPartyId: '', manufacturerPartyId: only })).toMatchObject({ supplierPartyId: '' });
  });

  it('names every field that is not accepted, and keeps nothing', async () => {
    const wrong = {
      reference: 'x'.repeat(61),
      designation: 'x'.repeat(201),
      ventilationCode: 'é',
      vatCategory: 'none',
      purchasePrice: '-1',
    };
    const failure = await bench
      .part(wrong)
      .catch((error: unknown) => error as { code: string; fields: { pointer: string }[] });
    expect(failure).toEqual(refusal('stock.part.invalid'));
    expect((failure as { fields: { pointer: string }[] }).fields.map(({ pointer }) => pointer).sort()).toEqual([
      '/designation',
      '/purchasePrice',
      '/reference',
      '/vatCategory',
      '/ventilationCode',
    ]);
  });

  it('has a reference and barcodes of its own, also when two are created at once', async () => {
    const reference = 'UNIQUE-1';
    const made = await Promise.allSettled([bench.part({ reference }), bench.part({ reference: ' unique-1' })]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stock.part.reference-taken' },
    });
    await bench.part({ barcodes: ['2000000000015'] });
    await expect(bench.part({ barcodes: ['2000000000015'] })).rejects.toEqual(refusal('stock.part.barcode-taken'));
  });

  it('comes from somebody who sells parts', async () => {
    const consumer = id();
    await bench.party(consumer, ['consumer']);
    for (const supplierPartyId of [id(), consumer, 'nobody']) {
      await expect(bench.part({ supplierPartyId })).rejects.toMatchObject({
        code: 'stock.part.invalid',
        fields: [{ pointer: '/supplierPartyId', code: 'stock.part.supplier-unknown' }],
      });
    }
  });

  it('PA-1 comes from a party that began to sell, whatever order its news come in', async () => {
    const party = id();
    const sells = PartyChanged.fromPartial({ party: { id: party, version: '2', kinds: ['consumer', 'supplier'] } });
    await bench.tell('party-changed', PartyChangedMessage, sells, { version: 2 });
    await bench.party(party, ['consumer']);
    expect(await bench.part({ supplierPartyId: party })).toMatchObject({ supplierPartyId: party });
  });

  it('PA-15 comes from an imported party, whose later news stand whenever the import is heard of', async () => {
    const [supplier, since, foreign] = [id(), id(), id()];
    const buys = PartyChanged.fromPartial({ party: { id: since, version: '2', kinds: ['consumer'] } });
    await bench.tell('party-changed', PartyChangedMessage, buys, { version: 2 });
    const parties = [supplier, since].map((one) => ({ id: one, version: '1', kinds: ['supplier'] }));
    const imported = PartiesImported.fromPartial({ importId: id(), parties });
    await bench.tell('parties-imported', PartiesImportedMessage, imported);
    await bench.tell('parties-imported', PartiesImportedMessage, imported);
    const elsewhereToo = PartiesImported.fromPartial({ importId: id(), parties: [{ ...parties[0], id: foreign }] });
    await bench.tell('parties-imported', PartiesImportedMessage, elsewhereToo, { tenant: elsewhere });
    expect(await bench.part({ supplierPartyId: supplier })).toMatchObject({
      supplierPartyId: supplier,
      publicPrice: '',
    });
    for (const supplierPartyId of [since, foreign]) {
      await expect(bench.part({ supplierPartyId })).rejects.toEqual(refusal('stock.part.invalid'));
    }
  });

  it('is created once for a repeated key', async () => {
    const part = Part.fromPartial({ reference: 'ONCE-1', designation: 'x', ventilationCode: 'PIECE' });
    const create = async () => bench.client.createPart({ part }, await bench.as({ idempotencyKey: 'part-1' }));
    expect(await create()).toEqual(await create());
  });
});

describe('ST-5 the fixed mark', () => {
  it('keeps a typed price over every change, until it is taken off', async () => {
    const part = await bench.part({ purchasePrice: '10' });
    expect(part.publicPrice).toBe('31.00');
    expect(await prices(part, { priceFixed: true, publicPrice: '29.9950' })).toMatchObject({
      publicPrice: '29.9950',
      priceFixed: true,
    });
    expect(await prices(part, { priceFixed: true, publicPrice: '29.9950', purchasePrice: '20' })).toMatchObject({
      publicPrice: '29.9950',
      professionalPrice1: '36.00',
    });
    expect(await prices(part, {})).toMatchObject({ publicPrice: '40.00', priceFixed: false, purchasePrice: '20.0000' });
    await expect(prices(part, { priceFixed: true })).rejects.toMatchObject({ fields: [{ pointer: '/publicPrice' }] });
    const told = await bench.heard(PartPriceChangedMessage, ({ partId }) => partId === part.id);
    expect(told.map(({ publicPrice }) => publicPrice)).toEqual(['29.9950', '29.9950', '40.00']);
  });

  it('takes no price from older terms, and newer ones at once', async () => {
    const part = await bench.part({ supplierPartyId: bench.otherSupplier, purchasePrice: '10' });
    expect(part.publicPrice).toBe('');
    await bench.terms(bench.otherSupplier, 7, [['0', '2']]);
    await bench.terms(bench.otherSupplier, 6, [['0', '9']]);
    expect((await get(part)).publicPrice).toBe('20.00');
  });
});

describe('ST-4 the first use', () => {
  it('makes the list price the purchase price, once, and says so', async () => {
    const part = await bench.part({ purchasePrice: '', listPrice: '8' });
    expect(part).toMatchObject({ purchasePrice: '', publicPrice: '24.80' });
    await bench.file(part);
    await bench.file(part);
    expect(await get(part)).toMatchObject({ purchasePrice: '8.0000', publicPrice: '24.80' });
    const told = await bench.heard(PartPriceChangedMessage, ({ partId }) => partId === part.id);
    expect(told).toEqual([{ partId: part.id, purchasePrice: '8.0000', publicPrice: '24.80' }]);
  });
});

describe('ST-5 items for a document', () => {
  it('are found by reference, parts and special items, with price and free stock; unknown ones are named', async () => {
    const part = await bench.part({ purchasePrice: '10' });
    await bench.correct(part, 3);
    await bench.file(part, 1);
    const labour = {
      reference: 'MO-1',
      kind: 'special_item',
      ventilationCode: 'MO',
      supplierPartyId: '',
      purchasePrice: '',
    };
    await bench.part({ ...labour, priceFixed: true, publicPrice: '45' });
    const { items, unknownReferences } = await find([part.reference.toLowerCase(), 'MO-1', 'NOTHING-1']);
    expect(items.map(({ part: of, salePrice, free }) => [of?.reference, salePrice, free]).sort()).toEqual([
      ['MO-1', '45.0000', '0.0000'],
      [part.reference, '31.0000', '2.0000'],
    ]);
    expect(unknownReferences).toEqual(['NOTHING-1']);
  });

  it('cost resellers the professional price', async () => {
    const reseller = id();
    await bench.party(reseller, ['reseller']);
    const part = await bench.part({ purchasePrice: '10' });
    expect((await find([part.reference], reseller)).items[0]?.salePrice).toBe('18.0000');
    expect((await find([part.reference], id())).items[0]?.salePrice).toBe('31.0000');
  });
});

describe('ST-1 the catalogue', () => {
  it('is listed by reference, page by page, from a prefix', async () => {
    for (const n of [3, 1, 2]) await bench.part({ reference: `LIST-${n}` });
    await bench.part({ reference: 'LISU-1' });
    const page = async (cursor: string) =>
      listed({ filters: [{ field: 'reference', operator: 'prefix', values: ['list-'] }], limit: 2, cursor });
    const first = await page('');
    const second = await page(first.nextCursor);
    expect([first, second].map(({ parts }) => parts.map(({ reference }) => reference))).toEqual([
      ['LIST-1', 'LIST-2'],
      ['LIST-3'],
    ]);
    expect(second.nextCursor).toBe('');
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses without the right', async () => {
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:part.create') });
    await expect(bench.client.createPart({ part: Part.create() }, reader)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });

  it('answers a foreign part as a missing one', async () => {
    const part = await bench.part();
    const other = await bench.as({ tenant: elsewhere });
    for (const partId of [part.id, id(), 'no id']) {
      await expect(bench.client.getPart({ id: partId }, other)).rejects.toEqual(refusal('stock.part.not-found'));
    }
    const found = await bench.client.findCatalogueItems({ references: [part.reference], customerPartyId: '' }, other);
    expect(found).toEqual({ items: [], unknownReferences: [part.reference] });
    expect((await bench.client.listParts(ListPartsRequest.create(), other)).parts).toEqual([]);
    expect((await bench.client.searchParts({ q: part.reference, kind: '' }, other)).parts).toEqual([]);
  });
});
