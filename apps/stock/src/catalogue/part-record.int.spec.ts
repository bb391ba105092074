import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartChangedMessage, PartPriceChangedMessage } from '@navette/contracts';
import { CatalogueEntry, Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const entry = async (kind: string, code: string, tenant = undefined as typeof elsewhere | undefined) =>
  bench.client.createCatalogueEntry(
    { entry: CatalogueEntry.fromPartial({ kind, code, label: code, ...(kind === 'unit' && { unitType: 'weight', decimals: 3 }) }) }, // prettier-ignore
    await bench.as(tenant && { tenant }),
  );
const change = async (part: Part, changes: Partial<Part>, options: Parameters<Bench['as']>[0] = {}) =>
  bench.client.changePart(
    { partId: part.id, expectedVersion: part.version, part: { ...part, ...changes } },
    await bench.as(options),
  );
const search = async (q: string, kind = '') =>
  (await bench.client.searchParts({ q, kind }, await bench.as())).parts.map(({ reference }) => reference);
const refusedFields = (done: Promise<unknown>) =>
  done.then(
    () => [],
    ({ fields }: { fields: { pointer: string; code: string }[] }) =>
      fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.', '')}`),
  );

describe('ST-1 E-022 the record of a part', () => {
  it('holds brand, family, unit, location, codes and texts, and says who changed it', async () => {
    const [brand, family, unit, location] = [
      await entry('brand', 'ELEC'),
      await entry('part_family', 'POMPES'),
      await entry('unit', 'KGX'),
      await entry('storage_location', 'A-12'),
    ];
    const part = await bench.part({ designation: 'Pompe de cyclage' });
    expect(part).toMatchObject({ version: '1', description: 'Pompe de cyclage', unitDecimals: 4 });
    const changed = await change(part, {
      brandId: brand.id,
      familyId: family.id,
      unitId: unit.id,
      locationId: location.id,
      packagingCode: 'C12',
      comment: 'Fragile',
      description: 'Pompe de cyclage, 230 V',
      barcodes: ['4006381333931', 'own-1'],
      state: 'exhausted',
    });
    expect(changed).toMatchObject({
      version: '2',
      brandLabel: 'ELEC',
      familyLabel: 'POMPES',
      unitCode: 'KGX',
      unitDecimals: 3,
      locationCode: 'A-12',
      barcodes: ['4006381333931', 'OWN-1'],
      state: 'exhausted',
      purchasePrice: part.purchasePrice,
    });
    expect(await bench.client.getPart({ id: part.id }, await bench.as())).toEqual(changed);
    const audit = await bench.rows('select operation from audit where entity_id = $1 order by at', [part.id]);
    expect(audit).toEqual([{ operation: 'stock:part.create' }, { operation: 'stock:part.change' }]);
    expect(await bench.heard(PartChangedMessage, ({ partId }) => partId === part.id)).toHaveLength(2);
    expect((await change(changed, { barcodes: [], brandId: '' })).barcodes).toEqual([]);
  });

  it('E-034 names the scale of its WEEE fee, of its station, and shows what that is now; a special item has none', async () => {
    const scale = async (label: string, tenant?: typeof elsewhere) => {
      const typed = CatalogueEntry.fromPartial({ kind: 'eco_fee', label, amount: '1.5' });
      return bench.client.createCatalogueEntry({ entry: typed }, await bench.as(tenant && { tenant }));
    };
    const fee = await scale('Gros froid');
    const part = await change(await bench.part(), { ecoFeeId: fee.id });
    expect(part).toMatchObject({ ecoFeeId: fee.id, ecoFeeCode: fee.code, ecoFeeAmount: '1.50' });
    await bench.client.changeCatalogueEntry(
      { entryId: fee.id, expectedVersion: fee.version, entry: { ...fee, amount: '2' } },
      await bench.as(),
    );
    const shown = await bench.client.getPart({ id: part.id }, await bench.as());
    expect(shown).toMatchObject({ ecoFeeAmount: '2.00', version: part.version });
    expect(await change(shown, { ecoFeeId: '' })).toMatchObject({ ecoFeeId: '', ecoFeeCode: '', ecoFeeAmount: '' });

    const brand = await entry('brand', 'NOFEE');
    const foreign = await scale('Ailleurs', elsewhere);
    for (const ecoFeeId of [brand.id, foreign.id]) {
      const done = bench.part({ ecoFeeId });
      expect(await refusedFields(done)).toEqual(['/ecoFeeId part.entry-unknown']);
    }
    expect(await refusedFields(bench.part({ kind: 'special_item', ecoFeeId: fee.id }))).toEqual([
      '/ecoFeeId part.eco-fee-of-special-item',
    ]);
  });

  it('is changed by who saw its last version alone, once for a repeated key, and with its right', async () => {
    const part = await bench.part();
    const once = () => change(part, { comment: 'a' }, { idempotencyKey: 'change-part-1' });
    const first = await once();
    expect(await once()).toEqual(first);
    await expect(change(part, { comment: 'b' })).rejects.toMatchObject({ code: 'stock.part.changed-meanwhile' });
    const rights = RIGHTS.filter((right) => right !== 'stock:part.change');
    await expect(change(first, {}, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await expect(change(first, {}, { tenant: elsewhere })).rejects.toEqual(refusal('stock.part.not-found'));
  });

  it('is given a reference by the counter, which passes over what was typed', async () => {
    await bench.part({ reference: 'AR000002' });
    const made = [await bench.part({ reference: '' }), await bench.part({ reference: '' })];
    expect(made.map(({ reference }) => reference)).toEqual(['AR000001', 'AR000003']);
  });

  it('is given another reference, none that another part has, and keeps its own where none is typed', async () => {
    const [part, other] = [await bench.part(), await bench.part()];
    await expect(change(part, { reference: other.reference.toLowerCase() })).rejects.toEqual(
      refusal('stock.part.reference-taken'),
    );
    const recoded = await change(part, { reference: `${part.reference}-BIS` });
    expect(recoded.reference).toBe(`${part.reference}-BIS`);
    expect((await change(recoded, { reference: '' })).reference).toBe(recoded.reference);
  });

  it('tells its price anew when its supplier is another', async () => {
    await bench.terms(bench.otherSupplier, 1, [['0', '3']]);
    const part = await bench.part({ purchasePrice: '10' });
    expect((await change(part, { supplierPartyId: bench.otherSupplier })).publicPrice).toBe('30.00');
    const told = await bench.heard(PartPriceChangedMessage, ({ partId }) => partId === part.id);
    expect(told.map(({ publicPrice }) => publicPrice)).toEqual(['30.00']);
  });

  it('refuses a GTIN that was misread, entries of another kind or station, and names each field', async () => {
    const part = await bench.part();
    const [unit, foreign] = [await entry('unit', 'MG'), await entry('brand', 'FAR', elsewhere)];
    expect(
      await refusedFields(change(part, { barcodes: ['4006381333932', '12345'], packagingCode: 'x'.repeat(21) })),
    ).toEqual(['/barcodes/0 part.check-digit-wrong', '/packagingCode part.too-long']);
    expect(await refusedFields(change(part, { brandId: unit.id, familyId: foreign.id, unitId: 'x' }))).toEqual([
      '/brandId part.entry-unknown',
      '/familyId part.entry-unknown',
      '/unitId part.entry-unknown',
    ]);
    expect(await refusedFields(change(part, { orderingPartyId: id() }))).toEqual([
      '/orderingPartyId part.ordering-party-of-part',
    ]);
    // The database holds it too: a unit is no brand.
    const forced = bench.rows('update part set brand_id = $2 where id = $1', [part.id, unit.id]);
    await expect(forced).rejects.toThrow(/foreign key/);
  });

  it('keeps an entry that is no longer offered, which no other part takes', async () => {
    const brand = await entry('brand', 'OLD');
    const part = await change(await bench.part(), { brandId: brand.id });
    await bench.client.changeCatalogueEntry(
      { entryId: brand.id, expectedVersion: '1', entry: { ...brand, active: false } },
      await bench.as(),
    );
    expect(await change(part, { comment: 'x' })).toMatchObject({ brandId: brand.id });
    expect(await refusedFields(change(await bench.part(), { brandId: brand.id }))).toEqual([
      '/brandId part.entry-unknown',
    ]);
  });

  it('is a special item of one ordering party, or of all', async () => {
    const part = await bench.part({ kind: 'special_item', orderingPartyId: bench.supplier, supplierPartyId: '' });
    expect(part).toMatchObject({ orderingPartyId: bench.supplier });
    expect(await refusedFields(change(part, { orderingPartyId: id() }))).toEqual([
      '/orderingPartyId part.ordering-party-unknown',
    ]);
    expect((await change(part, { orderingPartyId: '' })).orderingPartyId).toBe('');
  });
});

describe('ST-1 the search', () => {
  beforeAll(async () => {
    await bench.part({ reference: 'WS-480 12', designation: 'Électrovanne double', barcodes: ['3017620422003'] });
    await bench.part({ reference: 'ws48013', designation: 'Courroie', state: 'exhausted' });
    await bench.part({ reference: 'ZZ-1', designation: 'Courroie de tambour', kind: 'special_item' });
    await bench.part({ reference: 'ZZ-2', designation: 'Courroies crantées' });
  });

  it.each<[string, string[]]>([
    ['ws48012', ['WS-480 12']],
    ['WS 480-12', ['WS-480 12']],
    ['ws480', ['WS-480 12', 'ws48013']],
    ['3017620422003', ['WS-480 12']],
    ['electrovannes', ['WS-480 12']],
    ['ÉLECTROV', ['WS-480 12']],
    ['double ws480', ['WS-480 12']],
    ['courroie', ['ZZ-1', 'ZZ-2', 'ws48013']],
    ['tambour de courr', ['ZZ-1']],
    ["d'l%_\\' & | ! :*", []],
    ['nothing of the kind', []],
    ['de', []],
    ['---', []],
    ['', []],
  ])('finds by %s', async (q, references) => {
    expect(await search(q)).toEqual(references);
  });

  it('takes one kind alone where that is asked, and names those there are', async () => {
    expect(await search('courroie', 'special_item')).toEqual(['ZZ-1']);
    await expect(search('courroie', 'brand')).rejects.toEqual(refusal('stock.part.invalid'));
    await expect(search('x'.repeat(201))).rejects.toEqual(refusal('stock.part.invalid'));
  });

  it('follows a part that is changed', async () => {
    const part = await bench.part({ reference: 'FOLLOW 1', designation: 'Turbine' });
    await change(part, { reference: 'MOVED-1', designation: 'Hélice' });
    expect([await search('follow1'), await search('moved 1'), await search('helice')]).toEqual([
      [],
      ['MOVED-1'],
      ['MOVED-1'],
    ]);
  });

  it('answers 20 at most, the best first', async () => {
    for (let n = 10; n < 35; n++) await bench.part({ reference: `MANY-${n}`, designation: 'Vis' });
    expect(await search('many')).toEqual(Array.from({ length: 20 }, (_, n) => `MANY-${n + 10}`));
    expect(await search('vis')).toHaveLength(20);
  });
});
