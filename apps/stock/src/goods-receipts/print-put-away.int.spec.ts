import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrintPutAwayRequest } from '@navette/contracts/stock/v1/put_away';
import { CatalogueEntry, type GoodsReceipt, type Part, type SupplierOrder } from '@navette/contracts/stock/v1/service';
import { pdfText, type TestService } from '@navette/testing';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';
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

const print = async ({ id: receiptId }: Pick<GoodsReceipt, 'id'>, more: object = {}, options = {}) =>
  bench.client.printPutAway(PrintPutAwayRequest.fromPartial({ receiptId, language: 'fr', ...more }), await bench.as(options)); // prettier-ignore
const textOf = async (receipt: GoodsReceipt, more: object = {}) =>
  (await pdfText((await print(receipt, more)).content)).replace(/\s+/g, ' ');
const current = async ({ id: receiptId }: GoodsReceipt) =>
  bench.client.getGoodsReceipt({ id: receiptId }, await bench.as());

/** Three pieces ordered, two of a file and one of a customer order, in a bin. */
async function awaited(): Promise<{
  part: Part;
  receipt: GoodsReceipt;
  customerPartyId: string;
  numbers: string[];
  bin: string;
}> {
  const bin = `C-${id().slice(-6)}`.toUpperCase();
  const entry = CatalogueEntry.fromPartial({ kind: 'storage_location', code: bin, label: 'Casier' });
  const { id: locationId } = await bench.client.createCatalogueEntry({ entry }, await bench.as());
  const part = await bench.part({ locationId });
  const [file, order] = [await bench.file(part, 2), await bench.order(part, 1)];
  const customerPartyId = id();
  await bench.rows('update need set customer_party_id = $2 where id = $1', [file.needId, customerPartyId]);
  const [of] = (await bench.ordered(file.needId, order.needId)) as [SupplierOrder];
  const rows = await bench.rows<{ number: string }>(
    'select origin_number as number from need where id = any ($1::uuid[]) order by quantity desc',
    [[file.needId, order.needId]],
  );
  const receipt = await bench.receipt(of, 'none');
  return { part, receipt, customerPartyId, numbers: rows.map(({ number }) => number), bin };
}

describe('ST-23 the put-away list', () => {
  it('says where each piece of a draft would go, with names and bins, and that it is not settled', async () => {
    const { part, receipt, customerPartyId, numbers, bin } = await awaited();
    for (let i = 0; i < 4; i++) await bench.scan(receipt, part.reference, true);
    const customers = [{ customerPartyId, name: 'Durand Claire' }];
    const text = await textOf(receipt, { customers });
    const [file = '', order = ''] = numbers;
    for (const said of ['Liste de rangement', receipt.number, 'Prévu', part.reference, 'Durand Claire', 'Au rayon'])
      expect(text).toContain(said);
    // In the order in which validation gives them: two of the file, one of the order, what is over.
    const places = [`2 ${file}`, `1 ${order}`, '1 Au rayon'].map((place) => text.indexOf(place));
    expect(places.every((at) => at > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text.split(bin)).toHaveLength(4);
  });

  it('says of a validated one what was given, in either language', async () => {
    const { part, receipt, numbers } = await awaited();
    for (let i = 0; i < 3; i++) await bench.scan(receipt, part.reference);
    await bench.validate(await current(receipt));
    const { fileName } = await print(receipt);
    expect(fileName).toBe(`rangement-${receipt.number}.pdf`);
    const text = await textOf(receipt, { language: 'en' });
    for (const said of ['Put-away list', ...numbers]) expect(text).toContain(said);
    expect(text).not.toContain('Foreseen');
    expect(text).not.toContain('Durand');
  });

  it('is none of a receipt that counts nothing or is voided, of another station, or without the right', async () => {
    const { part, receipt } = await awaited();
    const nothing = { code: 'stock.goods-receipt.nothing-to-put-away', params: { number: receipt.number } };
    await expect(print(receipt)).rejects.toMatchObject(nothing);
    await bench.scan(receipt, part.reference);
    await expect(print(receipt, {}, { tenant: elsewhere })).rejects.toEqual(refusal('stock.goods-receipt.not-found'));
    const rights = RIGHTS.filter((right) => right !== 'stock:receipt.read');
    await expect(print(receipt, {}, { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await bench.client.voidGoodsReceipt({ id: receipt.id, reason: 'erreur' }, await bench.as());
    await expect(print(receipt)).rejects.toMatchObject(nothing);
    await expect(print({ id: id() })).rejects.toEqual(refusal('stock.goods-receipt.not-found'));
  });
});
