import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Part, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { systemClock } from '@navette/kernel';
import { Bench, elsewhere, refusal, RIGHTS } from '../test/bench.helper.js';
import { despatchColumns } from './despatch-file.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const today = systemClock.now().toString().slice(0, 10);

async function ordered(): Promise<{ order: SupplierOrder; parts: Part[] }> {
  const parts = [await bench.part(), await bench.part()];
  const needs = [await bench.file(parts[0] as Part, 2), await bench.file(parts[1] as Part, 3)];
  const [order] = (await bench.ordered(...needs.map(({ needId }) => needId))) as [SupplierOrder];
  return { order, parts };
}

const row = (order: SupplierOrder, part: Part | string, quantity: string, note: string) =>
  `${order.number};${typeof part === 'string' ? part : part.reference};${quantity};9,99;${note};${today}`;
const file = (...rows: string[]) => Buffer.from([despatchColumns.join(';'), ...rows].join('\r\n'));
const send = async (content: Buffer, format = 'csv', options: Parameters<Bench['as']>[0] = {}) =>
  bench.client.importDespatchFile({ content, format }, await bench.as(options));
const receipts = async () => (await bench.rows<{ n: number }>('select count(*)::int as n from goods_receipt'))[0]?.n;

describe('ST-23 importing a despatch file', () => {
  it('makes a draft per order and delivery note, which validates as any other', async () => {
    const { order, parts } = await ordered();
    const [first, second] = parts as [Part, Part];
    const { receipts: made, errors } = await send(
      file(
        row(order, first, '1', 'A'),
        row(order, second, '3', 'A'),
        row(order, first.reference.toLowerCase(), '1', 'B'),
      ),
    );
    expect(errors).toEqual([]);
    expect(
      made.map(({ deliveryNote, lines }) => [
        deliveryNote,
        lines.map(({ reference, quantity }) => `${reference} ${quantity}`),
      ]),
    ).toEqual([
      ['A', [`${first.reference} 1.0000`, `${second.reference} 3.0000`]],
      ['B', [`${first.reference} 1.0000`]],
    ]);
    expect(made[0]).toMatchObject({
      state: 'draft',
      supplierPartyId: bench.supplier,
      lines: [{ unitPrice: '9.9900', awaited: '2.0000' }, {}],
    });
    for (const receipt of made) await bench.validate(receipt);
    expect(await bench.client.getSupplierOrder({ id: order.id }, await bench.as())).toMatchObject({
      state: 'received',
    });
  });

  it('makes nothing when a row is bad, and names each: unknown order, part not on it, closed order', async () => {
    const [{ order, parts }, { order: closed, parts: others }] = [await ordered(), await ordered()];
    await bench.client.closeSupplierOrder({ id: closed.id }, await bench.as());
    const before = await receipts();
    const [part, other] = [parts[0] as Part, others[0] as Part];
    const { receipts: made, errors } = await send(
      file(
        row(order, part, '1', 'N'),
        row(order, part, 'x', 'M'),
        `LIL-CF-1999-000001;${part.reference};1;1;N;${today}`,
        row(order, other, '1', 'N'),
        row(closed, other, '1', 'N'),
      ),
    );
    expect(made).toEqual([]);
    expect(errors).toMatchObject([
      { line: 3, column: 'quantity', code: 'stock.despatch-file.decimal' },
      {
        line: 4,
        column: 'order_number',
        code: 'stock.despatch-file.order-unknown',
        params: { number: 'LIL-CF-1999-000001' },
      },
      { line: 5, column: 'part_reference', code: 'stock.despatch-file.part-not-on-order' },
      { line: 6, column: 'order_number', code: 'stock.despatch-file.order-closed', params: { state: 'closed' } },
    ]);
    expect(await receipts()).toBe(before);
  });

  it('takes a delivery note once: sent again, sent twice at once, sent with the same key', async () => {
    const { order, parts } = await ordered();
    const content = file(row(order, parts[0] as Part, '1', 'ONCE'));
    const both = await Promise.allSettled([send(content), send(content)]);
    const made = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.receipts : []));
    expect(made).toHaveLength(1);
    expect((await send(content)).errors).toMatchObject([
      {
        line: 2,
        column: 'delivery_note',
        code: 'stock.despatch-file.delivery-note-used',
        params: { deliveryNote: 'ONCE' },
      },
    ]);
    const keyed = file(row(order, parts[0] as Part, '1', 'KEYED'));
    const [first, again] = [
      await send(keyed, 'csv', { idempotencyKey: 'f' }),
      await send(keyed, 'csv', { idempotencyKey: 'f' }),
    ];
    expect(again).toEqual(first);
    expect(first.receipts).toHaveLength(1);
  });

  it('says that more came than was ordered only when it is validated', async () => {
    const { order, parts } = await ordered();
    const { receipts: made } = await send(file(row(order, parts[0] as Part, '9', 'MUCH')));
    await expect(bench.validate(made[0] as (typeof made)[0])).rejects.toEqual(
      refusal('stock.goods-receipt.over-receipt'),
    );
  });

  it('refuses what is no file of these', async () => {
    await expect(send(file(), 'pdf')).rejects.toMatchObject({
      code: 'stock.despatch-file.format-not-accepted',
      params: { accepted: ['csv', 'xlsx'] },
    });
    expect((await send(Buffer.from('x'), 'xlsx')).errors).toMatchObject([{ code: 'stock.despatch-file.unreadable' }]);
    expect((await send(Buffer.from([0xff, 0xfe, 0x41]))).errors).toMatchObject([
      { code: 'stock.despatch-file.encoding' },
    ]);
  });

  it('tells the first 500 errors of a file that has more', async () => {
    const { order } = await ordered();
    const rows = Array.from({ length: 1_000 }, (_, i) => row(order, `NONE-${i}`, '1', 'BIG'));
    const { errors } = await send(file(...rows));
    expect(errors).toHaveLength(500);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses without the right, and knows no order of another station', async () => {
    const { order, parts } = await ordered();
    const content = file(row(order, parts[0] as Part, '1', 'F'));
    const rights = RIGHTS.filter((right) => right !== 'stock:receipt.import');
    await expect(send(content, 'csv', { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    expect((await send(content, 'csv', { tenant: elsewhere })).errors).toMatchObject([
      { code: 'stock.despatch-file.order-unknown' },
    ]);
  });
});
