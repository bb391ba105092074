import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, systemClock } from '@navette/kernel';
import { eventually } from '@navette/testing';
import {
  elsewhere,
  here,
  insertThing,
  Noted,
  openBus,
  outage,
  scope,
  send,
  startDatabase,
  startPrivateNats,
  type Note,
  type ProbeDatabase,
} from '../../test/engine.js';
import type { Tx } from '../database/tx.js';
import { Metrics } from '../observability/index.js';
import type { Bus } from './bus.js';
import { Consumers, type ConsumerTimes } from './consumers.js';
import { closeDeadLetter } from './dead-letters.js';
import { on, together, type Received, type Subscription } from './subscription.js';

const TIMES: ConsumerTimes = { ackWaitMs: 30_000, backoffMs: [20, 20, 20], databaseMs: 20 };
const DURABLE = 'probe__note';

/** Two operators. */
const anne = scope({ actor: { kind: 'user', id: 'anne' }, operation: 'operations:dead-letter.retry' });
const zoe = scope({ actor: { kind: 'user', id: 'zoe' }, operation: 'operations:dead-letter.resolve' });

let probe: ProbeDatabase;
let bus: Bus;
let metrics: Metrics;
const running: Consumers[] = [];

beforeAll(async () => {
  probe = await startDatabase();
});
afterAll(() => probe.stop());
beforeEach(async () => {
  await probe.rows('truncate thing, thing_part, outbox, inbox, audit, handler_failure, dead_letter');
  bus = await openBus();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumers) => consumers.drain()));
  await bus.close();
});

type Handle = (tx: Tx, received: Received<Note>) => Promise<void>;

async function start(
  handle: Handle,
  options: { times?: ConsumerTimes; on?: Bus; together?: boolean } = {},
): Promise<Consumers> {
  metrics = new Metrics('probe');
  const consumers = new Consumers('probe', options.on ?? bus, probe.db, probe.logger, metrics, options.times ?? TIMES);
  running.push(consumers);
  const subscription = on(Noted, 'note', handle) as Subscription<never>;
  await consumers.start([options.together ? together(subscription) : subscription]);
  return consumers;
}

/** The effect of a message: a thing of its name. */
const keep: Handle = (tx, { message }) => insertThing(tx, newId(systemClock), message.text);
const names = async () =>
  (await probe.rows<{ name: string }>('select name from thing order by id')).map(({ name }) => name);
const inbox = () => probe.rows('select consumer, message_id from inbox');
const letters = () => probe.rows('select * from dead_letter order by created_at, id');
const letter = () => eventually(async () => (await letters())[0]);
const consumerInfo = async (on: Bus = bus) => on.jsm.consumers.info(await on.ensureStream('evt', 'probe'), DURABLE);
/** Nothing is waiting, nothing is unacknowledged. */
const settled = () =>
  eventually(async () => {
    const { num_pending: waiting, num_ack_pending: open } = await consumerInfo();
    return waiting + open === 0 ? true : undefined;
  });

describe('a message', () => {
  it('is handled in its station, by the system, for the correlation it came with', async () => {
    const seen: Received<Note>['envelope'][] = [];
    await start(async (tx, received) => {
      seen.push(received.envelope);
      expect(tx.scope).toMatchObject({
        ...here,
        actor: { kind: 'system', id: 'probe' },
        operation: 'probe:note',
        causationId: received.envelope.id,
      });
      await keep(tx, received);
    });
    const id = await send(bus, 'hello');
    await settled();
    expect(seen[0]).toMatchObject({
      id,
      type: Noted.type,
      aggregate: { type: 'thing', id: 'thing-1', version: 1 },
      stationId: here.stationId,
      actor: { kind: 'user', id: scope().actor.id },
      correlationId: 'c-1',
      requestId: 'r-1',
    });
    expect(await probe.rows('select station_id, name from thing')).toEqual([
      { station_id: here.stationId, name: 'hello' },
    ]);
    const audit = await probe.rows('select actor_kind, actor_id, operation, request_id from audit');
    expect(audit).toEqual([{ actor_kind: 'system', actor_id: 'probe', operation: 'probe:note', request_id: 'r-1' }]);
  });

  it('whose handler names no entity leaves an audit row of its own', async () => {
    await probe.db.tenantTx(scope(), (tx) => insertThing(tx, newId(systemClock)));
    await probe.rows('truncate audit');
    await start(async (tx, { message }) => {
      if (message.text === 'counted') await tx.run('update thing set counter = counter + 1');
      else await tx.rows('with t as (update thing t set counter = 9 returning id) select id from t');
    });
    const ids = [await send(bus, 'counted'), await send(bus, 'counted otherwise')];
    await eventually(async () => ((await inbox()).length === 2 ? true : undefined));
    expect(await probe.rows('select entity_type, entity_id from audit order by at, id')).toEqual(
      ids.map((id) => ({ entity_type: 'message', entity_id: id })),
    );
  });

  it('ID-9 that changes nothing leaves no audit row', async () => {
    await start(async (tx) => {
      await tx.rows('select * from thing for update');
      await tx.run('update thing set counter = 1');
    });
    await send(bus, 'nothing');
    await eventually(async () => ((await inbox()).length > 0 ? true : undefined));
    expect(await probe.rows('select entity_type, entity_id from audit')).toEqual([]);
  });

  it('that comes twice under other transport ids is handled once', async () => {
    await start(keep);
    const id = newId(systemClock);
    for (let n = 0; n < 3; n++) await send(bus, 'twice', { headers: { 'Navette-Id': id } });
    await settled();
    expect(await names()).toEqual(['twice']);
    expect(await inbox()).toEqual([{ consumer: DURABLE, message_id: id }]);
    expect(await metrics.registry.metrics()).toContain(
      'navette_messages_total{handler="note",outcome="repeated",service="probe"} 2',
    );
  });

  it('that comes twice at the same time is handled once: the second waits for the first', async () => {
    let started = 0;
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    await start(async (tx, received) => {
      started++;
      await gate;
      await keep(tx, received);
    });
    const id = newId(systemClock);
    // Other aggregates, so that they go through other lanes.
    for (const aggregate of ['a', 'b', 'c'])
      await send(bus, 'once', { headers: { 'Navette-Id': id, 'Navette-Aggregate-Id': aggregate } });
    await eventually(async () => {
      const [row] = await probe.rows<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return row?.n === 2 ? true : undefined;
    });
    open();
    await settled();
    expect(started).toBe(1);
    expect(await names()).toEqual(['once']);
  });

  it('that comes again while its first handling fails is handled by the second', async () => {
    let fail = true;
    await start(async (tx, received) => {
      await keep(tx, received);
      if (fail) {
        fail = false;
        throw new Error('first one fails');
      }
    });
    const id = newId(systemClock);
    for (const aggregate of ['a', 'b'])
      await send(bus, 'once', { headers: { 'Navette-Id': id, 'Navette-Aggregate-Id': aggregate } });
    await settled();
    expect(await names()).toEqual(['once']);
    expect(await letters()).toEqual([]);
  });

  it('of one aggregate is handled after those before it, while other aggregates go on', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const order: string[] = [];
    await start(async (_tx, { message, envelope }) => {
      if (envelope.aggregate.id === 'slow') await gate;
      order.push(message.text);
    });
    for (let n = 0; n < 3; n++) await send(bus, `slow-${n}`, { headers: { 'Navette-Aggregate-Id': 'slow' } });
    await send(bus, 'quick', { headers: { 'Navette-Aggregate-Id': 'quick' } });
    await eventually(() => (order.length > 0 ? true : undefined));
    open();
    await settled();
    expect(order).toEqual(['quick', 'slow-0', 'slow-1', 'slow-2']);
  });
});

describe('messages that share a transaction', () => {
  beforeEach(() => bus.ensureStream('evt', 'probe'));

  /** All wait before the consumer starts, so that they come at once. */
  const wait = async (count: number, aggregate: (i: number) => string) => {
    for (let i = 0; i < count; i++)
      await send(bus, `${i}`, { headers: { 'Navette-Aggregate-Id': aggregate(i), 'Navette-Request-Id': `r-${i}` } });
  };
  const transactions = async () =>
    (await probe.rows<{ n: number }>('select count(distinct xmin::text)::int as n from inbox'))[0]?.n;

  it('are each handled once in their own scope, those of one aggregate in their order', async () => {
    await wait(40, (i) => `thing-${i % 4}`);
    const order = new Map<string, string[]>();
    await start(
      async (tx, received) => {
        const { id } = received.envelope.aggregate;
        await keep(tx, received);
        order.set(id, [...(order.get(id) ?? []), received.message.text]);
        tx.publish(Noted, { type: 'thing', id, version: 1 }, { text: `after ${received.message.text}` }, { subject: 'navette.elsewhere.v1.evt.heard' }); // prettier-ignore
      },
      { together: true },
    );
    await settled();
    expect(await names()).toHaveLength(40);
    expect(await inbox()).toHaveLength(40);
    // What waited was taken together: far fewer transactions than messages.
    expect(await transactions()).toBeLessThan(20);
    for (const texts of order.values()) expect(texts).toEqual([...texts].sort((a, b) => Number(a) - Number(b)));
    const audits = await probe.rows<{ request_id: string }>('select distinct request_id from audit');
    expect(audits).toHaveLength(40);
    const sent = await probe.rows<{ caused: string; request: string }>(
      `select headers->>'Navette-Causation' as caused, headers->>'Navette-Request-Id' as request from outbox`,
    );
    expect(new Set(sent.map(({ caused }) => caused)).size).toBe(40);
    expect(new Set(sent.map(({ request }) => request)).size).toBe(40);
  });

  it('and one of which fails are handled one by one: it alone becomes a dead letter', async () => {
    await wait(12, (i) => `thing-${i}`);
    await start(
      async (tx, received) => {
        await keep(tx, received);
        if (received.message.text === '5') await tx.run('select 1 / 0');
      },
      { together: true },
    );
    await letter();
    await settled();
    expect((await names()).map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]);
    expect(await letters()).toHaveLength(1);
    expect(await probe.rows('select 1 from handler_failure')).toHaveLength(1);
  });

  it('wait for each other when one fails: none goes on after the rollback, outside of a transaction', async () => {
    await wait(6, (i) => `thing-${i}`);
    let failed = false;
    await start(
      async (tx, received) => {
        if (received.message.text === '0' && !failed) {
          failed = true;
          throw new Error('the first fails at once');
        }
        for (let n = 0; n < 3; n++) await tx.run('select pg_sleep(0.01)');
        await keep(tx, received);
      },
      { together: true },
    );
    await settled();
    expect((await names()).sort()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('one of which comes twice are handled once', async () => {
    const id = newId(systemClock);
    await wait(5, (i) => `thing-${i}`);
    for (let n = 0; n < 2; n++) await send(bus, 'twice', { headers: { 'Navette-Id': id } });
    await start(keep, { together: true });
    await settled();
    expect((await names()).sort()).toEqual(['0', '1', '2', '3', '4', 'twice']);
  });

  it('are those of one station: each lands in its own', async () => {
    const station = { 'Navette-Station': elsewhere.stationId };
    for (let i = 0; i < 6; i++)
      await send(bus, `${i}`, i % 2 === 0 ? {} : { headers: station, station: elsewhere.stationId });
    await start(keep, { together: true });
    await settled();
    expect(await probe.rows('select station_id, count(*)::int as n from thing group by 1 order by 2, 1')).toEqual(
      [here, elsewhere].map(({ stationId }) => ({ station_id: stationId, n: 3 })).sort((a, b) => (a.station_id < b.station_id ? -1 : 1)), // prettier-ignore
    );
  });
});

describe('acknowledgement', () => {
  it('comes after the commit', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let inside = false;
    await start(async (tx, received) => {
      await keep(tx, received);
      inside = true;
      await gate;
    });
    await send(bus, 'slow');
    await eventually(() => (inside ? true : undefined));
    expect((await consumerInfo()).num_ack_pending).toBe(1);
    expect(await names()).toEqual([]);
    open();
    await settled();
    expect(await names()).toEqual(['slow']);
  });

  it('is not taken for lost while messages are worked on or queued: none is delivered twice', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let calls = 0;
    await start(
      async () => {
        calls++;
        await gate;
      },
      { times: { ...TIMES, ackWaitMs: 600 } },
    );
    for (let n = 0; n < 20; n++) await send(bus, `n-${n}`);
    // Several times the wait after which the server would deliver again.
    const began = performance.now();
    await eventually(() => (performance.now() - began > 2_000 ? true : undefined));
    const { num_redelivered: again, delivered } = await consumerInfo();
    expect({ again, delivered: delivered.consumer_seq }).toEqual({ again: 0, delivered: 20 });
    open();
    await settled();
    expect(calls).toBe(20);
  });
});

describe('a handler that fails', () => {
  it('is tried again with pauses, then its message is a dead letter; other aggregates flow meanwhile', async () => {
    let tries = 0;
    await start(async (tx, received) => {
      await keep(tx, received);
      if (received.message.text === 'bad') {
        tries++;
        throw new Error('cannot do that');
      }
    });
    const id = await send(bus, 'bad', { headers: { 'Navette-Aggregate-Id': 'bad' } });
    for (let n = 0; n < 10; n++) await send(bus, `good-${n}`, { headers: { 'Navette-Aggregate-Id': `good-${n}` } });
    const dead = await letter();
    await settled();
    expect(tries).toBe(TIMES.backoffMs.length + 1);
    expect(await names()).toHaveLength(10);
    expect(dead).toMatchObject({
      consumer: DURABLE,
      message_id: id,
      message_type: Noted.type,
      station_id: here.stationId,
      aggregate_id: 'bad',
      error: 'Error: cannot do that',
      failures: 4,
      state: 'open',
      payload: Buffer.from('{"text":"bad"}'),
    });
    expect(await probe.rows('select failures, last_error from handler_failure')).toEqual([
      { failures: 4, last_error: 'Error: cannot do that' },
    ]);
  });

  it('and then works leaves nothing behind', async () => {
    let tries = 0;
    await start(async (tx, received) => {
      if (++tries < 3) throw new Error('not yet');
      await keep(tx, received);
    });
    await send(bus, 'third time lucky');
    await settled();
    expect(await names()).toEqual(['third time lucky']);
    expect(await letters()).toEqual([]);
  });

  it('is noted whatever its error says', async () => {
    await start(() => Promise.reject(new Error(`NUL \0 in it, ${'x'.repeat(2_000)}`)), {
      times: { ...TIMES, backoffMs: [] },
    });
    await send(bus, 'bad');
    expect((await letter())['error']).toMatch(/^Error: NUL {2}in it, x+$/);
    await settled();
  });
});

describe('a message that is not what its contract says is a dead letter at once', () => {
  const LONG = 'x'.repeat(5_000);
  it.each<[string, Parameters<typeof send>[2], RegExp]>([
    [
      'no envelope at all',
      { headers: Object.fromEntries(Object.keys(envelopeKeys()).map((key) => [key, ''])) },
      /header Navette-Station is missing/,
    ],
    ['no id', { headers: { 'Navette-Id': '' } }, /header Navette-Id is missing/],
    ['an id that is none', { headers: { 'Navette-Id': LONG } }, /header Navette-Id is no UUID/],
    [
      'a NUL in a header',
      { headers: { 'Navette-Correlation': 'a\0b', 'Navette-Id': '1' } },
      /header Navette-Id is no UUID/,
    ],
    ['a station that is none', { headers: { 'Navette-Station': 'lille' } }, /header Navette-Station is no UUID/],
    [
      'the station of another subject',
      { headers: { 'Navette-Station': elsewhere.stationId } },
      /station of the headers is not the one of the subject/,
    ],
    [
      'an instant that is none',
      { headers: { 'Navette-Occurred-At': 'yesterday' } },
      /header Navette-Occurred-At is no instant/,
    ],
    [
      'a version that is none',
      { headers: { 'Navette-Aggregate-Version': 'new' } },
      /header Navette-Aggregate-Version is no version/,
    ],
    ['an actor that is none', { headers: { 'Navette-Actor': 'anne' } }, /header Navette-Actor is no actor/],
    [
      'another type',
      { headers: { 'Navette-Type': 'navette.probe.v1.Shouted' } },
      /navette\.probe\.v1\.Shouted arrived on/,
    ],
    [
      'content that cannot be decoded',
      { payload: Buffer.from([0xff, 0x00, 0x7b]) },
      /content is no navette\.probe\.v1\.Noted/,
    ],
  ])('%s', async (_title, options, reason) => {
    await start(keep);
    await send(bus, 'bad', options);
    const dead = await letter();
    expect(dead).toMatchObject({ state: 'open', failures: 1, error: expect.stringMatching(reason) });
    await send(bus, 'good');
    await settled();
    expect(await names()).toEqual(['good']);
  });
});

describe('a dead letter', () => {
  const trail = () =>
    probe.rows(`select actor_id, operation from audit where entity_type = 'dead-letter' order by at, id`);

  async function deadOnce(): Promise<{ consumers: Consumers; id: string; mend: () => void }> {
    let broken = true;
    const consumers = await start(
      async (tx, received) => {
        if (broken) throw new Error('broken');
        await keep(tx, received);
      },
      { times: { ...TIMES, backoffMs: [] } },
    );
    await send(bus, 'late');
    return { consumers, id: (await letter())['id'] as string, mend: () => (broken = false) };
  }

  it('replayed is handled once, by its own handler, and closed', async () => {
    const { consumers, id, mend } = await deadOnce();
    await expect(consumers.replay(id, anne)).rejects.toThrow('broken');
    expect((await letter())['state']).toBe('open');
    mend();
    await expect(consumers.replay(id, anne)).resolves.toBe('handled');
    expect(await names()).toEqual(['late']);
    expect(await letter()).toMatchObject({ state: 'replayed', closed_by: 'user:anne', closed_at: expect.any(Date) });
    expect(await trail()).toEqual([{ actor_id: 'anne', operation: 'operations:dead-letter.retry' }]);
    await expect(consumers.replay(id, anne)).rejects.toMatchObject({ code: 'platform.dead-letter.closed' });
  });

  it('replayed twice at once is handled once', async () => {
    const { consumers, id, mend } = await deadOnce();
    mend();
    const outcomes = await Promise.allSettled([consumers.replay(id, anne), consumers.replay(id, zoe)]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await names()).toEqual(['late']);
  });

  it('resolved by hand is closed with the reason, and cannot be replayed or resolved again', async () => {
    const { consumers, id, mend } = await deadOnce();
    await probe.db.engineTx((tx) => closeDeadLetter(tx, id, 'resolved', 'done on the telephone'), anne);
    expect(await letter()).toMatchObject({ state: 'resolved', closed_by: 'user:anne', note: 'done on the telephone' });
    mend();
    const closed = { code: 'platform.dead-letter.closed', params: { id, state: 'resolved' } };
    await expect(consumers.replay(id, anne)).rejects.toMatchObject(closed);
    await expect(probe.db.engineTx((tx) => closeDeadLetter(tx, id, 'resolved', ''), zoe)).rejects.toMatchObject(closed);
    expect(await names()).toEqual([]);
    // Whoever was refused has done nothing.
    expect(await trail()).toHaveLength(1);
  });

  it('unknown, or of a handler that is gone, is said so', async () => {
    const { consumers, id } = await deadOnce();
    await expect(consumers.replay('no id', anne)).rejects.toMatchObject({ code: 'platform.dead-letter.unknown' });
    await expect(consumers.replay(newId(systemClock), anne)).rejects.toMatchObject({
      code: 'platform.dead-letter.unknown',
    });
    await probe.rows(`update dead_letter set consumer = 'probe__gone'`);
    await expect(consumers.replay(id, anne)).rejects.toMatchObject({ code: 'platform.dead-letter.handler-gone' });
  });
});

describe('a message that kills the process', () => {
  /** Messages that were delivered to a process that died with them in hand. */
  async function deliveredInVain(texts: readonly string[], times = 1): Promise<string[]> {
    const stream = await bus.ensureStream('evt', 'probe');
    await (await start(keep)).drain();
    const ids: string[] = [];
    for (const text of texts) ids.push(await send(bus, text, { headers: { 'Navette-Aggregate-Id': `thing-${text}` } }));
    const consumer = await bus.js.consumers.get(stream, DURABLE);
    for (let n = 0; n < times; n++) {
      const delivered = [];
      while (delivered.length < texts.length) delivered.push(await consumer.next({ expires: 2_000 }));
      for (const message of delivered) message?.nak();
    }
    return ids;
  }
  const attempts = () => probe.rows('select message_id, failures, unfinished from handler_failure order by message_id');

  it('is set aside when two noted attempts at it had no end', async () => {
    const [id] = await deliveredInVain(['poison']);
    await probe.rows(
      `insert into handler_failure (consumer, message_id, failures, unfinished, last_error, last_at)
       values ($1, $2, 0, 2, '', now())`,
      [DURABLE, id],
    );
    await start(keep);
    const error = 'Poison: the process died in it again and again';
    expect(await letter()).toMatchObject({ message_id: id, error });
    await settled();
    expect(await names()).toEqual([]);
  });

  it('is not taken for one that was only in hand when a process died, however often', async () => {
    const [id] = await deliveredInVain(['innocent'], 8);
    await start(keep);
    await settled();
    expect(await names()).toEqual(['innocent']);
    expect(await letters()).toEqual([]);
    expect(await attempts()).toEqual([{ message_id: id, failures: 0, unfinished: 0 }]);
  });

  it('is tried alone, so that nobody else is blamed, and an attempt that fails openly has ended', async () => {
    await deliveredInVain(['a', 'b', 'c', 'd']);
    let [under, most, failed] = [0, 0, false];
    await start(async (tx, received) => {
      most = Math.max(most, ++under);
      await tx.rows('select pg_sleep(0.02)');
      under--;
      if (received.message.text === 'a' && !failed) {
        failed = true;
        throw new Error('not yet');
      }
      await keep(tx, received);
    });
    await eventually(async () => ((await names()).length === 4 ? true : undefined));
    await settled();
    expect(most).toBe(1);
    const ended = (await attempts()).filter((row) => row['failures'] === 1);
    expect(ended).toEqual([expect.objectContaining({ unfinished: 0 })]);
    expect(await letters()).toEqual([]);
  });

  it('is not taken for one that failed openly as often', async () => {
    const patient = { ...TIMES, backoffMs: [5, 5, 5, 5, 5, 5, 5, 5] };
    let tries = 0;
    await start(
      async (tx, received) => {
        if (++tries < 9) throw new Error('not yet');
        await keep(tx, received);
      },
      { times: patient },
    );
    await send(bus, 'stubborn');
    await settled();
    expect(await names()).toEqual(['stubborn']);
    expect(await letters()).toEqual([]);
  });
});

describe('a message that JetStream gives up on', () => {
  it('becomes a dead letter, complete enough to be replayed', async () => {
    const stream = await bus.ensureStream('evt', 'probe');
    let broken = true;
    const consumers = await start(async (tx, received) => {
      if (broken) throw new Error('broken');
      await keep(tx, received);
    });
    await bus.jsm.consumers.update(stream, DURABLE, { max_deliver: 2 });
    const id = await send(bus, 'given up');
    const dead = await letter();
    expect(dead).toMatchObject({
      message_id: id,
      message_type: Noted.type,
      error: 'max-deliveries',
      failures: 2,
      station_id: here.stationId,
    });
    broken = false;
    await expect(consumers.replay(dead['id'] as string, anne)).resolves.toBe('handled');
    expect(await names()).toEqual(['given up']);
  });

  it('is not lost when nobody watches at that moment', async () => {
    const stream = await bus.ensureStream('evt', 'probe');
    const first = await start(keep);
    await first.drain();
    await bus.jsm.consumers.update(stream, DURABLE, { max_deliver: 1 });
    const id = await send(bus, 'given up');
    const consumer = await bus.js.consumers.get(stream, DURABLE);
    (await consumer.next({ expires: 2_000 }))?.nak();
    // Asked once more, the server sees that it may not deliver it again, and says so to whoever listens.
    await consumer.next({ expires: 1_000 });
    await start(keep);
    expect(await letter()).toMatchObject({ message_id: id, error: 'max-deliveries' });
    // Starting has set the limit back.
    expect((await consumerInfo()).config.max_deliver).toBeGreaterThan(10);
  });
});

describe('with the database away', () => {
  const takeAway = () => outage(probe.database.config).begin();
  const bringBack = () => outage(probe.database.config).end();
  afterEach(bringBack);

  it('messages are kept, cost no delivery, and are handled when it is back', async () => {
    let cut = true;
    await start(async (tx, received) => {
      await keep(tx, received);
      if (cut) {
        await takeAway();
        cut = false;
      }
      await tx.rows('select 1');
    });
    await send(bus, 'n-0');
    await eventually(() => (cut ? undefined : true));
    for (let n = 1; n < 5; n++) await send(bus, `n-${n}`, { headers: { 'Navette-Aggregate-Id': `thing-${n}` } });
    // Long enough for many questions whether it is back.
    const began = performance.now();
    await eventually(() => (performance.now() - began > 600 ? true : undefined));
    expect((await consumerInfo()).num_ack_pending).toBe(5);
    await bringBack();
    await settled();
    expect([...(await names())].sort()).toEqual(['n-0', 'n-1', 'n-2', 'n-3', 'n-4']);
    expect(await letters()).toEqual([]);
    // At most once more each: the outage did not count.
    expect((await consumerInfo()).delivered.consumer_seq).toBeLessThanOrEqual(10);
  });

  it('draining gives the messages back instead of waiting', async () => {
    let cut = true;
    const first = await start(async (tx) => {
      if (cut) {
        await takeAway();
        cut = false;
      }
      await tx.rows('select 1');
    });
    await send(bus, 'given back');
    await eventually(() => (cut ? undefined : true));
    await first.drain();
    await bringBack();
    await start(keep);
    await eventually(async () => ((await names()).includes('given back') ? true : undefined));
  });
});

describe('with the bus away', () => {
  it('consumers go on where they were when it is back', async () => {
    const nats = await startPrivateNats();
    const own = await openBus({ url: nats.server.url });
    const consumers = await start(keep, { on: own });
    await send(own, 'before');
    await eventually(async () => ((await names()).length === 1 ? true : undefined));
    await nats.server.kill9();
    await nats.server.restart();
    await eventually(async () => (own.connected ? true : undefined));
    await send(own, 'after');
    await eventually(async () => ((await names()).length === 2 ? true : undefined));
    await consumers.drain();
    await own.close();
    await nats.stop();
  });
});

describe('draining', () => {
  it('waits for what is in hand and takes nothing new', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    let begun = 0;
    const first = await start(async (tx, received) => {
      begun++;
      await gate;
      await keep(tx, received);
    });
    await send(bus, 'in hand');
    await eventually(() => (begun === 1 ? true : undefined));
    let drained = false;
    const draining = first.drain().then(() => (drained = true));
    await send(bus, 'for the next one');
    expect(drained).toBe(false);
    open();
    await draining;
    expect(await names()).toEqual(['in hand']);
    await start(keep);
    await settled();
    expect(await names()).toEqual(['in hand', 'for the next one']);
  });
});

function envelopeKeys(): Record<string, string> {
  return {
    'Navette-Id': '', 'Navette-Type': '', 'Navette-Aggregate-Type': '', 'Navette-Aggregate-Id': '', 'Navette-Aggregate-Version': '',
    'Navette-Station': '', 'Navette-Network': '', 'Navette-Actor': '', 'Navette-Occurred-At': '',
  }; // prettier-ignore
}
