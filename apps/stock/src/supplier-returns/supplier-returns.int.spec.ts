import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SupplierReturnChangedMessage } from '@navette/contracts';
import { Party } from '@navette/contracts/parties/v1/service';
import type { GoodsReceipt, Part, SupplierOrder } from '@navette/contracts/stock/v1/service';
import { pdfText, type TestService } from '@navette/testing';
import { Bench, elsewhere, id, refusal, RIGHTS } from '../test/bench.helper.js';
import { neighbours, startStandIns } from '../test/stand-ins.js';

let bench: Bench;
let standIns: TestService[];

beforeAll(async () => {
  const { env, services } = await startStandIns();
  standIns = services;
  bench = await Bench.start({ env });
  neighbours.parties.set(bench.supplier, Party.fromPartial({ id: bench.supplier, name: 'Pièces & Cie' }));
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

interface Received {
  readonly part: Part;
  readonly receipt: GoodsReceipt;
  readonly lineId: string;
}

/** A part received at 10.00, so many of it, for a file that wants them all. */
async function received(quantity = 3): Promise<Received & { needId: string }> {
  const part = await bench.part();
  const { needId } = await bench.file(part, quantity);
  const [order] = (await bench.ordered(needId)) as [SupplierOrder];
  const receipt = await bench.validate(await bench.receipt(order));
  return { part, receipt, needId, lineId: receipt.lines[0]?.id as string };
}

const goBack = async (
  { lineId, receipt }: Received,
  quantity: string,
  options: { reason?: string; idempotencyKey?: string; tenant?: typeof elsewhere; rights?: string[] } = {},
) => {
  const { reason = 'defective', ...as } = options;
  return bench.client.createSupplierReturn(
    {
      goodsReceiptId: receipt.id,
      lines: [{ receiptLineId: lineId, quantity, reason }],
      comment: ' Choc au transport ',
    },
    await bench.as(as),
  );
};
const cancel = async (returnId: string) => bench.client.cancelSupplierReturn({ id: returnId }, await bench.as());

describe('ST-25 parts go back to their supplier', () => {
  it('leave at what they were received for, which is the credit expected; who they were for waits again', async () => {
    const from = await received(3);
    const made = await goBack(from, '2');
    expect(made).toMatchObject({
      state: 'credit_expected',
      supplierPartyId: bench.supplier,
      goodsReceiptNumber: from.receipt.number,
      comment: 'Choc au transport',
      expectedCredit: '20.00',
      lines: [{ quantity: '2.0000', reason: 'defective', unitPrice: '10.0000', credit: '20.00' }],
    });
    expect(made.number).toMatch(/^LIL-RF-[0-9]{4}-[0-9]{6}$/);
    expect(await bench.level(from.part)).toMatchObject({ onHand: '1.0000' });
    expect(await bench.need(from.needId)).toMatch(/^2 0 1 /);
    const [told, ...more] = await bench.heard(SupplierReturnChangedMessage, ({ returnId }) => returnId === made.id);
    expect(more).toEqual([]);
    expect(told).toMatchObject({ state: 'credit_expected', expectedCredit: '20.00' });
    const movements = await bench.rows(
      `select kind, quantity::float, value::float from stock_movement where origin_kind = 'supplier_return' and origin_id = $1`,
      [made.id],
    );
    expect(movements).toEqual([{ kind: 'return', quantity: -2, value: -20 }]);
    const audit = await bench.rows('select 1 from audit where entity_type = $1 and entity_id = $2', ['supplier-return', made.id]); // prettier-ignore
    expect(audit).toHaveLength(1);
  });

  it('are never more than came, however often and by how many at once they are sent back', async () => {
    const from = await received(3);
    const clicks = await Promise.allSettled(Array.from({ length: 5 }, () => goBack(from, '1')));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const click of clicks)
      if (click.status === 'rejected') expect(click.reason).toEqual(refusal('stock.supplier-return.invalid'));
    await expect(goBack(from, '1')).rejects.toMatchObject({
      fields: [{ pointer: '/lines/0/quantity', code: 'stock.supplier-return.more-than-received' }],
    });
    expect(await bench.level(from.part)).toMatchObject({ onHand: '0.0000', value: '0.00' });
    const beyond = bench.rows('update receipt_line_returned set returned = 4 where receipt_line_id = $1', [
      from.lineId,
    ]);
    await expect(beyond).rejects.toThrow('receipt_line_returned_at_most');
  });

  it('go back once under one key', async () => {
    const from = await received(2);
    const key = id();
    const twice = [await goBack(from, '1', { idempotencyKey: key }), await goBack(from, '1', { idempotencyKey: key })];
    expect(twice[0]?.id).toBe(twice[1]?.id);
    expect(await bench.level(from.part)).toMatchObject({ onHand: '1.0000' });
  });

  it('are in stock again when the return is cancelled, once, for whoever waits, and may go back again', async () => {
    const from = await received(2);
    const made = await goBack(from, '2');
    expect(await bench.need(from.needId)).toMatch(/^2 0 0 /);
    expect((await cancel(made.id)).state).toBe('cancelled');
    expect(await cancel(made.id)).toMatchObject({ state: 'cancelled', version: '2' });
    expect(await bench.level(from.part)).toMatchObject({ onHand: '2.0000', value: '20.00' });
    expect(await bench.need(from.needId)).toMatch(/^0 0 2 /);
    expect((await goBack(from, '2')).state).toBe('credit_expected');
  });

  it('keep their receipt from being voided, as parts that are gone', async () => {
    const from = await received(2);
    const made = await goBack(from, '1');
    await bench.correct(from.part, 5);
    const voiding = async () =>
      bench.client.voidGoodsReceipt({ id: from.receipt.id, reason: 'Erreur' }, await bench.as());
    await expect(voiding()).rejects.toEqual(refusal('stock.goods-receipt.parts-gone'));
    await cancel(made.id);
    expect((await voiding()).state).toBe('voided');
    await expect(goBack(from, '1')).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
  });

  it('must be there: what was taken out of stock does not go back', async () => {
    const from = await received(2);
    await bench.correct(from.part, -1);
    await expect(goBack(from, '2')).rejects.toEqual(refusal('stock.supplier-return.not-on-hand'));
    expect(await bench.level(from.part)).toMatchObject({ onHand: '1.0000' });
  });

  it('name every field that is not accepted, and change nothing', async () => {
    const from = await received(1);
    const request = {
      goodsReceiptId: from.receipt.id,
      lines: [
        { receiptLineId: from.lineId, quantity: '0', reason: 'broken' },
        { receiptLineId: from.lineId, quantity: '1', reason: 'wrong' },
        { receiptLineId: id(), quantity: 'x', reason: 'wrong' },
      ],
      comment: 'x'.repeat(501),
    };
    const refused = await bench.client.createSupplierReturn(request, await bench.as()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'stock.supplier-return.invalid' });
    const { fields } = refused as { fields: { pointer: string; code: string }[] };
    expect(fields.map(({ pointer }) => pointer)).toEqual([
      '/lines/0/quantity',
      '/lines/0/reason',
      '/lines/1/receiptLineId',
      '/lines/2/receiptLineId',
      '/lines/2/quantity',
      '/comment',
    ]);
    const none = { ...request, lines: [], comment: '' };
    await expect(bench.client.createSupplierReturn(none, await bench.as())).rejects.toMatchObject({
      fields: [{ pointer: '/lines', code: 'stock.supplier-return.no-line' }],
    });
    expect(await bench.level(from.part)).toMatchObject({ onHand: '1.0000' });
  });

  it('have a slip, are listed by receipt, and are nobody else’s', async () => {
    const from = await received(2);
    const made = await goBack(from, '1', { reason: 'warranty' });
    const { content, fileName } = await bench.client.getSupplierReturnDocument({ id: made.id }, await bench.as());
    expect(fileName).toBe(`${made.number}.pdf`);
    const text = await pdfText(content);
    for (const said of [
      'Retour fournisseur',
      made.number,
      from.receipt.number,
      'Garantie pièce',
      '10,00 €',
      'Pièces & Cie',
    ])
      expect(text).toContain(said);
    const query = {
      filters: [{ field: 'goodsReceiptId', operator: 'eq', values: [from.receipt.id] }],
      sorts: [],
      cursor: '',
      limit: 10,
    };
    const listed = await bench.client.listSupplierReturns({ query }, await bench.as());
    expect(listed.returns.map((one) => [one.id, one.lines])).toEqual([[made.id, []]]);
    const other = await bench.as({ tenant: elsewhere });
    expect((await bench.client.listSupplierReturns({ query }, other)).returns).toEqual([]);
    const missing = refusal('stock.supplier-return.not-found');
    await expect(bench.client.getSupplierReturn({ id: made.id }, other)).rejects.toEqual(missing);
    await expect(bench.client.cancelSupplierReturn({ id: made.id }, other)).rejects.toEqual(missing);
    await expect(bench.client.getSupplierReturnDocument({ id: made.id }, other)).rejects.toEqual(missing);
    await expect(goBack(from, '1', { tenant: elsewhere })).rejects.toEqual(refusal('stock.goods-receipt.not-found'));
    for (const right of ['create', 'read', 'cancel']) {
      const rights = RIGHTS.filter((one) => one !== `stock:supplier-return.${right}`);
      const call = await bench.as({ rights });
      const asked =
        right === 'create'
          ? goBack(from, '1', { rights })
          : right === 'read'
            ? bench.client.getSupplierReturn({ id: made.id }, call)
            : bench.client.cancelSupplierReturn({ id: made.id }, call);
      await expect(asked).rejects.toEqual(refusal('platform.request.forbidden'));
    }
  });
});
