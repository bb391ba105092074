import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartPriceChangedMessage } from '@navette/contracts';
import type { Part } from '@navette/contracts/stock/v1/service';
import { testScope } from '@navette/testing';
import { Bench, elsewhere, here, id, refusal } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const changes = async ({ id: partId }: Part, page: { limit: number; cursor: string } | undefined = undefined) =>
  bench.client.listPartPriceChanges({ partId, page }, await bench.as());
const type = async ({ id: partId }: Part, prices: object) =>
  bench.client.setPartPrices(
    { partId, purchasePrice: '', listPrice: '', priceFixed: false, publicPrice: '', ...prices },
    await bench.as(),
  );
/** The latest first: what, from, to, why. */
const told = async (part: Part) =>
  (await changes(part)).changes.map(
    ({ kind, before, after, originKind }) => `${kind} ${before} ${after} ${originKind}`,
  );

describe('ST-4 ST-6 the history of a part’s prices', () => {
  it('has every change with its date, who made it and what it comes from', async () => {
    const part = await bench.part({ purchasePrice: '', listPrice: '8' });
    const { needId } = await bench.file(part);
    await type(part, { listPrice: '9', priceFixed: true, publicPrice: '30' });
    await type(part, {});
    const [order] = await bench.ordered(needId);
    const receipt = await bench.receipt(order as never);
    const lines = [{ lineId: receipt.lines[0]?.id as string, partId: '', quantity: '1', unitPrice: '8.75', updatePrice: true }]; // prettier-ignore
    const counted = await bench.client.setGoodsReceiptLines({ id: receipt.id, expectedVersion: receipt.version, lines }, await bench.as()); // prettier-ignore
    await bench.validate(counted);
    expect(await told(part)).toEqual([
      'purchase 8.0000 8.7500 goods_receipt',
      'fixed 30.0000  typed',
      'fixed  30.0000 typed',
      'list 8.0000 9.0000 typed',
      'purchase  8.0000 first_use',
      'list  8.0000 typed',
    ]);
    const [received, typed] = (await changes(part)).changes;
    expect(received).toMatchObject({ originId: receipt.id, originNumber: receipt.number, by: expect.stringMatching(/^user:/) }); // prettier-ignore
    expect(typed).toMatchObject({ originId: '', originNumber: '' });
    expect(Date.parse(received?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(typed?.at ?? ''));
  });

  it('says nothing where nothing changed, and tells nobody', async () => {
    const part = await bench.part({ purchasePrice: '10' });
    await type(part, { purchasePrice: '10.0000' });
    await bench.file(part);
    await bench.file(part);
    expect(await told(part)).toEqual(['purchase  10.0000 typed']);
    expect(await bench.heard(PartPriceChangedMessage, ({ partId }) => partId === part.id)).toEqual([]);
  });

  it('keeps one change where two use a part for the first time at once', async () => {
    const part = await bench.part({ purchasePrice: '', listPrice: '8' });
    await Promise.all([bench.file(part), bench.file(part), bench.order(part)]);
    expect(await told(part)).toEqual(['purchase  8.0000 first_use', 'list  8.0000 typed']);
  });

  it('comes page by page', async () => {
    const part = await bench.part({ purchasePrice: '1' });
    for (const purchasePrice of ['2', '3']) await type(part, { purchasePrice });
    const first = await changes(part, { limit: 2, cursor: '' });
    const second = await changes(part, { limit: 2, cursor: first.nextCursor });
    expect([first, second].map((page) => page.changes.map(({ after }) => after))).toEqual([['3.0000', '2.0000'], ['1.0000']]); // prettier-ignore
    expect(second.nextCursor).toBe('');
  });

  it('can’t be edited by the service’s own role, and is not told of another station’s part', async () => {
    const part = await bench.part();
    for (const sql of ['update part_price_change set after = 1', 'delete from part_price_change']) {
      const edited = bench.service.db.tenantTx(testScope(here), async (tx) => {
        tx.audit('part', part.id);
        await tx.run(sql);
      });
      await expect(edited).rejects.toThrow(/permission denied/);
    }
    for (const partId of [part.id, id(), 'no id']) {
      const asked = bench.client.listPartPriceChanges({ partId, page: undefined }, await bench.as({ tenant: elsewhere })); // prettier-ignore
      await expect(asked).rejects.toEqual(refusal('stock.part.not-found'));
    }
  });
});

describe('ST-18 the first price of a part that replenishment orders', () => {
  it('is its list price, from the order on', async () => {
    const part = await bench.part({ purchasePrice: '', listPrice: '8', minQuantity: '2' });
    const selections = [{ needId: '', supplierPartyId: '', partId: part.id }];
    const { orders } = await bench.client.placeSupplierOrders({ selections }, await bench.as());
    expect(orders[0]?.lines).toMatchObject([{ unitPrice: '8.0000' }]);
    expect(await told(part)).toEqual(['purchase  8.0000 first_use', 'list  8.0000 typed']);
  });
});
