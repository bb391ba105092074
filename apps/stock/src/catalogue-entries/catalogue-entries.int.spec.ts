import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CatalogueEntryChangedMessage } from '@navette/contracts';
import { CatalogueEntry, ListCatalogueEntriesRequest } from '@navette/contracts/stock/v1/service';
import { APPLIANCE_TYPES, MANUFACTURERS, UNITS } from '@navette/reference';
import { Bench, elsewhere, here, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const list = async (kind: string, options: { tenant?: typeof here; limit?: number } = {}) => {
  const { tenant = here, limit = 200 } = options;
  const query = { filters: [{ field: 'kind', operator: 'eq', values: [kind] }], limit };
  return bench.client.listCatalogueEntries(
    ListCatalogueEntriesRequest.fromPartial({ query }),
    await bench.as({ tenant }),
  );
};
const create = async (entry: Partial<CatalogueEntry>, options: Parameters<Bench['as']>[0] = {}) =>
  bench.client.createCatalogueEntry({ entry: CatalogueEntry.fromPartial(entry) }, await bench.as(options));
const change = async (
  entry: CatalogueEntry,
  changes: Partial<CatalogueEntry>,
  options: Parameters<Bench['as']>[0] = {},
) =>
  bench.client.changeCatalogueEntry(
    { entryId: entry.id, expectedVersion: entry.version, entry: { ...entry, ...changes } },
    await bench.as(options),
  );
const refusedFields = (done: Promise<unknown>) =>
  done.then(
    () => [],
    ({ fields }: { fields: { pointer: string; code: string }[] }) =>
      fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.catalogue-entry.', '')}`),
  );

describe('ST-1 E-027 what comes with the system', () => {
  it('is there in every station, once, however often the station is told of', async () => {
    await bench.station(here, 'LIL');
    for (const tenant of [here, elsewhere]) {
      const { entries } = await list('unit', { tenant });
      expect(entries.map(({ code, decimals, listed, active }) => [code, decimals, listed, active])).toEqual(
        UNITS.map(([code, , , decimals]) => [code, decimals, true, true]).sort(([one], [other]) =>
          (one as string) < (other as string) ? -1 : 1,
        ),
      );
    }
    expect((await list('appliance_type')).entries).toHaveLength(APPLIANCE_TYPES.length);
    expect((await list('brand')).entries).toHaveLength(MANUFACTURERS.length);
  });

  it('keeps code and label; whether it is offered, and notes, are the station’s', async () => {
    const [unit] = (await list('unit')).entries as [CatalogueEntry];
    expect(await refusedFields(change(unit, { code: 'XX', label: 'x' }))).toEqual(['/code listed', '/label listed']);
    expect(await change(unit, { active: false, notes: 'Pas chez nous' })).toMatchObject({
      version: '2',
      active: false,
    });
    const [theirs] = (await list('unit', { tenant: elsewhere })).entries as [CatalogueEntry];
    expect(theirs).toMatchObject({ code: unit.code, active: true });
  });
});

describe('ST-1 E-023 E-028 an entry of the station', () => {
  it('is made once for a repeated key, changed by who saw its last version, and told', async () => {
    const made = () =>
      create({ kind: 'storage_location', code: 'a-1', label: 'Allée 1' }, { idempotencyKey: 'entry-1' });
    const entry = await made();
    expect(await made()).toEqual(entry);
    expect(entry).toMatchObject({ code: 'A-1', listed: false, active: true, version: '1' });
    const changed = await change(entry, { label: 'Allée une' });
    expect(changed).toMatchObject({ version: '2', label: 'Allée une', kind: 'storage_location' });
    await expect(change(entry, {})).rejects.toEqual(refusal('stock.catalogue-entry.changed-meanwhile'));
    expect(await bench.client.getCatalogueEntry({ id: entry.id }, await bench.as())).toEqual(changed);
    const told = await bench.heard(CatalogueEntryChangedMessage, ({ entryId }) => entryId === entry.id);
    expect(told).toEqual([{ entryId: entry.id, kind: 'storage_location' }, { entryId: entry.id, kind: 'storage_location' }]); // prettier-ignore
    const audit = await bench.rows('select operation from audit where entity_id = $1 order by at', [entry.id]);
    expect(audit).toEqual([
      { operation: 'stock:catalogue-entry.create' },
      { operation: 'stock:catalogue-entry.change' },
    ]);
  });

  it('names its wrong fields', async () => {
    expect(await refusedFields(create({ kind: 'planet', code: 'x', label: 'x' }))).toEqual(['/kind not-accepted']);
    expect(await refusedFields(create({ kind: 'unit', code: 'ABCDE', label: '', decimals: 5 }))).toEqual([
      '/code code-wrong',
      '/label text-length',
      '/unitType not-accepted',
      '/decimals decimals-out-of-range',
    ]);
    expect(
      await refusedFields(create({ kind: 'brand', code: 'a b', label: 'x'.repeat(41), unitType: 'time' })),
    ).toEqual(['/code code-wrong', '/label text-length', '/unitType not-of-a-unit']);
    expect(await refusedFields(create({ kind: 'storage_location', code: '', label: 'x' }))).toEqual([
      '/code code-wrong',
    ]);
  });

  it('has a code of its own in its kind, also where two are made at once; a family is given one', async () => {
    const one = { kind: 'part_family', code: 'TWICE', label: 'x' };
    const both = await Promise.allSettled([create(one), create(one)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await create({ ...one, kind: 'brand' })).toMatchObject({ code: 'TWICE' });
    await create({ ...one, code: 'FAR00001' });
    const other = await create({ ...one, code: '' });
    expect(other.code).toBe('FAR00002');
    expect(await refusedFields(change(other, { code: 'twice' }))).toEqual(['/code code-taken']);
  });

  it('E-033 a scale of the WEEE fee has an amount to the cent and, without a code, one of the counter', async () => {
    const scale = { kind: 'eco_fee', code: '', label: 'Lampes', notes: 'Barème 2026' };
    const made = await create({ ...scale, amount: '0.18' });
    expect(made).toMatchObject({ code: 'D3E00001', amount: '0.18', notes: 'Barème 2026' });
    expect(await create({ ...scale, amount: '12' })).toMatchObject({ code: 'D3E00002', amount: '12.00' });
    expect(await change(made, { amount: '0.2' })).toMatchObject({ amount: '0.20', version: '2' });
    const wrong = async (amount: string, kind = 'eco_fee') =>
      refusedFields(create({ kind, code: 'F', label: 'x', amount }));
    expect(await wrong('-0.01')).toEqual(['/amount amount-out-of-range']);
    expect(await wrong('10000')).toEqual(['/amount amount-out-of-range']);
    expect(await wrong('0.181')).toEqual(['/amount kernel.decimal.too-precise']);
    expect(await wrong('')).toHaveLength(1);
    expect(await wrong('1', 'brand')).toEqual(['/amount not-of-an-eco-fee']);
    const none = `insert into catalogue_entry (station_id, id, version, kind, code, label, notes, is_listed, is_active, updated_at)
      select station_id, gen_random_uuid(), 1, 'eco_fee', 'NONE', 'x', '', false, true, updated_at from catalogue_entry limit 1`;
    await expect(bench.rows(none)).rejects.toMatchObject({ constraint: 'catalogue_entry_amount' });
  });

  it('ID-4 ID-10 needs its rights, and of another station is none', async () => {
    const foreign = await create({ kind: 'brand', code: 'THEIRS', label: 'x' }, { tenant: elsewhere });
    await expect(change(foreign, {})).rejects.toEqual(refusal('stock.catalogue-entry.not-found'));
    await expect(bench.client.getCatalogueEntry({ id: foreign.id }, await bench.as())).rejects.toEqual(
      refusal('stock.catalogue-entry.not-found'),
    );
    expect((await list('brand')).entries.map(({ code }) => code)).not.toContain('THEIRS');
    for (const verb of ['create', 'change'] as const) {
      const rights = RIGHTS.filter((right) => right !== `stock:catalogue-entry.${verb}`);
      const done = verb === 'create' ? create({}, { rights }) : change(foreign, {}, { rights });
      await expect(done).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });
});
