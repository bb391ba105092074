import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal } from '../test/bench.helper.js';

let bench: Bench;
const discount = (of: { supplierPartyId?: string; manufacturerPartyId?: string; discount?: string; coefficient?: string }) => ({ supplierPartyId: '', manufacturerPartyId: '', discount: '', coefficient: '', ...of }); // prettier-ignore

beforeAll(async () => {
  bench = await Bench.start();
  await bench.terms(bench.supplier, 2, [['0', '3.10'], ['15', '2.00']], '1.8'); // prettier-ignore
  await bench.terms(bench.otherSupplier, 4, [['0', '2.50']]);
});
afterAll(() => bench.stop());

const explain = async (part: Part, customerPartyId = '') =>
  bench.client.explainPartPrices({ partId: part.id, customerPartyId }, await bench.as());
const item = async ({ reference }: Part, customerPartyId: string) =>
  (await bench.client.findCatalogueItems({ references: [reference], customerPartyId }, await bench.as())).items[0];

describe('ST-5 PA-3 a customer’s own terms', () => {
  it('give its price on documents, explained, in the newest version that was told', async () => {
    const [customer, part] = [id(), await bench.part({ purchasePrice: '10' })];
    await bench.party(customer, ['consumer']);
    const discounts = [
      discount({ supplierPartyId: bench.supplier, coefficient: '2.2' }),
      discount({ discount: '0.05' }),
    ];
    await bench.terms(customer, 3, [], '', { discounts });
    await bench.terms(customer, 2, [], '', { discounts: [discount({ discount: '0.9' })] });
    const found = await item(part, customer);
    expect(found).toMatchObject({
      salePrice: '20.9000',
      part: { publicPrice: '31.00' },
      explanation: {
        price: '20.90',
        rule: 'party',
        coefficient: { value: '2.2000', partyId: customer, version: '3', supplierPartyId: bench.supplier },
        discount: { value: '0.0500', partyId: customer, version: '3', supplierPartyId: '' },
      },
    });
    expect((await explain(part, customer)).customer).toEqual(found?.explanation);
    await bench.terms(customer, 4, []);
    expect((await item(part, customer))?.salePrice).toBe('31.0000');
  });

  it('say its price class, in the newest version that was told, and whether its family chose it', async () => {
    await bench.terms(bench.supplier, 3, [['0', '3.10']], '1.8', { professionalCoefficient2: '1.5' });
    const [customer, part] = [id(), await bench.part({ purchasePrice: '10' })];
    await bench.party(customer, ['reseller']);
    expect((await item(part, customer))?.salePrice).toBe('18.0000');
    await bench.terms(customer, 3, [], '', { priceClass: 'professional_2' });
    // Late, and twice.
    await bench.terms(customer, 2, [], '', { priceClass: 'public' });
    await bench.terms(customer, 3, [], '', { priceClass: 'professional_2' });
    const found = await item(part, customer);
    expect(found).toMatchObject({
      salePrice: '15.0000',
      explanation: {
        rule: 'professional_2',
        coefficient: { value: '1.5000', partyId: bench.supplier, version: '3' },
        priceClass: { value: 'professional_2', chosenBy: 'party', partyId: customer, version: '3' },
      },
    });
    expect((await explain(part, customer)).customer).toEqual(found?.explanation);
    await bench.terms(customer, 4, [], '', { priceClass: 'public', inherited: ['priceClass'] });
    expect(await item(part, customer)).toMatchObject({
      salePrice: '31.0000',
      explanation: { priceClass: { value: 'public', chosenBy: 'family', version: '4' } },
    });
    await bench.terms(customer, 5, [], '', { inherited: ['priceClass'] });
    expect(await item(part, customer)).toMatchObject({
      salePrice: '18.0000',
      explanation: { priceClass: { value: 'professional_1', chosenBy: 'kind' } },
    });
  });

  it('PA-18 of a manufacturer, say whose coefficients its parts are sold by', async () => {
    const maker = id();
    await bench.party(maker, ['manufacturer', 'supplier']);
    const part = await bench.part({ purchasePrice: '10', manufacturerPartyId: maker });
    expect((await explain(part)).public).toMatchObject({ price: '31.00', chosenByPartyId: '', bandFrom: '0.00' });
    await bench.terms(maker, 2, [['0', '9']], '', { coefficientsOfPartyId: bench.otherSupplier });
    expect(await explain(part)).toMatchObject({
      public: {
        price: '25.00',
        chosenByPartyId: maker,
        coefficient: { value: '2.5000', partyId: bench.otherSupplier, version: '4' },
      },
      professional1: { price: '', basisPrice: '10.0000', rule: 'professional_1', coefficient: undefined },
      customer: undefined,
    });
    // Of somebody who told no terms yet: nothing is made up from others’.
    await bench.terms(maker, 3, [['0', '9']], '', { coefficientsOfPartyId: id() });
    expect((await explain(part)).public).toMatchObject({ price: '', coefficient: undefined, chosenByPartyId: maker });
  });

  it('that were kept in part before are taken whole when they are told again, older ones are not', async () => {
    const [customer, part] = [id(), await bench.part({ purchasePrice: '10' })];
    await bench.party(customer, ['consumer']);
    await bench.terms(customer, 6, []);
    // As the release before this one left it.
    await bench.rows('update supplier_terms set whole_version = 0 where party_id = $1', [customer]);
    await bench.terms(customer, 5, [], '', { discounts: [discount({ discount: '0.5' })] });
    expect((await item(part, customer))?.salePrice).toBe('31.0000');
    await bench.terms(customer, 6, [], '', { discounts: [discount({ discount: '0.1' })] });
    expect((await item(part, customer))?.salePrice).toBe('27.9000');
  });
});

describe('ST-5 why this price', () => {
  it('is told for a fixed price, and for one that can’t be computed', async () => {
    const fixed = await bench.part({ priceFixed: true, publicPrice: '12.3456' });
    expect((await explain(fixed)).public).toMatchObject({ price: '12.3456', basis: 'fixed', rule: '', coefficient: undefined }); // prettier-ignore
    const bare = await bench.part({ purchasePrice: '' });
    expect((await explain(bare, id()))).toMatchObject({ public: { price: '', basisPrice: '' }, customer: { price: '' } }); // prettier-ignore
  });

  it('ID-10 is not told of another station’s part', async () => {
    const part = await bench.part();
    for (const partId of [part.id, id(), 'no id']) {
      const asked = bench.client.explainPartPrices({ partId, customerPartyId: '' }, await bench.as({ tenant: elsewhere })); // prettier-ignore
      await expect(asked).rejects.toEqual(refusal('stock.part.not-found'));
    }
  });
});
