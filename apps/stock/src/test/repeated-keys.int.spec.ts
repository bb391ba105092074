import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ChangeGoodsReceiptRequest,
  CreateGoodsReceiptRequest,
  PullGoodsReceiptLinesRequest,
  type GoodsReceipt,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { Bench, id, refusal } from './bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

type Call = Awaited<ReturnType<Bench['as']>>;
/** The same call with one input, with another one, and what would show that it had been done twice. */
type Case = {
  one: (as: Call) => Promise<object>;
  other: (as: Call) => Promise<object>;
  traces?: () => Promise<unknown>;
};

const call = <T>(make: (given: string) => (as: Call) => Promise<T & object>, one: string, other: string) => ({
  one: make(one),
  other: make(other),
});
const movements = (partId: string) => () => bench.rows('select 1 from stock_movement where part_id = $1', [partId]);
const order = async () => (await bench.ordered((await bench.file(await bench.part(), 4)).needId))[0] as SupplierOrder;
/** A draft of an order, nothing counted. */
const draft = async () => bench.receipt(await order(), 'none');
const lineOf = ({ lines }: { lines: readonly { id: string }[] }) => lines[0]?.id as string;
const at = ({ id: receiptId, version }: GoodsReceipt) => ({ id: receiptId, expectedVersion: version });

const CASES: Record<string, () => Promise<Case>> = {
  'limits of a part': async () => {
    const { id: partId } = await bench.part();
    return call((minQuantity) => (as) => bench.client.setPartLimits({ partId, minQuantity, maxQuantity: '9' }, as), '2', '3'); // prettier-ignore
  },
  'prices of a part': async () => {
    const { id: partId } = await bench.part();
    const base = { partId, listPrice: '', priceFixed: false, publicPrice: '' };
    return call((purchasePrice) => (as) => bench.client.setPartPrices({ ...base, purchasePrice }, as), '12', '13');
  },
  'a correction of stock': async () => {
    const { id: partId } = await bench.part();
    const base = { partId, reason: 'inventaire', unitCost: '', placeId: '' };
    return {
      ...call((quantity) => (as) => bench.client.correctStock({ ...base, quantity }, as), '5', '6'),
      traces: movements(partId),
    };
  },
  'the acknowledgement of an order': async () => {
    const placed = await order();
    const line = { lineId: lineOf(placed), expectedOn: '', unitPrice: '', exhausted: false };
    const make = (quantity: string) => (as: Call) =>
      bench.client.acknowledgeSupplierOrder({ id: placed.id, lines: [{ ...line, quantity }] }, as);
    return call(make, '3', '2');
  },
  'the end of an order': async () => {
    const [placed, another] = [await order(), await order()];
    return call((orderId) => (as) => bench.client.closeSupplierOrder({ id: orderId }, as), placed.id, another.id);
  },
  'a new draft': async () => {
    const { id: supplierOrderId } = await order();
    const make = (deliveryNote: string) => (as: Call) =>
      bench.client.createGoodsReceipt(
        CreateGoodsReceiptRequest.fromPartial({ supplierOrderId, pull: 'all', deliveryNote }),
        as,
      );
    const drafts = () => bench.rows('select 1 from goods_receipt where supplier_order_id = $1', [supplierOrderId]);
    return { ...call(make, 'BL-1', 'BL-2'), traces: drafts };
  },
  'the notes of a draft': async () => {
    const receipt = await draft();
    const make = (countermark: string) => (as: Call) =>
      bench.client.changeGoodsReceipt(ChangeGoodsReceiptRequest.fromPartial({ ...at(receipt), countermark }), as);
    return call(make, 'camion', 'quai');
  },
  'awaited lines pulled onto a draft': async () => {
    const receipt = await draft();
    const make = (version: string) => (as: Call) =>
      bench.client.pullGoodsReceiptLines(
        PullGoodsReceiptLinesRequest.fromPartial({ id: receipt.id, expectedVersion: version, pull: 'all' }),
        as,
      );
    return call(make, receipt.version, '2');
  },
  'the counts of a draft': async () => {
    const receipt = await draft();
    const line = { lineId: lineOf(receipt), partId: '', unitPrice: '' };
    const make = (quantity: string) => (as: Call) =>
      bench.client.setGoodsReceiptLines({ ...at(receipt), lines: [{ ...line, quantity }] }, as);
    return call(make, '1', '2');
  },
  'a scan': async () => {
    const [receipt, stray] = [await draft(), await bench.part()];
    const { reference } = await bench.part();
    const make = (code: string) => (as: Call) =>
      bench.client.scanGoodsReceipt({ id: receipt.id, code, acceptOverReceipt: false }, as);
    return call(make, stray.reference, reference);
  },
  'a scan taken back': async () => {
    const [receipt, { reference }] = [await draft(), await bench.part()];
    const scans: string[] = [];
    for (let i = 0; i < 2; i++) scans.push((await bench.scan(receipt, reference)).scanned?.id as string);
    const make = (scanId: string) => (as: Call) =>
      bench.client.undoGoodsReceiptScan({ receiptId: receipt.id, scanId }, as);
    return call(make, scans[0] as string, scans[1] as string);
  },
  'a receipt that is voided': async () => {
    const receipt = await bench.validate(await bench.receipt(await order()));
    return call((reason) => (as) => bench.client.voidGoodsReceipt({ id: receipt.id, reason }, as), 'erreur', 'casse');
  },
  'settings of the station': async () => {
    const settings = await bench.client.getStationSettings({}, await bench.as());
    const make = (seconds: string) => (as: Call) =>
      bench.client.setStationSettings({ settings: { ...settings, sagaFirstAskSeconds: Number(seconds) } }, as);
    return call(make, '30', '40');
  },
};

describe('ST-20 ST-22 ST-23 ST-24 a command that comes twice under its key', () => {
  it.each(Object.entries(CASES))(
    '%s: is done once and answered the same; with other input it is refused',
    async (_what, prepared) => {
      const { one, other, traces = () => Promise.resolve(null) } = await prepared();
      const key = () => bench.as({ idempotencyKey });
      const idempotencyKey = id();
      const answer = await one(await key());
      const after = await traces();
      const audited = () => bench.rows("select count(*) from audit where entity_type <> 'saga'");
      const before = await audited();
      expect(await one(await key())).toEqual(answer);
      await expect(other(await key())).rejects.toEqual(refusal('platform.idempotency-key.reused'));
      expect(await one(await key())).toEqual(answer);
      expect(await traces()).toEqual(after);
      expect(await audited()).toEqual(before);
    },
  );

  it('two at once: one of them does it, and both have its answer', async () => {
    const { id: partId } = await bench.part();
    const correct = async () =>
      bench.client.correctStock({ partId, quantity: '5', reason: 'inventaire', unitCost: '', placeId: '' }, await bench.as({ idempotencyKey: partId })); // prettier-ignore
    const [first, second] = await Promise.all([correct(), correct()]);
    expect(second).toEqual(first);
    expect(await movements(partId)()).toHaveLength(1);
  });
});
