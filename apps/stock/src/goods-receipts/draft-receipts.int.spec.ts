import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GoodsReceiptChangedMessage, GoodsReceiptVoidedMessage } from '@navette/contracts';
import {
  CatalogueEntry,
  ChangeGoodsReceiptRequest,
  CreateGoodsReceiptRequest,
  PullGoodsReceiptLinesRequest,
  type GoodsReceipt,
  type Part,
  type SupplierOrder,
} from '@navette/contracts/stock/v1/service';
import { Bench, here, id, refusal, RIGHTS, type Wanted } from '../test/bench.helper.js';

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
const pull = async (receipt: GoodsReceipt, choice: object) =>
  bench.client.pullGoodsReceiptLines(
    PullGoodsReceiptLinesRequest.fromPartial({ id: receipt.id, expectedVersion: receipt.version, ...choice }),
    await bench.as(),
  );
const change = async (receipt: GoodsReceipt, notes: object) =>
  bench.client.changeGoodsReceipt(
    ChangeGoodsReceiptRequest.fromPartial({ id: receipt.id, expectedVersion: receipt.version, ...notes }),
    await bench.as(),
  );

describe('ST-23 a draft receipt', () => {
  it('of an order has its awaited lines: all received, or to be counted', async () => {
    const { order: of, part } = await awaited();
    const receipt = await create({ supplierOrderId: of.id, deliveryNote: ' BL-1 ', countermark: 'camion' });
    expect(receipt).toMatchObject({
      state: 'draft',
      version: '1',
      deliveryNote: 'BL-1',
      supplierPartyId: bench.supplier,
    });
    expect(receipt.number).toMatch(/^LIL-ES-\d{4}-\d{6}$/);
    expect(receipt.lines).toMatchObject([
      { partId: part.id, awaited: '2.0000', quantity: '2.0000', unitPrice: '10.0000', updatePrice: true },
    ]);
    expect((await create({ supplierOrderId: of.id, pull: 'none' })).lines).toMatchObject([{ quantity: '0.0000' }]);
  });

  it('per supplier pulls all awaited lines, those of orders, those until a date, or none', async () => {
    const supplier = id();
    await bench.party(supplier, ['supplier']);
    const parts = [await bench.part({ supplierPartyId: supplier }), await bench.part({ supplierPartyId: supplier })];
    const orders = [];
    for (const part of parts) orders.push(...(await bench.ordered((await bench.file(part)).needId)));
    const late = orders[1] as SupplierOrder;
    const lines = [
      { lineId: late.lines[0]?.id as string, expectedOn: '2099-01-01', quantity: '', unitPrice: '', exhausted: false },
    ];
    await bench.client.acknowledgeSupplierOrder({ id: late.id, lines }, await bench.as());
    const pulled = async (request: object) =>
      (await create({ supplierPartyId: supplier, ...request })).lines.map(({ partId }) => partId);
    expect(await pulled({ pull: 'all' })).toEqual(parts.map((part) => part.id));
    expect(await pulled({ pull: 'until', until: '2098-12-31' })).toEqual([parts[0]?.id]);
    expect(await pulled({ pull: 'until', until: '2000-01-01' })).toEqual([]);
    expect(await pulled({ pull: 'none' })).toEqual([]);
    expect(await pulled({ pull: 'orders', orderNumbers: [` ${late.number}`] })).toEqual([parts[1]?.id]);
    const { order: foreign } = await awaited();
    await expect(pulled({ pull: 'orders', orderNumbers: [late.number, foreign.number] })).rejects.toMatchObject({
      code: 'stock.goods-receipt.invalid',
      fields: [{ pointer: '/orderNumbers/1', params: { number: foreign.number } }],
    });
    await expect(pulled({ pull: 'orders' })).rejects.toMatchObject({ fields: [{ pointer: '/orderNumbers' }] });
    await bench.client.closeSupplierOrder({ id: late.id }, await bench.as());
    await expect(pulled({ pull: 'orders', orderNumbers: [late.number] })).rejects.toMatchObject({
      code: 'stock.goods-receipt.order-not-receivable',
      params: { number: late.number, state: 'closed' },
    });
  });

  it('pulls awaited lines later, too: “all received” of its order, of a supplier what is not counted yet', async () => {
    const supplierPartyId = id();
    await bench.party(supplierPartyId, ['supplier']);
    const parts = [];
    for (let i = 0; i < 3; i++) parts.push(await bench.part({ supplierPartyId }));
    const needs = [];
    for (const part of parts) needs.push((await bench.file(part, 4)).needId);
    const [first] = (await bench.ordered(...needs.slice(0, 2))) as [SupplierOrder];
    await bench.ordered(needs[2] as string);
    const quantities = ({ lines }: GoodsReceipt) => lines.map(({ partId, quantity }) => [partId, quantity]);

    const ofOrder = await bench.count(await create({ supplierOrderId: first.id, pull: 'none' }), 3);
    const full = await pull(ofOrder, { pull: 'all' });
    expect(quantities(full)).toEqual([[parts[0]?.id, '3.0000'], [parts[1]?.id, '4.0000']]); // prettier-ignore

    const perSupplier = await create({ supplierPartyId, pull: 'orders', orderNumbers: [first.number] });
    const all = await pull(perSupplier, { pull: 'all' });
    expect(quantities(all)).toEqual(parts.map((part) => [part.id, '4.0000']));
    expect(quantities(await pull(all, { pull: 'all' }))).toEqual(quantities(all));
    await expect(pull(all, { pull: 'all' })).rejects.toEqual(refusal('stock.goods-receipt.changed-meanwhile'));
    await expect(pull(all, { pull: 'none' })).rejects.toMatchObject({ fields: [{ pointer: '/pull' }] });
  });

  it('takes delivery note and countermark as long as it is a draft; a delivery note of the supplier once', async () => {
    const supplierPartyId = id();
    await bench.party(supplierPartyId, ['supplier']);
    const [one, two] = [
      await create({ supplierPartyId, pull: 'none', deliveryNote: 'BL-1' }),
      await create({ supplierPartyId, pull: 'none' }),
    ];
    expect(await change(two, { deliveryNote: ' BL-2', countermark: 'camion' })).toMatchObject({
      deliveryNote: 'BL-2',
      countermark: 'camion',
      version: '2',
    });
    await expect(change({ ...two, version: '2' }, { deliveryNote: 'BL-1' })).rejects.toMatchObject({
      code: 'stock.goods-receipt.delivery-note-used',
      params: { deliveryNote: 'BL-1' },
    });
    await expect(create({ supplierPartyId, deliveryNote: 'BL-1' })).rejects.toEqual(
      refusal('stock.goods-receipt.delivery-note-used'),
    );
    await expect(change(one, { deliveryNote: 'x'.repeat(61) })).rejects.toMatchObject({
      fields: [{ pointer: '/deliveryNote' }],
    });
    const { order: of } = await awaited();
    const final = await bench.validate(await bench.receipt(of));
    await expect(change(final, {})).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
    await expect(pull(final, { pull: 'all' })).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
  });

  it('WE-3 is told to whoever looks at it with each change, and by its own message once it is validated', async () => {
    const { order: of, part } = await awaited(2);
    const receipt = await create({ supplierOrderId: of.id, pull: 'none' });
    const told = async (one: GoodsReceipt) =>
      (await bench.heard(GoodsReceiptChangedMessage, ({ receiptId }) => receiptId === one.id)).length;
    expect(await told(receipt)).toBe(1);
    const scanned = await bench.scan(receipt, part.reference);
    expect(await told(receipt)).toBe(2);
    await expect(bench.scan(receipt, 'NOTHING')).rejects.toBeDefined();
    const noted = await change(scanned, { deliveryNote: 'BL-LIVE' });
    const pulled = await pull(noted, { pull: 'all' });
    expect(await told(receipt)).toBe(4);
    await bench.validate(pulled);
    expect(await told(receipt)).toBe(4);
    const wrong = await create({ supplierPartyId: bench.supplier, pull: 'none' });
    await bench.client.voidGoodsReceipt({ id: wrong.id, reason: 'saisi deux fois' }, await bench.as());
    expect(await told(wrong)).toBe(2);
  });

  it('is thrown away with a reason, and its delivery note may be received again', async () => {
    const { order: of, part } = await awaited();
    const draft = await create({ supplierOrderId: of.id, deliveryNote: 'BL-X' });
    const discard = async () =>
      bench.client.voidGoodsReceipt({ id: draft.id, reason: 'saisi deux fois' }, await bench.as());
    expect(await discard()).toMatchObject({ state: 'voided', validatedAt: '', sagaId: '' });
    expect(await discard()).toMatchObject({ state: 'voided' });
    await expect(bench.validate(draft)).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
    expect(await bench.heard(GoodsReceiptVoidedMessage, ({ receiptId }) => receiptId === draft.id)).toEqual([]);
    await bench.validate(await create({ supplierOrderId: of.id, deliveryNote: 'BL-X' }));
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000' });
  });

  it('names what is not accepted', async () => {
    const wrong = create({ pull: 'some', deliveryNote: 'x'.repeat(61), supplierPartyId: 'nobody' });
    await expect(wrong).rejects.toMatchObject({
      code: 'stock.goods-receipt.invalid',
      fields: [{ pointer: '/pull' }, { pointer: '/supplierPartyId' }, { pointer: '/deliveryNote' }],
    });
    await expect(create({ supplierPartyId: id() })).rejects.toEqual(refusal('stock.goods-receipt.invalid'));
    await expect(create({ supplierPartyId: bench.supplier, pull: 'until' })).rejects.toMatchObject({
      fields: [{ pointer: '/until' }],
    });
    await expect(create({ supplierOrderId: id() })).rejects.toEqual(refusal('stock.supplier-order.not-found'));
  });

  it('is not made of an order that is not sent, closed or cancelled', async () => {
    const { needId } = await bench.file(await bench.part());
    const selections = [{ needId, supplierPartyId: '', partId: '' }];
    const [draft] = (await bench.client.placeSupplierOrders({ selections }, await bench.as())).orders as [
      SupplierOrder,
    ];
    await expect(create({ supplierOrderId: draft.id })).rejects.toMatchObject({
      code: 'stock.goods-receipt.order-not-receivable',
      params: { number: draft.number, state: 'draft' },
    });
    const { order: closed } = await awaited();
    await bench.client.closeSupplierOrder({ id: closed.id }, await bench.as());
    await expect(create({ supplierOrderId: closed.id })).rejects.toMatchObject({ params: { state: 'closed' } });
  });

  it('has a delivery note of its order once, also when typed twice at once', async () => {
    const { order: of } = await awaited();
    const both = await Promise.allSettled([1, 2].map(() => create({ supplierOrderId: of.id, deliveryNote: 'BL-7' })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stock.goods-receipt.delivery-note-used', params: { deliveryNote: 'BL-7' } },
    });
  });

  it('counts up by scans of barcode or reference, several people at once, awaited and unordered parts', async () => {
    const { order: of, part } = await awaited(3);
    const stray = await bench.part({ barcodes: [`20${Date.now()}`] });
    const receipt = await create({ supplierOrderId: of.id, pull: 'none' });
    await Promise.all([bench.scan(receipt, part.reference), bench.scan(receipt, ` ${part.reference.toLowerCase()}`)]);
    const scanned = await bench.scan(receipt, stray.barcodes[0] as string);
    expect(
      scanned.lines.map(({ partId, quantity, supplierOrderLineId }) => [partId, quantity, supplierOrderLineId]),
    ).toEqual([
      [part.id, '2.0000', of.lines[0]?.id],
      [stray.id, '1.0000', ''],
    ]);
    const second = (await bench.ordered((await bench.file(part, 1)).needId))[0] as SupplierOrder;
    let perSupplier = await create({ supplierPartyId: bench.supplier, pull: 'none' });
    for (let i = 0; i < 4; i++) perSupplier = await bench.scan(perSupplier, part.reference);
    await expect(bench.scan(perSupplier, part.reference)).rejects.toMatchObject({
      code: 'stock.goods-receipt.scan-over-awaited',
      params: { reference: part.reference, awaited: '4.0000', received: '4.0000' },
    });
    perSupplier = await bench.scan(perSupplier, part.reference, true);
    expect(perSupplier.lines.map(({ quantity, supplierOrderLineId }) => [quantity, supplierOrderLineId])).toEqual([
      ['3.0000', of.lines[0]?.id],
      // The fifth is one too many, and somebody said that it is right; that is asked once more when it is validated.
      ['2.0000', second.lines[0]?.id],
    ]);
    await expect(bench.scan(receipt, 'NOTHING')).rejects.toMatchObject({
      code: 'stock.goods-receipt.unknown-code',
      params: { code: 'NOTHING' },
    });
  });

  it('takes quantities and prices line by line, of the version that was seen', async () => {
    const { order: of } = await awaited(3);
    const receipt = await bench.receipt(of);
    const stray = await bench.part();
    const lines = [
      { lineId: receipt.lines[0]?.id as string, partId: '', quantity: '1', unitPrice: '9.5', updatePrice: false },
      { lineId: '', partId: stray.id, quantity: '4', unitPrice: '' },
    ];
    const set = async (expectedVersion: string, given: typeof lines) =>
      bench.client.setGoodsReceiptLines({ id: receipt.id, expectedVersion, lines: given }, await bench.as());
    expect((await set('1', lines)).lines).toMatchObject([
      { quantity: '1.0000', unitPrice: '9.5000', updatePrice: false },
      { partId: stray.id, quantity: '4.0000', unitPrice: '10.0000', updatePrice: true },
    ]);
    await expect(set('1', lines)).rejects.toMatchObject({
      code: 'stock.goods-receipt.changed-meanwhile',
      params: { expected: 1, actual: 2 },
    });
    const [line] = lines as [(typeof lines)[0]];
    await expect(set('2', [line, { ...line, quantity: '100000' }])).rejects.toMatchObject({
      fields: [
        { pointer: '/lines/1', code: 'stock.goods-receipt.line-twice' },
        { pointer: '/lines/1/quantity', code: 'stock.goods-receipt.quantity-absurd' },
      ],
    });
    // E-027: pieces are whole.
    const [unit] = await bench.rows<{ id: string }>(`select id from catalogue_entry where kind = 'unit' and decimals = 0 and station_id = $1`, [here.stationId]); // prettier-ignore
    const piece = await bench.part({ unitId: unit?.id as string });
    await expect(set('2', [{ ...line, lineId: '', partId: piece.id, quantity: '1.5' }])).rejects.toMatchObject({
      fields: [
        { pointer: '/lines/0/quantity', code: 'stock.goods-receipt.quantity-too-precise', params: { decimals: 0 } },
      ],
    });
    await expect(bench.correct(piece, '0.5')).rejects.toMatchObject({
      fields: [{ pointer: '/quantity', code: 'stock.correction.quantity-too-precise', params: { decimals: 0 } }],
    });
    await expect(set('2', [{ ...line, lineId: '', partId: id() }])).rejects.toMatchObject({
      fields: [{ pointer: '/lines/0/partId', code: 'stock.goods-receipt.part-unknown' }],
    });
  });
});

/** Where the pieces go: [need or shelf, quantity, scanned], and whose each standing scan is, the latest first. */
async function putAway(receipt: GoodsReceipt) {
  const { provisional, places, scans } = await bench.client.getPutAway({ receiptId: receipt.id }, await bench.as());
  return {
    provisional,
    places: places.map(({ owner, quantity, scanned }) => [owner?.needId, Number(quantity), scanned]),
    scans: scans.map(({ owner, moved }) => [owner?.needId, moved]),
  };
}

describe('ST-23 ST-13 put-to-light', () => {
  it('says of each scanned piece whose it is, in the order in which validation then gives it', async () => {
    const part = await bench.part();
    const { id: locationId } = (await bench.client.createCatalogueEntry({ entry: CatalogueEntry.fromPartial({ kind: 'storage_location', code: 'A3', label: 'Casier A3' }) }, await bench.as())); // prettier-ignore
    await bench.client.changePart(
      { partId: part.id, part: { ...part, locationId }, expectedVersion: part.version },
      await bench.as(),
    );
    const [first, second] = [await bench.file(part, 2), await bench.order(part, 1)];
    const [of] = (await bench.ordered(first.needId, second.needId)) as [SupplierOrder];
    const receipt = await bench.receipt(of, 'none');
    const told = [];
    for (let i = 0; i < 4; i++) told.push((await bench.scan(receipt, part.reference, true)).scanned);
    expect(told.map((scan) => scan?.owner?.needId)).toEqual([first.needId, first.needId, second.needId, '']);
    expect(told[0]).toMatchObject({
      reference: part.reference,
      designation: 'Pompe de vidange',
      locationCode: 'A3',
      moved: false,
      owner: {
        originKind: 'intervention_file',
        originId: first.originId,
        originNumber: expect.stringContaining('-DI-'),
      },
    });
    const foreseen = { places: [[first.needId, 2, 2], [second.needId, 1, 1], ['', 1, 1]], scans: [['', false], [second.needId, false], [first.needId, false], [first.needId, false]] }; // prettier-ignore
    expect(await putAway(receipt)).toEqual({ provisional: true, ...foreseen });
    await bench.validate(await bench.client.getGoodsReceipt({ id: receipt.id }, await bench.as()), true);
    expect(await putAway(receipt)).toEqual({ provisional: false, ...foreseen });
  });

  it('shows a piece as moved when it is of another than was said: its label is wrong', async () => {
    const part = await bench.part();
    const [ordered, other] = [await bench.file(part, 1), await bench.file(part, 1)];
    const [of] = (await bench.ordered(ordered.needId)) as [SupplierOrder];
    const receipt = await bench.receipt(of, 'none');
    const { scanned } = await bench.scan(receipt, part.reference);
    expect(scanned?.owner?.needId).toBe(ordered.needId);
    await bench.client.changeNeed({ id: ordered.needId, frozen: true }, await bench.as());
    expect(await putAway(receipt)).toMatchObject({ places: [[other.needId, 1, 1]], scans: [[other.needId, true]] });
    await bench.client.changeNeed({ id: ordered.needId, frozen: false }, await bench.as());
    expect(await putAway(receipt)).toMatchObject({
      places: [[ordered.needId, 1, 1]],
      scans: [[ordered.needId, false]],
    });
  });

  it('gives nobody what stock owes already: below zero, the first pieces fill the shelf', async () => {
    const part = await bench.part();
    await bench.correct(part, -1);
    const { needId } = await bench.file(part, 2);
    const receipt = await bench.receipt((await bench.ordered(needId))[0] as SupplierOrder);
    expect((await putAway(receipt)).places).toEqual([[needId, 1, 0], ['', 1, 0]]); // prettier-ignore
    await bench.validate(receipt);
    expect((await putAway(receipt)).places).toEqual([[needId, 1, 0], ['', 1, 0]]); // prettier-ignore
  });

  it('takes back any scan, once; the piece is the next one’s', async () => {
    const { order: of, part, wanted } = await awaited(2);
    const receipt = await bench.receipt(of, 'none');
    const [one, two] = [await bench.scan(receipt, part.reference), await bench.scan(receipt, part.reference)];
    const undo = async (scanId: string) =>
      bench.client.undoGoodsReceiptScan({ receiptId: receipt.id, scanId }, await bench.as());
    expect((await undo(one.scanned?.id as string)).lines).toMatchObject([{ quantity: '1.0000' }]);
    expect((await undo(one.scanned?.id as string)).lines).toMatchObject([{ quantity: '1.0000' }]);
    expect(await putAway(receipt)).toMatchObject({ places: [[wanted.needId, 1, 1]], scans: [[wanted.needId, false]] });
    await expect(undo(id())).rejects.toEqual(refusal('stock.goods-receipt.scan-not-found'));
    const { order: another } = await awaited();
    const foreign = { receiptId: (await bench.receipt(another)).id, scanId: two.scanned?.id as string };
    await expect(bench.client.undoGoodsReceiptScan(foreign, await bench.as())).rejects.toEqual(refusal('stock.goods-receipt.scan-not-found')); // prettier-ignore
    // What was typed lower since has nothing left to take.
    await bench.count(await bench.client.getGoodsReceipt({ id: receipt.id }, await bench.as()), 0);
    expect((await undo(two.scanned?.id as string)).lines).toMatchObject([{ quantity: '0.0000' }]);
    const full = await bench.count(await bench.client.getGoodsReceipt({ id: receipt.id }, await bench.as()), 2);
    const { scanned } = await bench.scan(full, part.reference, true);
    await bench.validate(await bench.client.getGoodsReceipt({ id: receipt.id }, await bench.as()), true);
    await expect(undo(scanned?.id as string)).rejects.toEqual(refusal('stock.goods-receipt.wrong-state'));
  });
});

describe('ST-23 two clerks at one receipt', () => {
  /** Two people, each with a session of their own. */
  async function clerks() {
    const as = (name: string) => bench.service.as(here, RIGHTS, { actor: { kind: 'user', id: name } });
    return { ines: await as(id()), jean: await as(id()) };
  }
  type Caller = Awaited<ReturnType<typeof clerks>>['ines'];
  const scan = (receipt: GoodsReceipt, code: string, by: Caller, acceptOverReceipt = false) =>
    bench.client.scanGoodsReceipt({ id: receipt.id, code, acceptOverReceipt }, by);
  const current = async ({ id: receiptId }: GoodsReceipt) =>
    bench.client.getGoodsReceipt({ id: receiptId }, await bench.as());
  const counts = ({ lines }: GoodsReceipt) => new Map(lines.map(({ partId, quantity }) => [partId, Number(quantity)]));
  const scansOf = (receipt: GoodsReceipt) =>
    bench.rows<{ by: string; part: string; scans: number }>(
      `select s.scanned_by as by, l.part_id as part, count(*)::int as scans from goods_receipt_scan s
       join goods_receipt_line l on l.id = s.line_id where s.receipt_id = $1 and s.undone_at is null group by 1, 2`,
      [receipt.id],
    );

  /** A receipt of one order that awaits so many of two parts, nothing counted yet. */
  async function ofTwoParts(quantity: number) {
    const supplierPartyId = id();
    await bench.party(supplierPartyId, ['supplier']);
    const parts = [await bench.part({ supplierPartyId }), await bench.part({ supplierPartyId })] as const;
    const needs = [];
    for (const part of parts) needs.push((await bench.file(part, quantity)).needId);
    const [order] = (await bench.ordered(...needs)) as [SupplierOrder];
    return { parts, receipt: await bench.receipt(order, 'none') };
  }

  it('who scan the same and different lines at once are both counted: nothing is lost, each piece is somebody’s', async () => {
    const { parts, receipt } = await ofTwoParts(12);
    const { ines, jean } = await clerks();
    const [pump, belt] = parts;
    const stray = await bench.part();
    // Both at the same line, then each at their own, then both at a part that no line has yet.
    const session = async (by: Caller, own: Part) => {
      for (let i = 0; i < 6; i++) await scan(receipt, pump.reference, by);
      for (let i = 0; i < 5; i++) await scan(receipt, (i % 2 ? pump : own).reference, by, true);
      return scan(receipt, stray.reference, by, true);
    };
    await Promise.all([session(ines, belt), session(jean, belt)]);
    const after = await current(receipt);
    expect(counts(after)).toEqual(new Map([[pump.id, 16], [belt.id, 6], [stray.id, 2]])); // prettier-ignore
    const scans = await scansOf(receipt);
    expect(scans.reduce((sum, one) => sum + one.scans, 0)).toBe(24);
    expect(new Set(scans.map(({ by }) => by)).size).toBe(2);
    for (const part of [pump, belt, stray]) {
      const ofPart = scans.filter((one) => one.part === part.id).reduce((sum, one) => sum + one.scans, 0);
      expect(ofPart).toBe(counts(after).get(part.id));
    }
    const { places } = await bench.client.getPutAway({ receiptId: receipt.id }, ines);
    expect(places.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(24);
    expect(places.reduce((sum, { scanned }) => sum + scanned, 0)).toBe(24);
  });

  it('who scan the last awaited piece at once are not both let in: one is asked', async () => {
    const { parts, receipt } = await ofTwoParts(1);
    const { ines, jean } = await clerks();
    const [pump] = parts;
    const both = await Promise.allSettled([scan(receipt, pump.reference, ines), scan(receipt, pump.reference, jean)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stock.goods-receipt.scan-over-awaited', params: { reference: pump.reference } },
    });
    expect(counts(await current(receipt)).get(pump.id)).toBe(1);
    expect(await scansOf(receipt)).toHaveLength(1);
  });

  it('of whom one validates: the other’s scan is in it, or is refused and says why; what was validated has all that counts', async () => {
    for (let round = 0; round < 4; round++) {
      const { parts, receipt } = await ofTwoParts(5);
      const { ines, jean } = await clerks();
      const [pump, belt] = parts;
      await scan(receipt, pump.reference, ines);
      const seen = await scan(receipt, belt.reference, jean);
      const validate = () =>
        bench.client.validateGoodsReceipt({ id: receipt.id, expectedVersion: seen.version, acceptOverReceipt: false }, ines); // prettier-ignore
      const late = () => scan(receipt, belt.reference, jean);
      const [one, two] = await Promise.allSettled(round % 2 ? [validate(), late()] : [late(), validate()]);
      const [validated, scanned] = round % 2 ? [one, two] : [two, one];
      // Whoever came first; the other has seen an older receipt, or one that is final.
      expect([validated?.status, scanned?.status].sort()).toEqual(['fulfilled', 'rejected']);
      if (scanned?.status === 'rejected') {
        expect(scanned.reason).toMatchObject({
          code: 'stock.goods-receipt.wrong-state',
          params: { number: receipt.number, state: 'validated' },
        });
      } else {
        expect(validated).toMatchObject({ reason: { code: 'stock.goods-receipt.changed-meanwhile' } });
        await bench.validate(await current(receipt));
      }
      const expected = scanned?.status === 'fulfilled' ? 2 : 1;
      expect(counts(await current(receipt))).toEqual(new Map([[pump.id, 1], [belt.id, expected]])); // prettier-ignore
      expect(await bench.level(belt)).toMatchObject({ onHand: `${String(expected)}.0000` });
      await expect(scan(receipt, belt.reference, jean)).rejects.toMatchObject({
        code: 'stock.goods-receipt.wrong-state',
        params: { number: receipt.number, state: 'validated' },
      });
    }
  });
});
