import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsumersMergedMessage, CustomerOrderPlacedMessage, SupplierOrderPlacedMessage } from '@navette/contracts';
import { ListReplenishmentPlanRequest, type Part, type SupplierOrder } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, id, refusal, RIGHTS, sendOrder } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const plan = async (filter: Partial<ListReplenishmentPlanRequest> = {}) =>
  bench.client.listReplenishmentPlan(
    ListReplenishmentPlanRequest.fromPartial({ page: { limit: 200, cursor: '' }, ...filter }),
    await bench.as(),
  );
const place = async (...needIds: string[]) =>
  bench.client.placeSupplierOrders(
    { selections: needIds.map((needId) => ({ needId, supplierPartyId: '', partId: '' })) },
    await bench.as(),
  );
describe('ST-20 the replenishment plan', () => {
  it('lists what waits and nobody has ordered, with origin, supplier, quantity and price', async () => {
    const part = await bench.part({ purchasePrice: '12.5' });
    await bench.correct(part, 1);
    const { originId, needId } = await bench.file(part, 3, '2026-05-01');
    const { lines } = await plan();
    expect(lines.find((line) => line.needId === needId)).toMatchObject({
      partId: part.id,
      reference: part.reference,
      supplierPartyId: bench.supplier,
      quantity: '2.0000',
      unitPrice: '12.5000',
      originKind: 'intervention_file',
      originId,
      originLabel: 'I-ATE',
      wantedOn: '2026-05-01',
    });
    await place(needId);
    expect((await plan()).lines.map((line) => line.needId)).not.toContain(needId);
  });

  it('is filtered by supplier, origin and countermark, page by page', async () => {
    const part = await bench.part({ supplierPartyId: bench.otherSupplier });
    const [file, order] = [await bench.file(part), await bench.order(part)];
    const ids = async (filter: Partial<ListReplenishmentPlanRequest>) =>
      (await plan({ supplierPartyId: bench.otherSupplier, ...filter })).lines.map(({ needId }) => needId);
    expect(await ids({})).toEqual([file.needId, order.needId]);
    expect(await ids({ originKind: 'customer_order' })).toEqual([order.needId]);
    const prefix = `LIL-DI-2026-${file.originId.slice(-6)}`.slice(0, -2);
    expect(await ids({ countermarkPrefix: prefix })).toEqual([file.needId]);
    expect(await ids({ originNumberPrefix: prefix })).toEqual([file.needId]);
    expect(await ids({ originNumberPrefix: 'BC-' })).toEqual([order.needId]);
    const first = await plan({ supplierPartyId: bench.otherSupplier, page: { limit: 1, cursor: '' } });
    const second = await ids({ page: { limit: 1, cursor: first.nextCursor } });
    expect([first.lines.map(({ needId }) => needId), second]).toEqual([[file.needId], [order.needId]]);
  });

  it('of files or orders found by the beginning of their number is in the order of the numbers, page by page', async () => {
    const part = await bench.part();
    const wanted = [await bench.file(part), await bench.file(part), await bench.file(part)];
    const rows = await bench.rows<{ id: string; number: string }>(
      'select id, origin_number as number from need where id = any ($1) order by origin_number, id',
      [wanted.map(({ needId }) => needId)],
    );
    for (const field of ['countermarkPrefix', 'originNumberPrefix'] as const) {
      const found: string[] = [];
      let cursor = '';
      do {
        const page = await plan({ [field]: 'LIL-DI-', page: { limit: 1, cursor } });
        found.push(...page.lines.map(({ needId }) => needId));
        cursor = page.nextCursor;
      } while (cursor !== '');
      expect(new Set(found).size).toBe(found.length);
      expect(found.filter((needId) => rows.some(({ id }) => id === needId))).toEqual(rows.map(({ id }) => id));
    }
  });
});

describe('ST-21 needs become orders', () => {
  it('one per supplier, the needs of a part on one line, and one event for each order', async () => {
    const [pump, belt] = [await bench.part({ purchasePrice: '10' }), await bench.part({ purchasePrice: '' })];
    const other = await bench.part({ supplierPartyId: bench.otherSupplier });
    const wanted = [
      await bench.file(pump, 2),
      await bench.order(pump, 1),
      await bench.file(belt),
      await bench.file(other),
    ];
    const { orders } = await place(...wanted.map(({ needId }) => needId));
    expect(orders.map(({ supplierPartyId }) => supplierPartyId).sort()).toEqual(
      [bench.supplier, bench.otherSupplier].sort(),
    );
    const order = orders.find(({ supplierPartyId }) => supplierPartyId === bench.supplier) as SupplierOrder;
    expect(order).toMatchObject({ state: 'draft', version: '1' });
    expect(order.number).toMatch(/^LIL-CF-\d{4}-\d{6}$/);
    expect(order.lines.map(({ partId, quantity, unitPrice }) => [partId, quantity, unitPrice])).toEqual([
      [pump.id, '3.0000', '10.0000'],
      [belt.id, '1.0000', ''],
    ]);
    const [told] = await bench.heard(SupplierOrderPlacedMessage, ({ orderId }) => orderId === order.id);
    expect(told?.lines[0]?.needs.map(({ needId, quantity }) => [needId, quantity]).sort()).toEqual(
      [[wanted[0]?.needId, '2.0000'], [wanted[1]?.needId, '1.0000']].sort(), // prettier-ignore
    );
    for (const { needId } of wanted) expect(await bench.need(needId)).toMatch(/^0 \d 0 0 0 on_order$/);
  });

  it('with another supplier where one is chosen', async () => {
    const { needId } = await bench.file(await bench.part());
    const choose = async (supplierPartyId: string) =>
      bench.client.placeSupplierOrders({ selections: [{ needId, supplierPartyId, partId: '' }] }, await bench.as());
    await expect(choose(id())).rejects.toEqual(refusal('stock.replenishment.supplier-unknown'));
    expect((await choose(bench.otherSupplier)).orders).toMatchObject([{ supplierPartyId: bench.otherSupplier }]);
  });

  it('all or none: one bad line refuses the whole selection, and is named', async () => {
    const good = await bench.file(await bench.part());
    const orphan = await bench.part({ supplierPartyId: '' });
    const without = await bench.file(orphan);
    await expect(place(good.needId, without.needId)).rejects.toMatchObject({
      code: 'stock.replenishment.no-supplier',
      params: { references: [orphan.reference] },
    });
    const missing = id();
    await expect(place(good.needId, missing)).rejects.toMatchObject({
      code: 'stock.replenishment.need-unknown',
      params: { needs: [missing] },
    });
    await expect(place(good.needId, good.needId)).rejects.toEqual(refusal('stock.replenishment.selected-twice'));
    await expect(place()).rejects.toEqual(refusal('stock.replenishment.nothing-selected'));
    expect(await bench.need(good.needId)).toBe('1 0 0 0 0 waiting');
  });

  it('never twice: of eight clicks at once one orders, the others are told', async () => {
    const part = await bench.part();
    const needs = [await bench.file(part, 2), await bench.file(part, 1), await bench.order(part, 1)].map(
      ({ needId }) => needId,
    );
    // Overlapping selections, so that the clicks meet on some needs only.
    const selections = Array.from({ length: 8 }, (_, i) => needs.filter((_need, at) => at !== i % 3));
    const clicks = await Promise.allSettled(selections.map((chosen) => place(...chosen)));
    for (const click of clicks) {
      if (click.status === 'rejected') expect(click.reason).toEqual(refusal('stock.replenishment.not-waiting'));
    }
    expect(clicks.some(({ status }) => status === 'fulfilled')).toBe(true);
    const [row] = await bench.rows<{ ordered: string }>(
      'select sum(l.quantity)::text as ordered from supplier_order_line l where part_id = $1',
      [part.id],
    );
    const [links] = await bench.rows<{ n: number; needs: number }>(
      'select count(*)::int as n, count(distinct need_id)::int as needs from order_line_need where need_id = any ($1)',
      [needs],
    );
    expect(links?.n).toBe(links?.needs);
    const ordered = await bench.rows<{ q: string }>('select sum(on_order)::text as q from need where part_id = $1', [
      part.id,
    ]);
    expect(ordered[0]?.q).toBe(row?.ordered);
  });

  it('once for a repeated key', async () => {
    const { needId } = await bench.file(await bench.part());
    const selections = [{ needId, supplierPartyId: '', partId: '' }];
    const once = async () =>
      bench.client.placeSupplierOrders({ selections }, await bench.as({ idempotencyKey: `order ${needId}` }));
    const [first, second] = await Promise.all([once(), once()]);
    expect(second).toEqual(first);
  });
});

describe('ST-20 replenishment', () => {
  const limits = async (part: Part, minQuantity: string, maxQuantity = '', options: Parameters<Bench['as']>[0] = {}) =>
    bench.client.setPartLimits({ partId: part.id, minQuantity, maxQuantity }, await bench.as(options));
  const refills = async (filter: Partial<ListReplenishmentPlanRequest> = {}) =>
    (await plan({ originKind: 'replenishment', ...filter })).lines.map(({ partId, quantity }) => [partId, quantity]);
  const order = async (...parts: Part[]) =>
    bench.client.placeSupplierOrders(
      { selections: parts.map(({ id: partId }) => ({ needId: '', supplierPartyId: '', partId })) },
      await bench.as(),
    );

  it('shows parts below their minimum when asked, behind the needs, ordered up to the maximum or the minimum', async () => {
    const supplierPartyId = id();
    await bench.party(supplierPartyId, ['supplier']);
    const parts = [];
    for (const [min, max, stock] of [
      ['2', '5', 1],
      ['2', '', 1],
      ['2', '5', 2],
      ['', '', 0],
    ] as const) {
      const part = await bench.part({ supplierPartyId });
      if (stock > 0) await bench.correct(part, stock);
      await limits(part, min, max);
      parts.push(part);
    }
    const [toMax, toMin] = parts as [Part, Part];
    const { needId } = await bench.file(toMax, 3);
    const lines = async (filter: Partial<ListReplenishmentPlanRequest>) =>
      (await plan({ supplierPartyId, ...filter })).lines.map((line) => [line.needId || line.partId, line.quantity]);
    const need = [needId, '2.0000'];
    // What the file holds is not free: all five are missing.
    const missing = [[toMax.id, '5.0000'], [toMin.id, '1.0000']]; // prettier-ignore
    expect(await lines({ replenishment: false })).toEqual([need]);
    expect(await lines({ replenishment: true })).toEqual([need, ...missing]);
    expect(await lines({ originKind: 'replenishment' })).toEqual(missing);
    expect(await lines({ replenishment: true, countermarkPrefix: 'LIL' })).toEqual([need]);

    const pages: unknown[] = [];
    let cursor = '';
    do {
      const page = await plan({ supplierPartyId, replenishment: true, page: { limit: 1, cursor } });
      pages.push(...page.lines.map((line) => [line.needId || line.partId, line.quantity]));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(pages).toEqual([need, ...missing]);
  });

  it('orders a part once, together with the needs for it, and what comes is free', async () => {
    const part = await bench.part();
    await limits(part, '4');
    const { needId } = await bench.file(part, 2);
    const selections = [
      { needId, supplierPartyId: '', partId: '' },
      { needId: '', supplierPartyId: '', partId: part.id },
    ];
    const { orders } = await bench.client.placeSupplierOrders({ selections }, await bench.as());
    expect(orders).toMatchObject([{ lines: [{ partId: part.id, quantity: '6.0000' }] }]);
    expect(await refills()).not.toContainEqual([part.id, expect.anything()]);
    await expect(order(part)).rejects.toMatchObject({
      code: 'stock.replenishment.not-below-minimum',
      params: { parts: [part.id] },
    });
    const sent = await bench.client.sendSupplierOrder(sendOrder(orders[0]?.id as string), await bench.as());
    await bench.validate(await bench.receipt(sent));
    expect(await bench.need(needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.level(part)).toMatchObject({ onHand: '6.0000', free: '4.0000' });
    await bench.file(part, 1);
    expect(await refills()).toContainEqual([part.id, '1.0000']);
  });

  it('never orders twice what is missing: of six clicks at once one orders', async () => {
    const part = await bench.part();
    await limits(part, '3');
    const clicks = await Promise.allSettled(Array.from({ length: 6 }, () => order(part)));
    for (const click of clicks) {
      if (click.status === 'rejected') expect(click.reason).toEqual(refusal('stock.replenishment.not-below-minimum'));
    }
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await bench.level(part)).toMatchObject({ onOrder: '3.0000' });
  });

  it('names limits that are not accepted, and a line that is neither need nor part', async () => {
    const part = await bench.part();
    for (const [min, max, pointer, code] of [
      ['0', '', '/minQuantity', 'limit-out-of-range'],
      ['x', '', '/minQuantity', undefined],
      ['', '2', '/minQuantity', 'required'],
      ['3', '2', '/maxQuantity', 'maximum-below-minimum'],
      ['1', '100000', '/maxQuantity', 'limit-out-of-range'],
    ] as const) {
      await expect(limits(part, min, max)).rejects.toMatchObject({
        code: 'stock.part.invalid',
        fields: [{ pointer, ...(code !== undefined && { code: `stock.part.${code}` }) }],
      });
    }
    const labour = await bench.part({ kind: 'special_item' });
    await expect(limits(labour, '1')).rejects.toMatchObject({
      fields: [{ code: 'stock.part.limits-of-special-item' }],
    });
    await expect(order({ ...part, id: '' })).rejects.toMatchObject({
      code: 'stock.replenishment.need-or-part',
      fields: [{ pointer: '/selections/0' }],
    });
    expect(await limits(part, '1.5', '2')).toMatchObject({ minQuantity: '1.5000', maxQuantity: '2.0000' });
    expect(await limits(part, '')).toMatchObject({ minQuantity: '', maxQuantity: '' });
  });

  it('answers parts of another station as missing, and needs the right', async () => {
    const part = await bench.part();
    await limits(part, '2');
    await expect(limits(part, '1', '', { tenant: elsewhere })).rejects.toEqual(refusal('stock.part.not-found'));
    const rights = RIGHTS.filter((right) => right !== 'stock:part.limits');
    await expect(limits(part, '1', '', { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    const selections = [{ needId: '', supplierPartyId: '', partId: part.id }];
    await expect(
      bench.client.placeSupplierOrders({ selections }, await bench.as({ tenant: elsewhere })),
    ).rejects.toEqual(refusal('stock.replenishment.not-below-minimum'));
    expect(await refills()).toContainEqual([part.id, '2.0000']);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses without the right', async () => {
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:supplier-order.place') });
    await expect(bench.client.placeSupplierOrders({ selections: [] }, reader)).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
  });

  it('answers what is of another station as missing', async () => {
    const { needId: waiting } = await bench.file(await bench.part());
    const other = await bench.as({ tenant: elsewhere });
    const selections = [{ needId: waiting, supplierPartyId: '', partId: '' }];
    await expect(bench.client.placeSupplierOrders({ selections }, other)).rejects.toEqual(
      refusal('stock.replenishment.need-unknown'),
    );
    const everything = ListReplenishmentPlanRequest.fromPartial({ replenishment: true });
    expect((await bench.client.listReplenishmentPlan(everything, other)).lines).toEqual([]);
  });
});

describe('PA-8 a need of a consumer who was merged', () => {
  it('is wanted for the survivor, whether it was raised before or comes later', async () => {
    const part = await bench.part();
    const [gone, kept] = [id(), id()];
    const order = async () => {
      const needId = id();
      const lines = [{ lineId: needId, partId: part.id, quantity: '1.0000' }];
      const placed = { orderId: id(), number: 'LIL-BC-2026-000001', customerPartyId: gone, wantedOn: '', lines };
      await bench.tell('customer-order-placed', CustomerOrderPlacedMessage, placed);
      return needId;
    };
    const before = await order();
    const merge = { mergedPartyId: gone, survivorPartyId: kept };
    for (let twice = 0; twice < 2; twice++) await bench.tell('consumers-merged', ConsumersMergedMessage, merge);
    const needs = [before, await order()];
    const rows = await bench.rows('select distinct customer_party_id from need where id = any ($1)', [needs]);
    expect(rows).toEqual([{ customer_party_id: kept }]);
  });
});
