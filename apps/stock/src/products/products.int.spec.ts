import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProductChangedMessage } from '@navette/contracts';
import { ListProductsRequest, Product } from '@navette/contracts/stock/v1/products';
import { ListCatalogueEntriesRequest } from '@navette/contracts/stock/v1/service';
import { sortsWithoutIndex } from '@navette/testing';
import { Bench, elsewhere, here, refusal, RIGHTS } from '../test/bench.helper.js';
import { productList } from './product.list.js';

let bench: Bench;
const entries = new Map<string, string>();

beforeAll(async () => {
  bench = await Bench.start();
  for (const tenant of [here, elsewhere]) {
    for (const kind of ['brand', 'appliance_type']) {
      const query = { filters: [{ field: 'kind', operator: 'eq', values: [kind] }], limit: 1 };
      const answer = await bench.client.listCatalogueEntries(ListCatalogueEntriesRequest.fromPartial({ query }), await bench.as({ tenant })); // prettier-ignore
      entries.set(`${kind} ${tenant.stationId}`, answer.entries[0]?.id ?? '');
    }
  }
});
afterAll(() => bench.stop());

const model = (changes: Partial<Product>, { stationId } = here): Product =>
  Product.fromPartial({
    brandId: entries.get(`brand ${stationId}`) ?? '',
    typeId: entries.get(`appliance_type ${stationId}`) ?? '',
    commercialReference: 'WFE 114-W',
    ...changes,
  });
const create = async (changes: Partial<Product>, options: Parameters<Bench['as']>[0] = {}) =>
  bench.client.createProduct({ product: model(changes, options.tenant) }, await bench.as(options));
const change = async (product: Product, changes: Partial<Product>, options: Parameters<Bench['as']>[0] = {}) =>
  bench.client.changeProduct(
    { productId: product.id, expectedVersion: product.version, product: { ...product, ...changes } },
    await bench.as(options),
  );
const found = async (field: string, value: string, tenant = here) => {
  const query = { filters: [{ field, operator: field === 'reference' ? 'prefix' : 'eq', values: [value] }] };
  const answer = await bench.client.listProducts(
    ListProductsRequest.fromPartial({ query }),
    await bench.as({ tenant }),
  );
  return answer.products.map(({ commercialReference }) => commercialReference);
};
const refusedFields = (done: Promise<unknown>) =>
  done.then(
    () => [],
    ({ fields }: { fields: { pointer: string; code: string }[] }) =>
      fields.map(({ pointer, code }) => `${pointer} ${code.replace('stock.product.', '')}`),
  );

describe('ST-1 a model of appliance', () => {
  it('is made once for a repeated key, changed by who saw its last version, and told', async () => {
    const made = () => create({ gtin: '4006381333931', firstYear: 2019 }, { idempotencyKey: 'product-1' });
    const product = await made();
    expect(await made()).toEqual(product);
    expect(product).toMatchObject({ version: '1', active: true, gtin: '4006381333931', firstYear: 2019, lastYear: 0 });
    expect(product.brandLabel).not.toBe('');
    const changed = await change(product, { lastYear: 2024, technicalReference: 'F-77/12' });
    expect(changed).toMatchObject({ version: '2', lastYear: 2024, technicalReference: 'F-77/12' });
    await expect(change(product, {})).rejects.toEqual(refusal('stock.product.changed-meanwhile'));
    expect(await bench.client.getProduct({ id: product.id }, await bench.as())).toEqual(changed);
    const told = await bench.heard(ProductChangedMessage, ({ productId }) => productId === product.id);
    expect(told).toHaveLength(2);
    const audit = await bench.rows('select operation from audit where entity_id = $1 order by at', [product.id]);
    expect(audit).toEqual([{ operation: 'stock:product.create' }, { operation: 'stock:product.change' }]);
  });

  it('is found by the beginning of either reference however written, and by its GTIN', async () => {
    for (const typed of ['wfe114', 'WFE-114 W', 'f 77', 'F77/12']) expect(await found('reference', typed)).toEqual(['WFE 114-W']); // prettier-ignore
    expect(await found('gtin', '4006381333931')).toEqual(['WFE 114-W']);
    expect(await found('reference', '114')).toEqual([]);
    await create({ commercialReference: 'ZZ 9' });
    const source = { from: 'product p', where: 'p.station_id = $1' };
    expect(await sortsWithoutIndex(bench.service, here, productList, source)).toEqual([]);
  });

  it('names its wrong fields, and what another model has', async () => {
    const wrong = { commercialReference: ' ', gtin: '4006381333932', firstYear: 1850, comment: 'x\0' };
    expect(await refusedFields(create(wrong))).toEqual([
      '/commercialReference text-length',
      '/comment text-length',
      '/gtin check-digit-wrong',
      '/firstYear year-wrong',
    ]);
    expect(await refusedFields(create({ commercialReference: '--', gtin: '12a' }))).toEqual([
      '/commercialReference no-letter-or-digit',
      '/gtin gtin-wrong',
    ]);
    expect(await refusedFields(create({ firstYear: 2020, lastYear: 2019 }))).toEqual(['/lastYear years-reversed']);
    const swapped = { brandId: model({}).typeId, typeId: model({}).brandId };
    expect(await refusedFields(create(swapped))).toEqual(['/brandId entry-unknown', '/typeId entry-unknown']);
    const theirs = { brandId: model({}, elsewhere).brandId };
    expect(await refusedFields(create(theirs))).toEqual(['/brandId entry-unknown']);
    const same = { commercialReference: 'wfe114w', technicalReference: 'F7712', gtin: '4006381333931' };
    expect(await refusedFields(create(same))).toEqual(['/commercialReference reference-taken', '/gtin gtin-taken']);
    const both = await Promise.allSettled([create({ commercialReference: 'AB 1' }), create({ commercialReference: 'AB-1' })]); // prettier-ignore
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stock.product.invalid' },
    });
  });

  it('is of its station, and of who has the right (ID-10)', async () => {
    const product = await create({ commercialReference: 'ICI 1' });
    expect(await found('reference', 'ICI', elsewhere)).toEqual([]);
    const foreign = refusal('stock.product.not-found');
    await expect(bench.as({ tenant: elsewhere }).then((call) => bench.client.getProduct({ id: product.id }, call))).rejects.toEqual(foreign); // prettier-ignore
    await expect(change(product, {}, { tenant: elsewhere })).rejects.toEqual(foreign);
    expect(await create({ commercialReference: 'ICI 1' }, { tenant: elsewhere })).toMatchObject({ version: '1' });
    const rights = RIGHTS.filter((right) => !right.startsWith('stock:product.'));
    for (const refused of [
      () => create({ commercialReference: 'ICI 2' }, { rights }),
      () => change(product, {}, { rights }),
      async () => bench.client.getProduct({ id: product.id }, await bench.as({ rights })),
      async () => bench.client.listProducts(ListProductsRequest.create(), await bench.as({ rights })),
    ])
      await expect(refused()).rejects.toEqual(refusal('platform.request.forbidden'));
  });
});
