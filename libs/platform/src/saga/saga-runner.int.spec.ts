import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SagaReplyMessage } from '@navette/contracts';
import { newId, ManualClock, systemClock } from '@navette/kernel';
import { eventually, freePort } from '@navette/testing';
import {
  confirmStep,
  effects,
  elsewhere,
  here,
  participant,
  ProbeEffects,
  probeSaga,
  scope,
  startProbe,
  stock,
  type Probe,
  type ProbeData,
} from '../../test/saga-probe.js';
import { Database } from '../database/index.js';
import { Bus, Consumers } from '../messaging/index.js';
import { Metrics, silentLogger } from '../observability/index.js';
import { startService } from '../service/index.js';
import { done, refused, SagaRunner, type Json, type SagaDefinition } from './index.js';

const clock = new ManualClock(new Date().toISOString());
const prefix = `t${newId(systemClock).replaceAll('-', '').slice(-10)}`;
const CODE = 'interventions.file-line.cancelled';

let probe: Probe;
let runner: SagaRunner;
/** The service's copy of the definition, which a spec may change as a new release would. */
let released: { -readonly [K in keyof SagaDefinition<Json>]: SagaDefinition<Json>[K] };

beforeAll(async () => {
  probe = await startProbe(clock, prefix);
  runner = probe.stock.running.get(SagaRunner);
  released = probe.stock.running.get(ProbeEffects).saga;
});
afterAll(() => probe?.stop());
beforeEach(async () => {
  // Sagas of the specs before are left alone by this one's clock.
  await probe.stock.admin.query('delete from timer');
  participant.silent = false;
  participant.heard.length = 0;
  for (const key of Object.keys(effects) as (keyof typeof effects)[]) delete effects[key];
  Object.assign(released, probeSaga);
});

const rows = async <T>(sql: string, params: unknown[] = []) => (await probe.stock.admin.query(sql, params)).rows as T[];
const begin = (keys: readonly string[], more: Partial<ProbeData> & { key?: string } = {}) => {
  const { key = newId(systemClock), patience = null } = more;
  return probe.stock.db.tenantTx(scope(), (tx) =>
    runner.start(tx, probeSaga, { correlationKey: key, data: { keys, patience } }),
  );
};
const signal = (key: string, payload: Json = null) =>
  probe.stock.db.tenantTx(scope(), async (tx) => runner.signal(tx, probeSaga, key, 'void', payload));
const saga = async (id: string) =>
  (
    await rows<{ state: string; status: string; problem: string; version: number; parked: Json }>(
      'select * from saga where id = $1',
      [id],
    )
  )[0];
const items = (id: string) =>
  rows<{ item_key: string; step: string; state: string; outcome: string; request_id: string; asked: number }>(
    'select * from saga_item where saga_id = $1 order by step, item_key',
    [id],
  );
const history = async (id: string) =>
  (await rows<{ what: string }>('select what from saga_history where saga_id = $1 order by position', [id])).map(
    ({ what }) => what,
  );
const effectsRun = async (name: string, containing: string) =>
  (await rows('select 1 from effect where name = $1 and payload::text like $2', [name, `%${containing}%`])).length;
const until = (id: string, wanted: { state?: string; status?: string }) =>
  eventually(async () => {
    const row = await saga(id);
    expect(row).toMatchObject(wanted);
    return row;
  });
const heard = (id: string, handler: string, n = 1) =>
  eventually(() => {
    const commands = participant.heard.filter((command) => command.sagaId === id && command.handler === handler);
    return commands.length >= n ? commands : undefined;
  });
const requestOf = async (id: string) => (await items(id))[0]?.request_id as string;
/** All messages that left have been handled, and nothing is under way. */
const quiet = () =>
  eventually(async () => {
    for (const service of [probe.stock, probe.interventions]) {
      const waiting = await service.admin.query('select 1 from outbox where published_at is null');
      if (waiting.rowCount !== 0) return undefined;
    }
    const { jsm } = probe.stock.running.get(Bus);
    for await (const stream of jsm.streams.list()) {
      if (!stream.config.name.startsWith(`${prefix.toUpperCase()}_`)) continue;
      for await (const consumer of jsm.consumers.list(stream.config.name)) {
        if (consumer.num_pending + consumer.num_ack_pending > 0) return undefined;
      }
    }
    return true;
  });

describe('ST-24 a saga begins', () => {
  it('in the transaction of its cause: rolled back, there is neither saga nor command', async () => {
    const key = newId(systemClock);
    const cause = probe.stock.db.tenantTx(scope(), async (tx) => {
      await runner.start(tx, probeSaga, { correlationKey: key, data: { keys: ['a'], patience: null } });
      throw new Error('the cause failed');
    });
    await expect(cause).rejects.toThrow('the cause failed');
    expect(await rows('select 1 from saga where correlation_key = $1', [key])).toEqual([]);
    await quiet();
    expect(participant.heard).toEqual([]);
  });

  it('once for a key, whoever asks, also at the same time', async () => {
    participant.silent = true;
    const key = newId(systemClock);
    const ids = await Promise.all(Array.from({ length: 5 }, () => begin(['a'], { key })));
    expect(new Set(ids).size).toBe(1);
    expect(await begin(['a'], { key })).toBe(ids[0]);
    await quiet();
    expect(participant.heard).toHaveLength(1);
    expect(await history(ids[0] as string)).toEqual(['started', 'reserve']);
  });

  it('and its effects’ results decide: nothing to ask, it ends at once', async () => {
    const id = await begin(['gone-1', 'gone-2']);
    expect(await saga(id)).toMatchObject({ state: 'nothing', status: 'done' });
  });

  it('while the bus is away, too: its command waits in the outbox', async () => {
    const env = {
      ...probe.stock.env,
      NAVETTE_NATS_URL: 'nats://127.0.0.1:1',
      NAVETTE_STOCK_GRPC_PORT: String(await freePort()),
      NAVETTE_STOCK_HTTP_PORT: String(await freePort()),
    };
    const cutOff = await startService(stock, { env, clock, keys: () => probe.stock.tokens.keys() });
    const id = await cutOff.get(Database).tenantTx(scope(), (tx) =>
      cutOff.get(SagaRunner).start(tx, probeSaga, {
        correlationKey: newId(systemClock),
        data: { keys: ['a'], patience: null },
      }),
    );
    await cutOff.stop();
    // By the copy that has a bus.
    await until(id, { status: 'done' });
  });

  it('leaves an audit row in the name of who caused it', async () => {
    const id = await begin(['a']);
    const audit = await rows(
      `select 1 from audit where entity_type = 'saga' and entity_id = $1 and actor_kind = 'user'`,
      [id],
    );
    expect(audit).toHaveLength(1);
  });
});

describe('ST-24 participants answer', () => {
  it('each item with an outcome of its own; the neighbours of a refused one are done', async () => {
    const id = await begin(['a', 'no-1', 'b']);
    await until(id, { state: 'confirmed', status: 'done' });
    expect((await items(id)).map(({ item_key, outcome }) => [item_key, outcome])).toEqual([
      ['a', 'done'],
      ['b', 'done'],
      ['no-1', CODE],
    ]);
    expect(await history(id)).toEqual(['started', 'reserve', 'confirm: 3 answered, 1 refused', 'settle']);
  });

  it('batches of at most a hundred, each in one transaction', async () => {
    const id = await begin(Array.from({ length: 1_000 }, (_, i) => `k${String(i).padStart(4, '0')}`));
    await eventually(async () => ((await saga(id))?.status === 'done' ? true : undefined), { timeoutMs: 60_000 });
    const commands = participant.heard.slice(-10);
    expect(commands.map(({ keys }) => keys.length)).toEqual(Array.from({ length: 10 }, () => 100));
    const answers = await rows(`select 1 from saga_history where saga_id = $1 and what = 'confirm: 100 answered'`, [
      id,
    ]);
    expect(answers).toHaveLength(10);
  });

  it('at the same time, and the last of them ends the saga exactly once', async () => {
    participant.silent = true;
    const id = await begin(Array.from({ length: 150 }, (_, i) => `k${i}`));
    const commands = await heard(id, 'confirm', 2);
    let release = () => {};
    effects.hold = new Promise<void>((resolve) => (release = resolve));
    // Lanes of their own: nothing but the lock makes them one after the other.
    for (const [lane, { requestId, keys }] of commands.entries()) {
      await probe.answer(
        id,
        requestId,
        keys.map((key) => done(key)),
        ['a', 'b'][lane] as string,
      );
    }
    await eventually(async () => {
      const waiting = await rows(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%from saga %'`,
      );
      return waiting.length > 0 ? true : undefined;
    });
    expect(await saga(id)).toMatchObject({ status: 'running' });
    release();
    await until(id, { status: 'done' });
    await quiet();
    expect((await history(id)).filter((what) => what === 'settle')).toHaveLength(2);
    expect((await items(id)).every(({ state }) => state === 'answered')).toBe(true);
  });

  it('twice, late, of another request or with keys it was not asked: nothing happens', async () => {
    participant.silent = true;
    const id = await begin(['a', 'b']);
    const requestId = await requestOf(id);
    await probe.answer(id, newId(systemClock), [done('a')]);
    await probe.answer(id, 'no uuid', [done('a')]);
    await probe.answer(id, requestId, [done('z')]);
    await quiet();
    expect(await history(id)).toEqual(['started', 'reserve']);
    await probe.answer(id, requestId, [done('a'), refused('a', CODE)]);
    await probe.answer(id, requestId, [refused('a', CODE)]);
    await quiet();
    expect(await history(id)).toEqual(['started', 'reserve', 'confirm: 1 answered', 'settle']);
    await probe.answer(id, requestId, [done('b')]);
    await until(id, { status: 'done' });
    const { version } = (await saga(id)) as { version: number };
    // Completed: dropped and counted.
    await probe.answer(id, requestId, [refused('b', CODE)]);
    await quiet();
    expect(await saga(id)).toMatchObject({ status: 'done', version });
    expect(await effectsRun('settle', 'a=')).toBeGreaterThan(0);
    const metrics = await (await fetch(`${probe.stock.httpUrl}/metrics`)).text();
    expect(metrics).toMatch(/navette_saga_replies_ignored_total\{saga="probe",reason="ended",service="stock"\} [1-9]/);
    expect(await rows('select 1 from dead_letter')).toEqual([]);
  });

  it('to a saga that nobody knows: tried again, then a dead letter', async () => {
    const bus = new Bus(probe.stock.running.get(Bus).config, silentLogger);
    await bus.open();
    const metrics = new Metrics('stock');
    const quick = { ackWaitMs: 30_000, backoffMs: [10, 10, 10], databaseMs: 20 };
    const other = new SagaRunner('stock', silentLogger, metrics);
    other.register([{ saga: { ...released, type: 'other' }, run: () => Promise.resolve(null) }]);
    const consumers = new Consumers('stock', bus, probe.stock.db, silentLogger, metrics, quick);
    await consumers.start(other.subscriptions());
    const unknown = newId(systemClock);
    const known = await begin(['gone']);
    for (const sagaId of [unknown, 'no uuid', known]) {
      await probe.interventions.db.tenantTx(scope(), async (tx) => {
        tx.audit('test', sagaId);
        tx.publish(
          SagaReplyMessage,
          { type: 'saga', id: sagaId, version: 0 },
          { sagaId, requestId: unknown, outcomes: [] },
          { subject: 'navette.stock.v1.rep.other' },
        );
      });
    }
    const letters = await eventually(async () => {
      const found = await rows<{ error: string; failures: number }>('select error, failures from dead_letter');
      return found.length === 3 ? found : undefined;
    });
    await consumers.drain();
    await bus.close();
    expect(letters.map(({ error }) => error).sort()).toEqual(
      [unknown, 'no uuid', known].map((sagaId) => `Error: no saga ${sagaId} of type other`).sort(),
    );
    expect(letters[0]).toMatchObject({ failures: 4 });
    await rows('delete from dead_letter');
  });
});

describe('ST-24 participants keep silent', () => {
  beforeEach(() => {
    participant.silent = true;
  });

  it('asked again after 30 s, 2 min and 10 min, under the same request id', async () => {
    const id = await begin(['a', 'b']);
    const answerBy = clock.now().add({ minutes: 30 }).toString();
    const [first] = await heard(id, 'confirm');
    expect(first).toMatchObject({ answerBy });
    for (const [n, seconds] of [29, 1, 90, 480].entries()) {
      clock.advance({ seconds });
      if (n > 0) await heard(id, 'confirm', n + 1);
    }
    const commands = await heard(id, 'confirm', 4);
    expect(commands).toEqual([first, first, first, first]);
    expect((await items(id)).map(({ asked }) => asked)).toEqual([4, 4]);
    expect(await history(id)).toEqual([
      'started',
      'reserve',
      'confirm: 2 asked again (2)',
      'confirm: 2 asked again (3)',
      'confirm: 2 asked again (4)',
    ]);
    await probe.answer(id, await requestOf(id), [done('a'), done('b')]);
    await until(id, { status: 'done' });
    expect(await rows(`select 1 from timer where kind = 'saga' and key = $1`, [id])).toEqual([]);
  });

  it('asks again only for what is still open', async () => {
    const id = await begin(['a', 'b']);
    await probe.answer(id, await requestOf(id), [done('a')]);
    await eventually(async () => ((await items(id))[0]?.state === 'answered' ? true : undefined));
    clock.advance({ seconds: 30 });
    const commands = await heard(id, 'confirm', 2);
    expect(commands[1]).toMatchObject({ requestId: commands[0]?.requestId, keys: ['b'] });
  });

  it('are not asked again, nor given up, for answers that wait in our own queue', async () => {
    const patience = { askAgainSeconds: [1], giveUpSeconds: 2, operatorSeconds: 60 };
    const [busy, id] = [await begin(['x']), await begin(['a'], { patience })];
    await heard(id, 'confirm');
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const holding = probe.stock.db.tenantTx(scope(), async (tx) => {
      await tx.rows('select 1 from saga where station_id = $1 and id = $2 for update', [tx.scope.stationId, busy]);
      tx.changesNothing();
      await released;
    });
    await probe.answer(busy, await requestOf(busy), [done('x')]);
    const behind = () => probe.stock.running.get(Consumers).behindMs('saga-probe');
    await eventually(() => Promise.resolve(behind() > 3_000 || undefined));
    clock.advance({ seconds: 2 });
    // Its clock rang, and was set to when more will have been heard.
    await eventually(async () => {
      const [timer] = await rows<{ due_at: Date }>(`select due_at from timer where kind = 'saga' and key = $1`, [id]);
      return timer !== undefined && timer.due_at.getTime() > clock.now().epochMilliseconds ? true : undefined;
    });
    expect(await items(id)).toMatchObject([{ state: 'open', asked: 1 }]);
    release();
    await holding;
    await until(busy, { status: 'done' });
    clock.advance({ seconds: 60 });
    await eventually(async () => ((await items(id))[0]?.state === 'overdue' ? true : undefined));
  });

  it('are given up after 30 min; a late answer changes nothing, the withdrawal is never given up', async () => {
    const id = await begin(['a', 'b']);
    const requestId = await requestOf(id);
    await probe.answer(id, requestId, [done('b')]);
    await eventually(async () => ((await items(id))[1]?.state === 'answered' ? true : undefined));
    clock.advance({ minutes: 30 });
    expect(await heard(id, 'withdraw')).toMatchObject([{ keys: ['a'], answerBy: undefined }]);
    expect(await saga(id)).toMatchObject({ state: 'withdrawing', status: 'running' });
    await probe.answer(id, requestId, [done('a')]);
    await quiet();
    expect(await items(id)).toMatchObject([
      { step: 'confirm', item_key: 'a', state: 'overdue', outcome: 'overdue' },
      { step: 'confirm', item_key: 'b', state: 'answered', outcome: 'done' },
      { step: 'withdraw', item_key: 'a', state: 'open' },
    ]);
    clock.advance({ hours: 23 });
    await eventually(async () => ((await items(id))[2]?.asked === 2 ? true : undefined));
    expect(await saga(id)).toMatchObject({ status: 'running' });
    clock.advance({ hours: 1 });
    await until(id, { status: 'needs_operator' });
    expect(await saga(id)).toMatchObject({ state: 'withdrawing', problem: 'platform.saga.unanswered' });
    // Nobody is asked any more by the clock.
    clock.advance({ hours: 24 });
    expect(await rows(`select 1 from timer where kind = 'saga' and key = $1`, [id])).toEqual([]);
    const [, , { request_id: withdrawal } = { request_id: '' }] = await items(id);
    await probe.answer(id, withdrawal, [done('a')]);
    await until(id, { state: 'confirmed', status: 'done' });
  });

  it('as patiently as the station chose, by the saga’s data', async () => {
    const patience = { askAgainSeconds: [5], giveUpSeconds: 12, operatorSeconds: 60 };
    const id = await begin(['a'], { patience });
    clock.advance({ seconds: 5 });
    await heard(id, 'confirm', 2);
    clock.advance({ seconds: 5 });
    await heard(id, 'confirm', 3);
    clock.advance({ seconds: 2 });
    await heard(id, 'withdraw');
    expect(confirmStep.patience({ keys: [], patience })).toBe(patience);
  });
});

describe('ST-24 an operator', () => {
  beforeEach(() => {
    participant.silent = true;
  });
  const operate = (work: (tx: Parameters<SagaRunner['retry']>[0]) => Promise<void>) =>
    probe.stock.db.tenantTx(scope({ operation: 'operations:saga.retry' }), work);
  const needsOperator = async (keys: readonly string[]) => {
    const id = await begin(keys, { patience: { askAgainSeconds: [], giveUpSeconds: 3_600, operatorSeconds: 60 } });
    clock.advance({ seconds: 60 });
    await until(id, { status: 'needs_operator' });
    return id;
  };

  it('retries: open items are asked again now, under the same request id, with their patience begun anew', async () => {
    const id = await needsOperator(['a']);
    await operate((tx) => runner.retry(tx, id));
    const commands = await heard(id, 'confirm', 2);
    expect(commands[1]?.requestId).toBe(commands[0]?.requestId);
    expect(commands[1]?.answerBy).toBe(clock.now().add({ hours: 1 }).toString());
    expect(await saga(id)).toMatchObject({ status: 'running', problem: '' });
    clock.advance({ seconds: 59 });
    await quiet();
    expect(await saga(id)).toMatchObject({ status: 'running' });
    clock.advance({ seconds: 1 });
    await until(id, { status: 'needs_operator' });
  });

  it('stays called while one item is unanswered, whatever is answered beside it', async () => {
    const id = await needsOperator(['a', 'b']);
    await probe.answer(id, await requestOf(id), [done('a')]);
    await eventually(async () => ((await items(id))[0]?.state === 'answered' ? true : undefined));
    expect(await saga(id)).toMatchObject({ status: 'needs_operator', problem: 'platform.saga.unanswered' });
    await probe.answer(id, await requestOf(id), [done('b')]);
    await until(id, { status: 'done' });
  });

  it('resolves by hand: named items, then the rest, as if they had been answered', async () => {
    const id = await needsOperator(['a', 'b', 'c']);
    await operate((tx) => runner.resolve(tx, id, ['b'], CODE, 'line was deleted'));
    expect(await items(id)).toMatchObject([{ state: 'open' }, { outcome: CODE }, { state: 'open' }]);
    expect(await saga(id)).toMatchObject({ status: 'needs_operator' });
    await operate((tx) => runner.resolve(tx, id, [], 'done', 'confirmed by telephone'));
    expect(await saga(id)).toMatchObject({ state: 'confirmed', status: 'done', problem: '' });
    expect((await history(id)).filter((what) => what.includes('resolved by user:'))).toHaveLength(2);
    expect((await history(id)).join()).toContain('as done: confirmed by telephone');
  });

  it('is refused what makes no sense: an ended saga, an item that is not open', async () => {
    const id = await needsOperator(['a']);
    await expect(operate((tx) => runner.resolve(tx, id, ['z'], 'done', 'x'))).rejects.toMatchObject({
      code: 'platform.saga.item-not-open',
    });
    await operate((tx) => runner.resolve(tx, id, [], 'done', 'x'));
    await expect(operate((tx) => runner.retry(tx, id))).rejects.toMatchObject({ code: 'platform.saga.ended' });
    await expect(operate((tx) => runner.resolve(tx, id, [], 'done', 'x'))).rejects.toMatchObject({
      code: 'platform.saga.ended',
    });
    await expect(operate((tx) => runner.retry(tx, newId(systemClock)))).rejects.toMatchObject({
      code: 'platform.saga.unknown',
    });
  });

  it('takes up a saga that parked itself: what led there is done once more', async () => {
    const key = newId(systemClock);
    const id = await begin(['gone'], { key });
    effects.refuse = 'stock.goods-receipt.parts-gone';
    expect(await signal(key, 'receipt')).toBe(true);
    expect(await saga(id)).toMatchObject({ status: 'needs_operator', problem: effects.refuse, state: 'voiding' });
    await operate((tx) => runner.retry(tx, id));
    expect(await saga(id)).toMatchObject({ status: 'needs_operator', problem: effects.refuse });
    delete effects.refuse;
    await operate((tx) => runner.retry(tx, id));
    expect(await saga(id)).toMatchObject({ status: 'compensated', state: 'voided', parked: [] });
    expect(await effectsRun('reverse', 'receipt')).toBe(3);
  });

  it('ends by hand a saga that parked itself and waits for nothing', async () => {
    const key = newId(systemClock);
    const id = await begin(['gone'], { key });
    effects.refuse = 'stock.goods-receipt.parts-gone';
    await signal(key);
    await operate((tx) => runner.resolve(tx, id, [], 'compensated', 'counted by hand'));
    expect(await saga(id)).toMatchObject({ status: 'compensated', parked: [] });
  });

  it('has refused items asked anew under another request, when they parked the saga', async () => {
    released.decide = (current, input, now) =>
      input.kind === 'answered' && input.outcomes.some(({ outcome }) => outcome !== 'done')
        ? { state: current.state, data: current.data, park: 'interventions.file.locked' }
        : probeSaga.decide(current as never, input, now);
    const id = await begin(['a', 'b', 'c']);
    const before = await requestOf(id);
    await probe.answer(id, before, [done('a'), refused('b', 'interventions.file.locked')]);
    await until(id, { status: 'needs_operator' });
    // Another answer does not take the person's task away.
    await probe.answer(id, before, [done('c')]);
    await eventually(async () => ((await items(id))[2]?.state === 'answered' ? true : undefined));
    expect(await saga(id)).toMatchObject({ status: 'needs_operator', problem: 'interventions.file.locked' });
    await operate((tx) => runner.retry(tx, id));
    const [, again] = await heard(id, 'confirm', 2);
    expect(again).toMatchObject({ keys: ['b'] });
    expect(again?.requestId).not.toBe(before);
    await probe.answer(id, before, [refused('b', 'interventions.file.locked')]);
    await quiet();
    expect(await saga(id)).toMatchObject({ status: 'running' });
    await probe.answer(id, again?.requestId as string, [done('b')]);
    await until(id, { status: 'done' });
  });
});

describe('ST-24 an operator answers for what parked a saga', () => {
  const operate = (work: (tx: Parameters<SagaRunner['retry']>[0]) => Promise<void>) =>
    probe.stock.db.tenantTx(scope({ operation: 'operations:saga.resolve' }), work);
  const LOCKED = 'interventions.file.locked';
  /** Two refused items parked it, a third is done. */
  async function parked(): Promise<string> {
    participant.silent = true;
    released.decide = (current, input, now) =>
      input.kind === 'answered' && input.outcomes.some(({ outcome }) => outcome !== 'done')
        ? {
            state: current.state,
            data: current.data,
            park: input.outcomes.find(({ outcome }) => outcome !== 'done')?.outcome as string,
          }
        : probeSaga.decide(current as never, input, now);
    const id = await begin(['a', 'b', 'c']);
    await probe.answer(id, await requestOf(id), [done('a'), refused('b', LOCKED), refused('c', LOCKED)]);
    await until(id, { status: 'needs_operator' });
    return id;
  }

  it('it goes on as if they had been answered so, one by one or all at once', async () => {
    const id = await parked();
    await operate((tx) => runner.resolve(tx, id, ['b'], 'done', 'unlocked'));
    expect(await saga(id)).toMatchObject({ status: 'needs_operator', problem: LOCKED, parked: [{ keys: ['c'] }] });
    await operate((tx) => runner.resolve(tx, id, [], 'done', 'unlocked, too'));
    expect(await saga(id)).toMatchObject({ state: 'confirmed', status: 'done', problem: '', parked: [] });
    expect(await effectsRun('settle', 'b=done')).toBeGreaterThan(0);
    const other = await parked();
    await operate((tx) => runner.resolve(tx, other, [], 'done', 'both'));
    expect(await saga(other)).toMatchObject({ state: 'confirmed', status: 'done', parked: [] });
  });

  it('an answer that would park it again is refused, and changes nothing', async () => {
    const id = await parked();
    const before = [await saga(id), await items(id), await history(id)];
    await expect(operate((tx) => runner.resolve(tx, id, [], 'compensated', 'x'))).rejects.toMatchObject({
      code: 'platform.saga.outcome-not-accepted',
      params: { id, outcome: 'compensated', problem: 'compensated' },
    });
    await expect(operate((tx) => runner.resolve(tx, id, ['a'], 'done', 'x'))).rejects.toMatchObject({
      code: 'platform.saga.item-not-open',
    });
    expect([await saga(id), await items(id), await history(id)]).toEqual(before);
  });
});

describe('ST-24 a signal', () => {
  it('reaches a saga under way, and one that has ended', async () => {
    participant.silent = true;
    const [running, ended] = [newId(systemClock), newId(systemClock)];
    const first = await begin(['a'], { key: running });
    const second = await begin(['gone'], { key: ended });
    expect(await saga(second)).toMatchObject({ status: 'done' });
    expect(await signal(ended)).toBe(true);
    expect(await saga(second)).toMatchObject({ status: 'compensated', state: 'voided' });
    expect(await signal(running)).toBe(true);
    expect(await saga(first)).toMatchObject({ status: 'running', state: 'voiding' });
    await probe.answer(first, await requestOf(first), [done('a')]);
    await until(first, { status: 'done' });
  });

  it('for a key that has no saga is answered false, also in another station', async () => {
    const key = newId(systemClock);
    await begin(['gone'], { key });
    expect(await signal(newId(systemClock))).toBe(false);
    const foreign = probe.stock.db.tenantTx(scope(elsewhere), (tx) => runner.signal(tx, probeSaga, key, 'void', null));
    expect(await foreign).toBe(false);
  });
});

describe('ST-24 a new release', () => {
  it('may insert a step: sagas under way go on from the state’s name', async () => {
    participant.silent = true;
    const id = await begin(['a']);
    const requestId = await requestOf(id);
    released.decide = (current, input, now) => {
      // After confirmations, a step that did not exist when this saga began.
      if (input.kind === 'effect' && input.name === 'settle' && current.state === 'confirming') {
        return {
          state: 'withdrawing',
          data: current.data,
          ask: [{ step: 'withdraw', items: [{ key: 'a', payload: null }] }],
        };
      }
      return probeSaga.decide(current as never, input, now);
    };
    await probe.answer(id, requestId, [done('a')]);
    const [withdrawal] = await heard(id, 'withdraw');
    await probe.answer(id, withdrawal?.requestId as string, [done('a')]);
    await until(id, { state: 'confirmed', status: 'done' });
  });

  it('lifts older data, and refuses newer', async () => {
    participant.silent = true;
    const id = await begin(['a', 'b']);
    const requestId = await requestOf(id);
    const seen: Json[] = [];
    Object.assign(released, {
      dataVersion: 2,
      upgrade: (data: ProbeData, from: number) => ({ ...data, liftedFrom: from }),
      decide: (current: never, input: never, now: never) => {
        seen.push((current as { data: Json }).data);
        return probeSaga.decide(current, input, now);
      },
    });
    await probe.answer(id, requestId, [done('a')]);
    await eventually(async () => ((await items(id))[0]?.state === 'answered' ? true : undefined));
    expect(seen[0]).toEqual({ keys: ['a', 'b'], patience: null, liftedFrom: 1 });
    const [row] = await rows<{ data_version: number }>('select data_version from saga where id = $1', [id]);
    expect(row).toEqual({ data_version: 2 });
    Object.assign(released, probeSaga, { upgrade: undefined });
    const rolledBack = probe.stock.db.tenantTx(scope(), (tx) => runner.resolve(tx, id, [], 'done', 'x'));
    await expect(rolledBack).rejects.toThrow(/can't read data of version 2/);
  });
});

describe('ST-24 a step that fails', () => {
  it('leaves nothing behind, and comes again', async () => {
    participant.silent = true;
    const id = await begin(['failing']);
    effects.fail = 'settle';
    await probe.answer(id, await requestOf(id), [done('failing')]);
    await until(id, { status: 'done' });
    expect(await effectsRun('settle', 'failing=done')).toBe(1);
    expect((await history(id)).filter((what) => what === 'settle')).toHaveLength(1);
  });

  it('also by the clock', async () => {
    participant.silent = true;
    const id = await begin(['a']);
    released.decide = (current, input, now) => {
      if (input.kind === 'overdue' && current.id === id && effects.fail === 'overdue') {
        delete effects.fail;
        throw new Error('not now');
      }
      return probeSaga.decide(current as never, input, now);
    };
    effects.fail = 'overdue';
    clock.advance({ minutes: 30 });
    await eventually(() => (effects.fail === undefined ? true : undefined));
    expect(participant.heard.filter(({ sagaId, handler }) => sagaId === id && handler === 'withdraw')).toEqual([]);
    // The timer's own back-off passes.
    await eventually(() => {
      clock.advance({ seconds: 1 });
      return participant.heard.some(({ sagaId, handler }) => sagaId === id && handler === 'withdraw') || undefined;
    });
    await quiet();
    expect(await heard(id, 'withdraw')).toHaveLength(1);
  });

  it('is refused when it ends the saga with things under way', async () => {
    released.decide = ({ data }) => ({
      state: 'over',
      data,
      end: 'done',
      effects: [{ name: 'settle', payload: null }],
    });
    await expect(begin(['a'])).rejects.toThrow('ends in over with things under way');
  });
});

describe('ID-10 another station', () => {
  it('answers to a saga of ours in its own name: nothing is found', async () => {
    participant.silent = true;
    const id = await begin(['a']);
    const foreign = probe.stock.db.tenantTx(scope(elsewhere), (tx) => runner.retry(tx, id));
    await expect(foreign).rejects.toMatchObject({ code: 'platform.saga.unknown' });
    expect(here.stationId).not.toBe(elsewhere.stationId);
  });
});
