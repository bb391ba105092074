import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AllocationWithdrawnMessage, StockMovedMessage } from '@navette/contracts';
import { StationSettings, type Part } from '@navette/contracts/stock/v1/service';
import { Bench, elsewhere, here, refusal, RIGHTS } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  expect(await bench.imbalances()).toEqual([]);
  await bench.stop();
});

const settings = (overrides: Partial<StationSettings>) => ({
  refuseNegativeStock: false,
  updatePriceByDefault: true,
  sagaFirstAskSeconds: 30,
  sagaWithdrawAfterSeconds: 1_800,
  sagaOperatorAfterSeconds: 86_400,
  ...overrides,
});
const set = async (overrides: Partial<StationSettings>) =>
  bench.client.setStationSettings({ settings: settings(overrides) }, await bench.as());
const movements = (part: Part) =>
  bench.rows<{ kind: string; quantity: string; value: string }>(
    'select kind, quantity, value from stock_movement where part_id = $1 order by seq',
    [part.id],
  );

describe('ST-10 movements and weighted average cost', () => {
  it('gives the figures of E-079, and keeps who, when and why', async () => {
    const part = await bench.part();
    await bench.correct(part, 10, '5');
    expect(await bench.correct(part, 5, '8')).toMatchObject({
      onHand: '15.0000',
      value: '90.00',
      averageCost: '6.0000',
    });
    expect(await bench.correct(part, -6)).toMatchObject({ onHand: '9.0000', value: '54.00', averageCost: '6.0000' });
    expect(await bench.correct(part, 2)).toMatchObject({ onHand: '11.0000', value: '66.00', averageCost: '6.0000' });
    expect((await movements(part)).map(({ value }) => value)).toEqual(['50.00', '40.00', '-36.00', '12.00']);
    const [last] = await bench.rows<Record<string, unknown>>(
      'select reason, actor_kind, origin_kind from stock_movement where part_id = $1 order by seq desc limit 1',
      [part.id],
    );
    expect(last).toEqual({ reason: 'inventaire', actor_kind: 'user', origin_kind: 'correction' });
  });

  it('IN-8 are told by the parts that moved, each once', async () => {
    const part = await bench.part();
    await bench.correct(part, -4);
    await bench.correct(part, 10, '8'); // two movements: the shortage is revalued
    const told = await bench.heard(StockMovedMessage, ({ partIds }) => partIds.includes(part.id));
    expect(told).toMatchObject([
      { originKind: 'correction', partIds: [part.id] },
      { originKind: 'correction', partIds: [part.id] },
    ]);
  });

  it('IN-8 are shown for the parts that are asked for', async () => {
    const [one, other, unmoved] = [await bench.part(), await bench.part(), await bench.part()];
    await bench.correct(one, 3);
    await bench.correct(other, -1);
    const list = async (parts: readonly { id: string }[], tenant = here) => {
      const request = { page: undefined, negativeOnly: false, partIds: parts.map(({ id }) => id) };
      return (await bench.client.listStockLevels(request, await bench.as({ tenant }))).levels;
    };
    expect(await list([one])).toMatchObject([{ partId: one.id, free: '3.0000' }]);
    expect(await list([one, other, unmoved])).toHaveLength(2);
    expect(await list([unmoved])).toEqual([]);
    expect(await list([{ id: 'no id' }])).toEqual([]);
    expect(await list([one], elsewhere)).toEqual([]);
  });

  it('revalues what had been issued below zero with the next entry', async () => {
    const part = await bench.part({ purchasePrice: '6' });
    await bench.correct(part, -4);
    expect(await bench.level(part)).toMatchObject({
      onHand: '-4.0000',
      value: '-24.00',
      averageCost: '',
      free: '-4.0000',
    });
    expect(await bench.correct(part, 10, '8')).toMatchObject({ onHand: '6.0000', value: '48.00' });
    expect((await movements(part)).map(({ kind, value }) => [kind, value])).toEqual([
      ['correction_out', '-24.00'],
      ['correction_in', '80.00'],
      ['revaluation', '-8.00'],
    ]);
  });

  it('issues at the last average when nothing is left', async () => {
    const part = await bench.part({ purchasePrice: '1' });
    await bench.correct(part, 3, '7');
    await bench.correct(part, -3);
    expect(await bench.correct(part, -2)).toMatchObject({ onHand: '-2.0000', value: '-14.00' });
  });

  it('is written once: nobody edits, deletes or invents a movement', async () => {
    const part = await bench.part();
    await bench.correct(part, 1);
    const app = (sql: string) =>
      bench.rows(`set role test_stock_app; ${sql}; reset role`).finally(() => bench.rows('reset role'));
    await expect(app('update stock_movement set quantity = 9')).rejects.toThrow('permission denied');
    await expect(app('delete from stock_movement')).rejects.toThrow('permission denied');
    const forged = `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after, value_after,
      origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
      values ($1, $2, 'depot', 'receipt', 5, 5, 99, 99, 'correction', $2, 'x', 'user', 'x', '2026-01-01')`;
    await expect(bench.rows(forged, [here.stationId, part.id])).rejects.toThrow('do not follow from its stock');
  });

  it.each([
    ['zero', { quantity: '0' }, 'stock.correction.quantity-zero'],
    ['more than anybody moves at once', { quantity: '100000' }, 'stock.correction.quantity-absurd'],
    ['no number', { quantity: 'many' }, 'kernel.decimal.malformed'],
    ['too many decimals', { quantity: '1.23456' }, 'kernel.decimal.too-precise'],
    ['no reason', { reason: ' ' }, 'stock.correction.reason-missing'],
    ['a cost of what leaves', { quantity: '-1', unitCost: '5' }, 'stock.correction.cost-not-accepted'],
  ])('refuses %s', async (_title, input, code) => {
    const part = await bench.part();
    const request = { partId: part.id, quantity: '1', reason: 'casse', unitCost: '', placeId: '', ...input };
    const failure = bench.client.correctStock(request, await bench.as());
    await expect(failure).rejects.toMatchObject({ code: 'stock.correction.invalid', fields: [{ code }] });
  });
});

describe('ST-12 negative stock', () => {
  afterAll(() => set({}));

  it('is allowed and listed unless the station refuses it', async () => {
    await set({ refuseNegativeStock: false });
    const part = await bench.part();
    expect(await bench.correct(part, -2)).toMatchObject({ onHand: '-2.0000' });
    const { levels } = await bench.client.listStockLevels(
      { page: undefined, negativeOnly: true, partIds: [] },
      await bench.as(),
    );
    expect(levels.map(({ partId }) => partId)).toContain(part.id);
    expect(levels.every(({ onHand }) => onHand.startsWith('-'))).toBe(true);
  });

  it('is refused when the station says so, naming what is there, and by the database too', async () => {
    await set({ refuseNegativeStock: true });
    const part = await bench.part();
    await bench.correct(part, 2);
    await expect(bench.correct(part, -3)).rejects.toMatchObject({
      code: 'stock.stock-level.would-be-negative',
      params: { reference: part.reference, onHand: '2.0000', wanted: '3.0000' },
    });
    expect(await bench.level(part)).toMatchObject({ onHand: '2.0000' });
    const past = `insert into stock_movement (station_id, part_id, location, kind, quantity, value, on_hand_after, value_after,
      origin_kind, origin_id, reason, actor_kind, actor_id, occurred_at)
      values ($1, $2, 'depot', 'sale', -3, -30, -1, -10, 'correction', $2, 'x', 'user', 'x', '2026-01-01')`;
    await expect(bench.rows(past, [here.stationId, part.id])).rejects.toThrow('would be negative');
  });

  it('is refused also when eight people take at once: exactly what is there goes', async () => {
    await set({ refuseNegativeStock: true });
    const part = await bench.part();
    await bench.correct(part, 5);
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => bench.correct(part, -1)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await bench.level(part)).toMatchObject({ onHand: '0.0000', value: '0.00' });
  });
});

describe('ST-13 a correction that leaves less than was promised', () => {
  it('takes back from the latest need first, tells its origin, and gives what is over to whoever is next', async () => {
    const part = await bench.part();
    await bench.correct(part, 5);
    const early = await bench.file(part, 2, '2026-04-01');
    const late = await bench.file(part, 3, '2026-05-01');
    expect(await bench.level(part)).toMatchObject({ reserved: '5.0000', free: '0.0000' });
    await bench.correct(part, -1);
    expect(await bench.need(early.needId)).toBe('0 0 2 0 0 allocated');
    expect(await bench.need(late.needId)).toBe('1 0 2 0 0 partly_allocated');
    const told = await bench.heard(AllocationWithdrawnMessage, ({ partId }) => partId === part.id);
    expect(told).toMatchObject([
      { needId: late.needId, originId: late.originId, quantity: '3.0000', needAllocated: '0.0000' },
    ]);
  });

  it('is held by the database: no more is promised than is there', async () => {
    const part = await bench.part();
    await bench.correct(part, 1);
    await bench.file(part, 1);
    const rob = 'update stock_level set on_hand = 0 where part_id = $1';
    await expect(bench.rows(rob, [part.id])).rejects.toThrow('stock_level_reserved');
  });
});

describe('ST-4 ST-12 settings of a station', () => {
  it('have defaults, are kept per station, and say what is not accepted', async () => {
    const other = await bench.as({ tenant: elsewhere });
    expect(await bench.client.getStationSettings({}, other)).toEqual(settings({}));
    await bench.client.setStationSettings({ settings: settings({ sagaFirstAskSeconds: 5 }) }, other);
    expect(await bench.client.getStationSettings({}, other)).toEqual(settings({ sagaFirstAskSeconds: 5 }));
    const audit = await bench.rows('select operation from audit where entity_type = $1 and station_id = $2', [
      'station-settings',
      elsewhere.stationId,
    ]);
    expect(audit).toEqual([{ operation: 'stock:settings.change' }]);
    await expect(set({ sagaWithdrawAfterSeconds: 10 })).rejects.toMatchObject({
      code: 'stock.settings.invalid',
      fields: [{ pointer: '/sagaWithdrawAfterSeconds', params: { min: 31 } }],
    });
  });
});

describe('ID-4 ID-10 rights and stations', () => {
  it('refuses without the right', async () => {
    const part = await bench.part();
    const reader = await bench.as({ rights: RIGHTS.filter((right) => right !== 'stock:stock-level.correct') });
    const request = { partId: part.id, quantity: '1', reason: 'x', unitCost: '', placeId: '' };
    await expect(bench.client.correctStock(request, reader)).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('answers a part of another station as one that does not exist', async () => {
    const part = await bench.part();
    const other = await bench.as({ tenant: elsewhere });
    const missing = { partId: '018f0000-0000-7000-8000-000000000000' };
    const failures = await Promise.allSettled(
      [{ partId: part.id }, missing].flatMap((request) => [
        bench.client.getStockLevel(request, other),
        bench.client.correctStock({ ...request, quantity: '1', reason: 'x', unitCost: '', placeId: '' }, other),
      ]),
    );
    for (const failure of failures) expect(failure).toMatchObject({ reason: { code: 'stock.part.not-found' } });
  });
});
