import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListFilter } from '@navette/contracts/common/v1/common';
import { CatalogueEntry, ListStockMovementsRequest } from '@navette/contracts/stock/v1/service';
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

describe('ST-10 E-078 the ledger of stock', () => {
  type Asked = readonly [field: string, operator: string, value: string][];
  const ledger = async (
    asked: Asked,
    options: Parameters<Bench['as']>[0] & { limit?: number; cursor?: string } = {},
  ) => {
    const { limit = 50, cursor = '', ...as } = options;
    const filters = asked.map(([field, operator, value]): ListFilter => ({ field, operator, values: [value] }));
    const request = ListStockMovementsRequest.fromPartial({ query: { filters, limit, cursor } });
    return bench.client.listStockMovements(request, await bench.as(as));
  };
  const entry = async (kind: string, code: string, more: Partial<CatalogueEntry> = {}) =>
    bench.client.createCatalogueEntry(
      { entry: CatalogueEntry.fromPartial({ kind, code, label: code, ...more }) },
      await bench.as(),
    );

  it('E-079 holds what moved of all parts, the latest first, with its cost and what the stock is then', async () => {
    const part = await bench.part({ reference: 'LEDGER-1' });
    await bench.correct(part, 10, '5');
    await bench.correct(part, 5, '8');
    await bench.correct(part, '-6');
    const other = await bench.part({ reference: 'LEDGER-2' });
    await bench.correct(other, 3, '1.5');
    const { movements } = await ledger([['reference', 'prefix', 'ledger-']]);
    expect(movements).toMatchObject([
      { partId: other.id, quantity: '3.0000', unitCost: '1.5000', value: '4.50', averageAfter: '1.5000' },
      { reference: 'LEDGER-1', designation: part.designation, quantity: '-6.0000', unitCost: '6.0000', value: '-36.00', onHandAfter: '9.0000', valueAfter: '54.00', averageAfter: '6.0000' }, // prettier-ignore
      { quantity: '5.0000', unitCost: '8.0000', onHandAfter: '15.0000', valueAfter: '90.00', averageAfter: '6.0000' },
      { quantity: '10.0000', unitCost: '5.0000', averageAfter: '5.0000' },
    ]);
    await bench.correct(part, '-9');
    expect((await ledger([['partId', 'eq', part.id]])).movements[0]).toMatchObject({ onHandAfter: '0.0000', averageAfter: '' }); // prettier-ignore
  });

  it('is narrowed down by family, document, movement, place and period, page by page', async () => {
    const family = await entry('part_family', 'LEDGER');
    const van = await entry('stock_place', 'LEDVAN', { placeType: 'van' });
    const part = await bench.part({ reference: 'NARROW-1', familyId: family.id });
    await bench.correct(part, 4, '2');
    await bench.correct(part, 2, '2', van.id);
    await bench.correct(part, '-1');
    const found = async (...asked: Asked[number][]) =>
      (await ledger([['familyId', 'eq', family.id], ...asked])).movements.map(({ quantity }) => quantity);
    expect(await found()).toEqual(['-1.0000', '2.0000', '4.0000']);
    expect(await found(['kind', 'eq', 'correction_out'])).toEqual(['-1.0000']);
    expect(await found(['originKind', 'eq', 'correction'])).toHaveLength(3);
    expect(await found(['originKind', 'eq', 'goods_receipt'])).toEqual([]);
    expect(await found(['placeId', 'eq', van.id])).toEqual(['2.0000']);
    expect(await found(['placeId', 'eq', 'depot'])).toEqual(['-1.0000', '4.0000']);
    const all = (await ledger([['familyId', 'eq', family.id]])).movements;
    const since = all[1]?.occurredAt as string;
    expect(await found(['occurredAt', 'gte', since])).toEqual(['-1.0000', '2.0000']);
    expect(await found(['occurredAt', 'lt', since])).toEqual(['4.0000']);

    const paged: unknown[] = [];
    let cursor = '';
    do {
      const page = await ledger([['familyId', 'eq', family.id]], { limit: 1, cursor });
      paged.push(...page.movements);
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(paged).toEqual(all);
  });

  it('loses none where many moved at one instant', async () => {
    const [{ station_id: station }] = (await bench.rows('select station_id from stock_movement limit 1')) as [{ station_id: string }]; // prettier-ignore
    const ties = 'select count(*)::int as n from stock_movement where station_id = $1';
    await bench.rows('alter table stock_movement disable trigger all');
    await bench.rows(`update stock_movement set occurred_at = '2026-01-01' where station_id = $1`, [station]);
    await bench.rows('alter table stock_movement enable trigger all');
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await ledger([], { limit: 7, cursor });
      seen.push(...page.movements.map(({ sequence }) => sequence));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(seen).toEqual([...seen].sort((a, b) => Number(b) - Number(a)));
    expect([{ n: new Set(seen).size }]).toEqual(await bench.rows(ties, [station]));
  });

  it('ID-4 ID-10 is for who may read it, of its station alone', async () => {
    const part = await bench.part();
    await bench.correct(part, 1);
    expect((await ledger([['partId', 'eq', part.id]], { tenant: elsewhere })).movements).toEqual([]);
    const rights = RIGHTS.filter((right) => right !== 'stock:stock-level.read');
    await expect(ledger([], { rights })).rejects.toEqual(refusal('platform.request.forbidden'));
    await expect(ledger([['colour', 'eq', 'x']])).rejects.toMatchObject({ code: 'platform.request.invalid' });
  });
});
