import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const movements = async (partId: string, limit = 50, cursor = '') =>
  bench.client.listPartMovements({ partId, page: { limit, cursor } }, await bench.as());
const rotation = async (partId: string) => bench.client.getPartRotation({ partId }, await bench.as());

describe('ST-2 a part’s record', () => {
  it('tells its movements, the latest first, page by page, each with where it came from', async () => {
    const part = await bench.part();
    const { needId } = await bench.file(part);
    const [order] = await bench.ordered(needId);
    const receipt = await bench.validate(await bench.receipt(order as NonNullable<typeof order>));
    await bench.correct(part, 2, '4');
    await bench.correct(part, '-1');
    const first = await movements(part.id, 2);
    const second = await movements(part.id, 2, first.nextCursor);
    expect([...first.movements, ...second.movements]).toMatchObject([
      { kind: 'correction_out', quantity: '-1.0000', onHandAfter: '2.0000', originKind: 'correction', reason: 'inventaire', originNumber: '' }, // prettier-ignore
      { kind: 'correction_in', quantity: '2.0000', value: '8.00', onHandAfter: '3.0000' },
      { kind: 'receipt', quantity: '1.0000', value: '10.00', originKind: 'goods_receipt', originId: receipt.id, originNumber: receipt.number }, // prettier-ignore
    ]);
    expect([first.movements.length, second.nextCursor]).toEqual([2, '']);
    const { months } = await bench.client.getPartStatistics({ partId: part.id }, await bench.as());
    expect(months).toMatchObject([{ bought: '1.0000', boughtValue: '10.00', repairs: '0.0000', customerOrders: '0.0000' }]); // prettier-ignore
    expect(months[0]?.month).toMatch(/^\d{4}-\d{2}$/);
  });

  it('tells who waits for it or holds it, what is ordered, and when it is expected', async () => {
    const part = await bench.part();
    await bench.correct(part, 1);
    const held = await bench.file(part, 1);
    const ordered = await bench.order(part, 3);
    const [order] = await bench.ordered(ordered.needId);
    const waiting = await bench.file(part, 2, '2027-01-15');
    const lines = (await bench.client.getSupplierOrder({ id: order?.id as string }, await bench.as())).lines;
    await bench.client.acknowledgeSupplierOrder(
      { id: order?.id as string, lines: [{ lineId: lines[0]?.id as string, expectedOn: '2026-12-24', quantity: '', unitPrice: '', exhausted: false }] }, // prettier-ignore
      await bench.as(),
    );
    expect(await rotation(part.id)).toMatchObject({
      wants: [
        { needId: held.needId, originId: held.originId, quantity: '1.0000', reserved: '1.0000', onOrder: '0.0000', waiting: '0.0000', expectedOn: '' }, // prettier-ignore
        { needId: ordered.needId, originKind: 'customer_order', quantity: '3.0000', onOrder: '3.0000', expectedOn: '2026-12-24' }, // prettier-ignore
        { needId: waiting.needId, waiting: '2.0000', wantedOn: '2027-01-15', expectedOn: '' },
      ],
      coming: [{ supplierOrderId: order?.id, supplierOrderNumber: order?.number, quantity: '3.0000', expectedOn: '2026-12-24' }], // prettier-ignore
    });
  });

  it('ID-4 ID-10 is for who may read it, in its station', async () => {
    const part = await bench.part();
    const other = await bench.as({ tenant: elsewhere });
    const none = await bench.as({ rights: RIGHTS.filter((right) => !/stock-level.read|need.read/.test(right)) });
    for (const ask of [
      (partId: string, as: typeof other) => bench.client.listPartMovements({ partId, page: undefined }, as),
      (partId: string, as: typeof other) => bench.client.getPartRotation({ partId }, as),
      (partId: string, as: typeof other) => bench.client.getPartStatistics({ partId }, as),
    ]) {
      await expect(ask(part.id, other)).rejects.toEqual(refusal('stock.part.not-found'));
      await expect(ask(id(), await bench.as())).rejects.toEqual(refusal('stock.part.not-found'));
      await expect(ask('no id', await bench.as())).rejects.toEqual(refusal('stock.part.not-found'));
      await expect(ask(part.id, none)).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });
});
