import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConfirmFileAllocationsMessage,
  GoodsReceiptValidatedMessage,
  GoodsReceiptVoidedMessage,
  PartAllocatedMessage,
} from '@navette/contracts';
import {
  ListGoodsReceiptsRequest,
  ChangeGoodsReceiptRequest,
  CreateGoodsReceiptRequest,
  PullGoodsReceiptLinesRequest,
  type GoodsReceipt,
  type Part,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS, type Wanted } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

/** A part that a file wants, ordered and sent. */
async function awaited(quantity = 2): Promise<{ part: Part; wanted: Wanted; order: SupplierOrder }> {
  const part = await bench.part();
  const wanted = await bench.file(part, quantity);
  const [order] = (await bench.ordered(wanted.needId)) as [SupplierOrder];
  return { part, wanted, order };
}

const create = async (request: object) =>
  bench.client.createGoodsReceipt(CreateGoodsReceiptRequest.fromPartial({ pull: 'all', ...request }), await bench.as());
const order = async ({ id: orderId }: SupplierOrder) =>
  bench.client.getSupplierOrder({ id: orderId }, await bench.as());
const allocations = (receipt: GoodsReceipt) =>
  bench.rows<{ state: string; quantity: string }>(
    `select a.state, a.quantity from allocation a join goods_receipt_line l on l.id = a.receipt_line_id
     where l.receipt_id = $1 order by a.id`,
    [receipt.id],
  );

describe('ST-23 ST-24 validation', () => {
  it('adds stock at its cost, notes it on the order, allocates tentatively and starts the saga', async () => {
    const { part, wanted, order: of } = await awaited();
    const receipt = await bench.validate(await bench.receipt(of));
    expect(receipt).toMatchObject({ state: 'validated', sagaState: 'allocating' });
    expect(await bench.level(part)).toMatchObject({
      onHand: '2.0000',
      value: '20.00',
      reserved: '2.0000',
      onOrder: '0.0000',
    });
    expect(await order(of)).toMatchObject({ state: 'received', lines: [{ received: '2.0000' }] });
    expect(await bench.need(wanted.needId)).toBe('0 0 2 0 0 allocated');
    expect(await allocations(receipt)).toEqual([{ state: 'tentative', quantity: '2.0000' }]);
    expect(await bench.heard(GoodsReceiptValidatedMessage, ({ receiptId }) => receiptId === receipt.id)).toEqual([
      { receiptId: receipt.id, number: receipt.number, supplierPartyId: bench.supplier, sagaId: receipt.sagaId },
    ]);
    const asked = await bench.heard(ConfirmFileAllocationsMessage, ({ request }) => request?.sagaId === receipt.sagaId);
    expect(asked.flatMap(({ items }) => items)).toMatchObject([
      { fileId: wanted.originId, lineId: wanted.needId, partId: part.id, quantity: '2.0000' },
    ]);
    expect(await bench.heard(PartAllocatedMessage, ({ partId }) => partId === part.id)).toEqual([]);
  });

  it('serves the needs the parts were ordered for, then others in turn; what is over is free', async () => {
    const part = await bench.part();
    const ordered = await bench.file(part, 1);
    const [of] = (await bench.ordered(ordered.needId)) as [SupplierOrder];
    const urgent = await bench.file(part, 1, '2026-01-01');
    const later = await bench.order(part, 1);
    const receipt = await bench.count(await bench.receipt(of), 2);
    await bench.validate(receipt, true);
    expect(await bench.need(ordered.needId)).toMatch(/allocated$/);
    expect(await bench.need(urgent.needId)).toMatch(/allocated$/);
    expect(await bench.need(later.needId)).toBe('1 0 0 0 0 waiting');
    await bench.validate(
      await bench.count(await bench.receipt((await bench.ordered(later.needId))[0] as SupplierOrder), 3),
      true,
    );
    expect(await bench.level(part)).toMatchObject({ onHand: '5.0000', reserved: '3.0000', free: '2.0000' });
  });

  it('leaves what has not come as backlog', async () => {
    const { order: of, wanted } = await awaited(5);
    await bench.validate(await bench.count(await bench.receipt(of), 2));
    expect(await order(of)).toMatchObject({ state: 'partially_received' });
    expect(await bench.need(wanted.needId)).toBe('0 3 2 0 0 partly_allocated');
    const backlog = await bench.receipt(of);
    expect(backlog.lines).toMatchObject([{ awaited: '3.0000', quantity: '3.0000' }]);
    await bench.validate(backlog);
    expect(await order(of)).toMatchObject({ state: 'received' });
    expect(await bench.need(wanted.needId)).toBe('0 0 5 0 0 allocated');
  });

  it('asks when more has come than is awaited, naming the lines, and does it when told that it is right', async () => {
    const { order: of, part } = await awaited(2);
    const receipt = await bench.count(await bench.receipt(of), 3);
    await expect(bench.validate(receipt)).rejects.toMatchObject({
      code: 'stock.goods-receipt.over-receipt',
      params: { references: [part.reference] },
      fields: [{ pointer: '/lines/0/quantity', params: { awaited: '2.0000', received: '3.0000' } }],
    });
    expect(await bench.level(part)).toMatchObject({ onHand: '0.0000' });
    await bench.validate(receipt, true);
    expect(await bench.level(part)).toMatchObject({ onHand: '3.0000', free: '1.0000' });
  });

  it('is done once under a double click, a repeated call and a lost answer', async () => {
    const { order: of, part } = await awaited(2);
    const receipt = await bench.receipt(of);
    const clicks = await Promise.all(Array.from({ length: 6 }, () => bench.validate(receipt)));
    for (const click of clicks) expect(click).toEqual(clicks[0]);
    expect(await bench.validate(receipt)).toEqual(clicks[0]);
    const request = { id: receipt.id, expectedVersion: receipt.version, acceptOverReceipt: false };
    const keyed = async () =>
      bench.client.validateGoodsReceipt(request, await bench.as({ idempotencyKey: receipt.id }));
    expect(await keyed()).toEqual(await keyed());
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000' });
    const [movements] = await bench.rows('select count(*)::int as n from stock_movement where part_id = $1', [part.id]);
    expect(movements).toEqual({ n: 1 });
    expect(await bench.heard(GoodsReceiptValidatedMessage, ({ receiptId }) => receiptId === receipt.id)).toHaveLength(
      1,
    );
  });

  it('of two receipts of one order at once lets both in, or asks the one that comes too late', async () => {
    const { order: of, part } = await awaited(4);
    const half = [await bench.count(await bench.receipt(of), 2), await bench.count(await bench.receipt(of), 2)];
    await Promise.all(half.map((receipt) => bench.validate(receipt)));
    expect(await order(of)).toMatchObject({ state: 'received', lines: [{ received: '4.0000' }] });
    expect(await bench.level(part)).toMatchObject({ onHand: '4.0000', reserved: '4.0000' });

    const { order: other, part: another } = await awaited(3);
    const whole = [await bench.receipt(other), await bench.receipt(other)];
    const both = await Promise.allSettled(whole.map((receipt) => bench.validate(receipt)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stock.goods-receipt.over-receipt', fields: [{ params: { awaited: '0.0000' } }] },
    });
    expect(await bench.level(another)).toMatchObject({ onHand: '3.0000' });
  });

  it('makes the prices that are ticked the parts’ own, and only those (ST-4)', async () => {
    const [ticked, unticked] = [await awaited(1), await awaited(1)];
    for (const [one, updatePrice] of [
      [ticked, true],
      [unticked, false],
    ] as const) {
      // prettier-ignore
      const receipt = await bench.receipt(one.order);
      const lines = [
        { lineId: receipt.lines[0]?.id as string, partId: '', quantity: '1', unitPrice: '11.25', updatePrice },
      ];
      const request = { id: receipt.id, expectedVersion: receipt.version, lines };
      await bench.validate(await bench.client.setGoodsReceiptLines(request, await bench.as()));
    }
    const price = async ({ id: partId }: Part) =>
      (await bench.client.getPart({ id: partId }, await bench.as())).purchasePrice;
    expect(await price(ticked.part)).toBe('11.2500');
    expect(await price(unticked.part)).toBe('10.0000');
  });

  it('ST-18 sale prices follow a price that a receipt made the part’s own, but for a fixed one', async () => {
    const supplierPartyId = id();
    await bench.party(supplierPartyId, ['supplier']);
    await bench.terms(supplierPartyId, 1, [['0', '2']]);
    const parts = [await bench.part({ supplierPartyId }), await bench.part({ supplierPartyId, priceFixed: true, publicPrice: '30' })]; // prettier-ignore
    const needs = [];
    for (const part of parts) needs.push((await bench.file(part, 1)).needId);
    const [of] = (await bench.ordered(...needs)) as [SupplierOrder];
    const receipt = await bench.receipt(of);
    const lines = receipt.lines.map(({ id: lineId }) => ({ lineId, partId: '', quantity: '1', unitPrice: '11.25' }));
    const set = { id: receipt.id, expectedVersion: receipt.version, lines };
    await bench.validate(await bench.client.setGoodsReceiptLines(set, await bench.as()));
    const prices = [];
    for (const { id: partId } of parts) {
      const { purchasePrice, publicPrice } = await bench.client.getPart({ id: partId }, await bench.as());
      prices.push([purchasePrice, publicPrice]);
    }
    expect(prices).toEqual([['11.2500', '22.50'], ['11.2500', '30.00']]); // prettier-ignore
  });

  it('refuses what is empty, unpriced, of another version or of an order closed meanwhile', async () => {
    const { order: of } = await awaited();
    const receipt = await bench.receipt(of, 'none');
    await expect(bench.validate(receipt)).rejects.toEqual(refusal('stock.goods-receipt.empty'));
    await expect(bench.validate({ ...receipt, version: '9' })).rejects.toEqual(
      refusal('stock.goods-receipt.changed-meanwhile'),
    );
    const counted = await bench.count(receipt, 1);
    await bench.client.closeSupplierOrder({ id: of.id }, await bench.as());
    await expect(bench.validate(counted)).rejects.toEqual(refusal('stock.goods-receipt.order-not-receivable'));
    const unpriced = await bench.part({ purchasePrice: '' });
    const scanned = await bench.scan(
      await create({ supplierPartyId: bench.supplier, pull: 'none' }),
      unpriced.reference,
    );
    await expect(bench.validate(scanned)).rejects.toMatchObject({
      code: 'stock.goods-receipt.price-missing',
      fields: [{ pointer: '/lines/0/unitPrice' }],
    });
  });

  it('is final: the database lets nobody change its lines', async () => {
    const { order: of } = await awaited();
    const receipt = await bench.validate(await bench.receipt(of));
    const change = 'update goods_receipt_line set quantity = 9 where receipt_id = $1';
    await expect(bench.rows(change, [receipt.id])).rejects.toThrow('is no draft');
    await expect(bench.count(receipt, 1)).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
    await expect(bench.scan(receipt, 'X')).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
  });
});

describe('ST-24 voiding', () => {
  const voided = async (receipt: GoodsReceipt, reason = 'mauvais bon') =>
    bench.client.voidGoodsReceipt({ id: receipt.id, reason }, await bench.as());

  it('gives the parts to nobody any more, asks them back, and answers the same when asked again', async () => {
    const { order: of, part } = await awaited();
    const receipt = await bench.validate(await bench.count(await bench.receipt(of), 3), true);
    const after = await voided(receipt);
    expect(after).toMatchObject({ state: 'voided', sagaState: 'voiding' });
    expect(await voided(receipt)).toEqual(after);
    const late = await bench.file(part);
    expect(await bench.need(late.needId)).toBe('1 0 0 0 0 waiting');
    expect(await bench.heard(GoodsReceiptVoidedMessage, ({ receiptId }) => receiptId === receipt.id)).toHaveLength(1);
  });

  it('without anybody who has them reverses at once: movements, order and its backlog', async () => {
    const { order: of, part, wanted } = await awaited(2);
    await bench.correct(part, 4, '7');
    expect(await bench.need(wanted.needId)).toBe('0 0 2 0 0 allocated');
    const receipt = await bench.validate(await bench.count(await bench.receipt(of), 2));
    expect(await bench.level(part)).toMatchObject({ onHand: '6.0000', value: '48.00' });
    expect(await voided(receipt)).toMatchObject({ state: 'voided', sagaState: 'voided' });
    expect(await bench.level(part)).toMatchObject({ onHand: '4.0000', value: '28.00', averageCost: '7.0000' });
    expect(await order(of)).toMatchObject({ state: 'sent', lines: [{ received: '0.0000' }] });
  });

  it('is refused when parts have gone, naming the lines', async () => {
    const { order: of, part } = await awaited(2);
    const receipt = await bench.validate(await bench.receipt(of));
    await bench.correct(part, -1);
    await expect(voided(receipt)).rejects.toMatchObject({
      code: 'stock.goods-receipt.parts-gone',
      params: { references: [part.reference] },
      fields: [{ pointer: '/lines/0' }],
    });
  });

  it('needs a reason', async () => {
    const { order: of } = await awaited();
    const receipt = await bench.receipt(of);
    await expect(voided(receipt, ' ')).rejects.toEqual(refusal('stock.goods-receipt.void-reason-missing'));
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses without the right', async () => {
    const { order: of } = await awaited();
    const { id: receiptId } = await bench.receipt(of);
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:receipt.validate') });
    const request = { id: receiptId, expectedVersion: '1', acceptOverReceipt: false };
    await expect(bench.client.validateGoodsReceipt(request, reader)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
    const counter = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:receipt.create') });
    for (const refused of [
      () => bench.client.changeGoodsReceipt(ChangeGoodsReceiptRequest.fromPartial({ id: receiptId }), counter),
      () => bench.client.pullGoodsReceiptLines(PullGoodsReceiptLinesRequest.fromPartial({ id: receiptId }), counter),
    ]) {
      await expect(refused()).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });

  it('answers what is of another station as missing', async () => {
    const { order: of } = await awaited();
    const { id: receiptId } = await bench.receipt(of);
    const other = await bench.as({ tenant: elsewhere });
    const missing = refusal('stock.goods-receipt.not-found');
    for (const one of [receiptId, id(), 'no id']) {
      const request = { id: one, expectedVersion: '1', acceptOverReceipt: false };
      await expect(bench.client.getGoodsReceipt({ id: one }, other)).rejects.toEqual(missing);
      await expect(bench.client.validateGoodsReceipt(request, other)).rejects.toEqual(missing);
      await expect(bench.client.voidGoodsReceipt({ id: one, reason: 'x' }, other)).rejects.toEqual(missing);
      await expect(
        bench.client.scanGoodsReceipt({ id: one, code: 'x', acceptOverReceipt: false }, other),
      ).rejects.toEqual(missing);
      await expect(bench.client.getPutAway({ receiptId: one }, other)).rejects.toEqual(missing);
      await expect(bench.client.undoGoodsReceiptScan({ receiptId: one, scanId: id() }, other)).rejects.toEqual(missing);
      const notes = ChangeGoodsReceiptRequest.fromPartial({ id: one });
      await expect(bench.client.changeGoodsReceipt(notes, other)).rejects.toEqual(missing);
      const all = PullGoodsReceiptLinesRequest.fromPartial({ id: one, pull: 'all' });
      await expect(bench.client.pullGoodsReceiptLines(all, other)).rejects.toEqual(missing);
    }
    expect((await bench.client.listGoodsReceipts(ListGoodsReceiptsRequest.fromPartial({}), other)).receipts).toEqual(
      [],
    );
  });
});
