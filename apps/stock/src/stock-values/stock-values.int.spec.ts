import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import { ListStockValuesRequest } from '@navette/contracts/stock/v1/stock_values';
import { CatalogueEntry, type Part } from '@navette/contracts/stock/v1/service';
import { Money, Temporal } from '@navette/kernel';
import { pdfText, testScope, testTenant, type TestService } from '@navette/testing';
import { Bench, elsewhere, here, refusal, RIGHTS } from '../test/bench.helper.js';
import { startStandIns } from '../test/stand-ins.js';
import { stockValueList, stockValueWalk } from './stock-value.list.js';
import { StockValueRepository } from './stock-value.repository.js';

let bench: Bench;
let standIns: TestService[];
const clock = { at: Temporal.Instant.from('2026-03-02T10:00:00Z') };

beforeAll(async () => {
  const { env, services } = await startStandIns();
  standIns = services;
  bench = await Bench.start({ env, clock: { now: () => clock.at } });
});
afterAll(async () => {
  await bench.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

type Filters = Readonly<Record<string, string>>;
const queryOf = (filters: Filters): ListQuery =>
  ListStockValuesRequest.fromPartial({
    query: {
      filters: Object.entries(filters).map(([field, value]) => ({ field, operator: field === 'reference' ? 'prefix' : 'eq', values: [value] })), // prettier-ignore
    },
  }).query as ListQuery;
const valued = async (filters: Filters, tenant = here) =>
  (await bench.client.listStockValues({ query: queryOf(filters) }, await bench.as({ tenant }))).values;
const summed = async (filters: Filters, groupBy = 'none') =>
  bench.client.sumStockValues({ query: queryOf(filters), groupBy }, await bench.as());
const printed = async (filters: Filters, language = 'fr') =>
  bench.client.printStockValues({ query: queryOf(filters), language }, await bench.as());
const at = (instant: string) => void (clock.at = Temporal.Instant.from(instant));

/** 10 at 5.00 on 2 March, 5 at 8.00 on 3 March, 6 sold on 10 March. */
async function e079(overrides: Partial<Part> = {}): Promise<Part> {
  at('2026-03-02T10:00:00Z');
  const part = await bench.part(overrides);
  await bench.correct(part, 10, '5');
  at('2026-03-03T10:00:00Z');
  await bench.correct(part, 5, '8');
  at('2026-03-10T10:00:00Z');
  await bench.correct(part, -6);
  at('2026-03-20T10:00:00Z');
  return part;
}

describe('ST-10 E-079 the value of stock at a date', () => {
  it('is what the last movement by the end of that day left, by the average and by FIFO side by side', async () => {
    const { id } = await e079();
    const on = async (date: string) => (await valued({ id, on: date, fifo: 'true' })).map(({ onHand, value, averageCost, fifoValue }) => [onHand, value, averageCost, fifoValue]); // prettier-ignore
    expect(await on('2026-03-01')).toEqual([]);
    expect(await on('2026-03-02')).toEqual([['10.0000', '50.00', '5.0000', '50.00']]);
    expect(await on('2026-03-09')).toEqual([['15.0000', '90.00', '6.0000', '90.00']]);
    expect(await on('2026-03-20')).toEqual([['9.0000', '54.00', '6.0000', '60.00']]);
    const [plain] = await valued({ id });
    expect(plain).toMatchObject({ value: '54.00', fifoValue: '', lastMovedAt: '2026-03-10T10:00:00Z' });
  });

  it('is of the station’s day, not of the day in Greenwich', async () => {
    at('2026-03-05T23:30:00Z');
    const { id } = await bench.part().then(async (part) => (await bench.correct(part, 1, '3'), part));
    at('2026-03-20T10:00:00Z');
    expect(await valued({ id, on: '2026-03-05' })).toEqual([]);
    expect(await valued({ id, on: '2026-03-06' })).toMatchObject([{ value: '3.00' }]);
  });

  it('takes movements in the order of recording, though one waited and tells an earlier time', async () => {
    at('2026-03-06T10:00:00Z');
    const part = await bench.part();
    await bench.correct(part, 4, '5');
    at('2026-03-05T10:00:00Z');
    await bench.correct(part, -1);
    at('2026-03-20T10:00:00Z');
    const filters = { id: part.id, fifo: 'true' };
    // Whoever was recorded last says what there is: the figures of a day are those of a moment that was.
    expect(await valued({ ...filters, on: '2026-03-05' })).toMatchObject([{ onHand: '3.0000', fifoValue: '15.00' }]);
    expect(await valued({ ...filters, on: '2026-03-19' })).toMatchObject([{ onHand: '3.0000', value: '15.00' }]);
  });

  it('of today is the stock as it stands, to the cent, and its sums are those of its rows', async () => {
    await e079();
    const owed = await bench.part({ purchasePrice: '6' });
    await bench.correct(owed, -4);
    const stock = await bench.rows<{ on_hand: string; value: string; part_id: string }>(
      'select part_id, on_hand, value from part_stock where station_id = $1 and on_hand <> 0',
      [here.stationId],
    );
    const rows = await valued({});
    expect(new Map(rows.map(({ partId, onHand, value }) => [partId, [onHand, value]]))).toEqual(
      new Map(stock.map((row) => [row.part_id, [row.on_hand, row.value]])),
    );
    const total = Money.sum(stock.map(({ value }) => Money.parse(value))).toString();
    expect(await summed({})).toMatchObject({ on: '2026-03-20', groups: [], total: { parts: stock.length, value: total, fifoValue: '' } }); // prettier-ignore
    const fifo = Money.sum((await valued({ fifo: 'true' })).map(({ fifoValue }) => Money.parse(fifoValue))).toString();
    for (const by of ['family', 'supplier']) {
      const { groups, total: sum } = await summed({ fifo: 'true' }, by);
      expect(sum).toMatchObject({ parts: stock.length, value: total, fifoValue: fifo });
      expect(Money.sum(groups.map(({ value }) => Money.parse(value))).toString()).toBe(total);
    }
  });

  it('is summed up by family and supplier, and narrowed down by them', async () => {
    const entry = CatalogueEntry.fromPartial({ kind: 'part_family', code: 'POMPE', label: 'Pompes' });
    const family = await bench.client.createCatalogueEntry({ entry }, await bench.as());
    const one = await e079({ familyId: family.id, supplierPartyId: bench.otherSupplier });
    await e079();
    const { groups } = await summed({ fifo: 'true' }, 'family');
    expect(groups.find(({ groupCode }) => groupCode === 'POMPE')).toEqual({ groupId: family.id, groupCode: 'POMPE', groupLabel: 'Pompes', parts: 1, value: '54.00', fifoValue: '60.00', fifoDifference: '6.00' }); // prettier-ignore
    expect((await valued({ familyId: family.id })).map(({ partId }) => partId)).toEqual([one.id]);
    expect((await summed({ supplierPartyId: bench.otherSupplier, on: '2026-03-02' }, 'supplier')).groups).toMatchObject([{ groupId: bench.otherSupplier, value: '50.00' }]); // prettier-ignore
  });

  it('is printed with its families, in both languages', async () => {
    const part = await e079({ designation: 'Courroie 1265 J5' });
    const { pdf, fileName } = await printed({ id: part.id, fifo: 'true', on: '2026-03-20' });
    expect(fileName).toBe('stock-2026-03-20.pdf');
    const text = await pdfText(pdf);
    for (const said of ['État de stock valorisé', 'Houplin SARL', 'CUMP et FIFO', part.reference, 'Courroie 1265 J5', '54,00 €', '60,00 €', '6,00 €', 'Sans famille', 'Total']) expect(text).toContain(said); // prettier-ignore
    const english = await pdfText((await printed({ id: part.id }, 'en')).pdf);
    expect(english).toContain('Weighted average');
    expect(english).not.toContain('FIFO');
  });

  it.each([
    [{ on: '2026-03-21' }, 'stock.stock-value.date-in-future'],
    [{ on: '2026-02-30' }, 'stock.stock-value.no-date'],
  ])('refuses %j', async (filters, code) => {
    at('2026-03-20T10:00:00Z');
    const refused = { code: 'stock.stock-value.invalid', fields: [{ pointer: '/filter[on][eq]', code }] };
    await expect(valued(filters)).rejects.toMatchObject(refused);
    await expect(summed(filters)).rejects.toMatchObject(refused);
    await expect(printed(filters)).rejects.toMatchObject(refused);
  });

  it('refuses groups that there are not', async () => {
    const fields = [{ pointer: '/groupBy', code: 'stock.stock-value.not-accepted' }];
    await expect(summed({}, 'colour')).rejects.toMatchObject({ code: 'stock.stock-value.invalid', fields });
  });
});

describe('ST-10 the value of a large stock at a date', () => {
  it('is read from an index of movements alone, whichever list asks, as the app role', async () => {
    const large = testTenant('large');
    const id = `('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
    for (const [sql, params] of [
      ['set session_replication_role = replica', []],
      [
        `insert into part (station_id, id, kind, reference, reference_norm, designation, description, ventilation_code,
           vat_category, state, created_at)
         select $1, ${id}, 'part', 'Q-' || n, 'Q-' || n, 'Joint', 'Joint', 'PIECE', 'standard', 'active', '2026-01-01'
         from generate_series(1, 5000) n`,
        [large.stationId],
      ],
      [
        `insert into part_stock (station_id, part_id, on_hand, value)
         select $1, ${id}, 50, 50 from generate_series(1, 2000) n`,
        [large.stationId],
      ],
      [
        `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after, value_after,
           origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
         select $1, ${id}, 'depot', 'receipt', 1, 1, m, m, 'correction', $1, 'x', 'user', 'x', '2026-01-01'::timestamptz + m * interval '1 day'
         from generate_series(1, 50) m, generate_series(1, 2000) n`,
        [large.stationId],
      ],
      ['set session_replication_role = origin', []],
      ['vacuum (analyze) stock_movement', []],
      ['analyze part, part_stock', []],
    ] as [string, unknown[]][])
      await bench.rows(sql, params);
    const before = Temporal.Instant.from('2026-02-01T00:00:00Z');
    for (const list of [stockValueList, stockValueWalk]) {
      const [plan, page] = await bench.service.db.tenantRead(testScope(large), async (tx) => {
        const explained = new Proxy(tx, {
          get: (of, name) =>
            name === 'rows'
              ? (sql: string, params: unknown[]) => of.rows(`explain (analyze) ${sql}`, params)
              : (Reflect.get(of, name, of) as unknown),
        });
        const values = new StockValueRepository();
        const lines = (await values.page(explained, list, { limit: 200 }, before)).rows as unknown as { 'QUERY PLAN': string }[]; // prettier-ignore
        return [lines.map((row) => row['QUERY PLAN']).join('\n'), await values.page(tx, list, { limit: 200 }, before)];
      });
      expect(plan).toContain('Index Only Scan using stock_movement_left');
      expect(plan).not.toContain('Seq Scan on stock_movement');
      expect(new Set(page.rows.map(({ onHand }) => onHand))).toEqual(new Set(['30.0000']));
      expect(page.rows).toHaveLength(200);
    }
  });
});

describe('ST-12 stock below zero', () => {
  it('is listed with the movement since which it is, and the last one', async () => {
    at('2026-03-02T10:00:00Z');
    const part = await bench.part({ purchasePrice: '6' });
    await bench.correct(part, -4);
    await bench.correct(part, 6, '8');
    at('2026-03-04T10:00:00Z');
    await bench.correct(part, -5);
    at('2026-03-07T10:00:00Z');
    await bench.correct(part, -1);
    at('2026-03-20T10:00:00Z');
    const listed = await valued({ standing: 'negative', id: part.id, fifo: 'true' });
    expect(listed).toMatchObject([
      { onHand: '-4.0000', value: '-32.00', averageCost: '', fifoValue: '0.00', negativeSince: '2026-03-04T10:00:00Z', lastMovedAt: '2026-03-07T10:00:00Z' }, // prettier-ignore
    ]);
    expect(await valued({ standing: 'positive', id: part.id })).toEqual([]);
    expect((await valued({ standing: 'negative' })).every(({ onHand }) => onHand.startsWith('-'))).toBe(true);
    await bench.correct(part, 4, '8');
    expect(await valued({ standing: 'negative', id: part.id })).toEqual([]);
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('shows a station its own stock alone, to who may see it', async () => {
    const part = await e079();
    expect(await valued({ id: part.id }, elsewhere)).toEqual([]);
    const none = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:stock-value.read') });
    const query = queryOf({});
    const forbidden = refusal('platform.request.forbidden');
    await expect(bench.client.listStockValues({ query }, none)).rejects.toEqual(forbidden);
    await expect(bench.client.sumStockValues({ query, groupBy: 'none' }, none)).rejects.toEqual(forbidden);
    await expect(bench.client.printStockValues({ query, language: 'fr' }, none)).rejects.toEqual(forbidden);
  });
});
