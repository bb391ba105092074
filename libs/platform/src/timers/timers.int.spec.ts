import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock, newId } from '@navette/kernel';
import { eventually } from '@navette/testing';
import {
  elsewhere,
  foreignScope,
  here,
  insertThing,
  outage,
  scope,
  startDatabase,
  type ProbeDatabase,
} from '../../test/engine.js';
import type { Scope } from '../database/scope.js';
import { Metrics } from '../observability/index.js';
import { cancelTimer, setTimer, Timers, type TimerHandler } from './timers.js';

const START = '2026-03-01T08:00:00Z';
const clock = new ManualClock(START);

let probe: ProbeDatabase;
const running: Timers[] = [];

beforeAll(async () => {
  probe = await startDatabase({ clock });
});
afterAll(() => probe.stop());
beforeEach(() => clock.set(START));
afterEach(async () => {
  await Promise.all(running.splice(0).map((timers) => timers.stop()));
  await probe.rows('truncate timer, thing, thing_part, audit');
});

function start(fire: TimerHandler['fire'], kind = 'reminder', takeoverSeconds = 60): Timers {
  const timers = new Timers('probe', probe.db, probe.logger, new Metrics('probe'), takeoverSeconds);
  timers.start([{ kind, fire }]);
  running.push(timers);
  return timers;
}

const set = (
  key: string,
  inSeconds: number,
  options: { kind?: string; scope?: Scope; data?: Record<string, unknown> } = {},
) =>
  probe.db.tenantTx(options.scope ?? scope(), async (tx) => {
    tx.audit('timer', key);
    const { kind = 'reminder', data } = options;
    await setTimer(tx, {
      kind,
      key,
      dueAt: clock.now().add({ seconds: inSeconds }),
      ...(data !== undefined && { data }),
    });
  });
const left = () =>
  probe.rows<{ key: string; attempts: number; due_at: Date; claimed_until: Date | null }>(
    'select * from timer order by key',
  );
const later = (seconds: number) => new Date(Date.parse(START) + seconds * 1_000);
/** The usual handler: an effect and the end of the timer in one transaction. */
const keeping =
  (fired: string[] = []): TimerHandler['fire'] =>
  (timer, of, done) =>
    probe.db.tenantTx(of, async (tx) => {
      await insertThing(tx, newId(clock), timer.key);
      await done(tx);
      tx.afterCommit(() => fired.push(timer.key));
    });

describe('a timer', () => {
  it('fires when it is due by the clock of the service, once, and not before', async () => {
    const fired: string[] = [];
    const timers = start(keeping(fired));
    await set('in an hour', 3_600);
    await set('now', 0);
    timers.wake();
    await eventually(() => (fired.length > 0 ? true : undefined));
    expect(fired).toEqual(['now']);
    clock.advance({ minutes: 59, seconds: 59 });
    await set('a second before', 0);
    timers.wake();
    await eventually(() => (fired.includes('a second before') ? true : undefined));
    expect(fired).toEqual(['now', 'a second before']);
    clock.advance({ seconds: 1 });
    timers.wake();
    await eventually(() => (fired.includes('in an hour') ? true : undefined));
    expect(await left()).toEqual([]);
    expect(fired).toHaveLength(3);
  });

  it('fires in its station, as the system, for its correlation, with its data', async () => {
    const seen: unknown[] = [];
    start(async (timer, of, done) => {
      await probe.db.tenantTx(of, done);
      seen.push({ timer, of });
    });
    const data = { mail: 7, list: ['a'] };
    await set('there', 0, { scope: foreignScope({ correlationId: 'c-9' }), data });
    const [first] = await eventually(() => (seen.length > 0 ? seen : undefined));
    expect(first).toMatchObject({
      timer: { ...elsewhere, kind: 'reminder', key: 'there', data, attempts: 1 },
      of: {
        ...elsewhere,
        actor: { kind: 'system', id: 'probe' },
        operation: 'probe:timer.reminder',
        correlationId: 'c-9',
      },
    });
    const audit = await probe.rows(
      `select station_id, entity_type from audit where operation = 'probe:timer.reminder'`,
    );
    expect(audit).toEqual([{ station_id: elsewhere.stationId, entity_type: 'timer' }]);
  });

  it('is one for each station, kind and key: set again it moves, cancelled it is gone', async () => {
    await set('a', 10);
    await set('a', 20, { data: { of: 'the second' } });
    await set('a', 30, { kind: 'other' });
    await set('a', 40, { scope: foreignScope() });
    await set('b', 50);
    await probe.db.tenantTx(scope(), async (tx) => {
      tx.audit('timer', 'b');
      await cancelTimer(tx, 'reminder', 'b');
    });
    const rows = await probe.rows('select station_id, kind, due_at, data from timer order by due_at');
    expect(rows).toEqual([
      { station_id: here.stationId, kind: 'reminder', due_at: later(20), data: { of: 'the second' } },
      { station_id: here.stationId, kind: 'other', due_at: later(30), data: {} },
      { station_id: elsewhere.stationId, kind: 'reminder', due_at: later(40), data: {} },
    ]);
  });

  it('of a kind that this service does not handle stays', async () => {
    const fired: string[] = [];
    start(keeping(fired));
    await set('not mine', 0, { kind: 'unknown' });
    await set('mine', 0);
    await eventually(() => (fired.length > 0 ? true : undefined));
    expect((await left()).map(({ key, attempts }) => ({ key, attempts }))).toEqual([{ key: 'not mine', attempts: 0 }]);
  });
});

describe('two copies of a service', () => {
  it('share the timers, each fired once', async () => {
    const fired: [string[], string[]] = [[], []];
    let open: () => void = () => {};
    const bothAtWork = new Promise<void>((resolve) => (open = resolve));
    for (let n = 0; n < 120; n++) await set(`t-${n}`, 0);
    for (const own of fired) {
      start(async (timer, of, done) => {
        own.push(timer.key);
        if (fired.every((list) => list.length > 0)) open();
        await bothAtWork;
        await probe.db.tenantTx(of, done);
      });
    }
    await eventually(async () => ((await left()).length === 0 ? true : undefined));
    const all = fired.flat();
    expect(all).toHaveLength(120);
    expect(new Set(all).size).toBe(120);
  });
});

describe('a timer that fails', () => {
  it('comes again after pauses that grow, without holding up others', async () => {
    const at: string[] = [];
    const timers = start(async (timer, of, done) => {
      if (timer.key === 'bad') {
        at.push(clock.now().toString());
        throw new Error('not today');
      }
      await probe.db.tenantTx(of, done);
    });
    await set('bad', 0);
    const bad = async () => (await left()).find(({ key }) => key === 'bad');
    for (const [attempt, pause] of [
      [1, 1],
      [2, 2],
      [3, 4],
    ] as const) {
      const row = await eventually(async () => {
        const now = await bad();
        // The claim itself is for a minute; the failure shortens it.
        const wait = ((now?.claimed_until?.getTime() ?? 0) - clock.now().epochMilliseconds) / 1_000;
        return now?.attempts === attempt && wait === pause ? now : undefined;
      });
      expect(row).toMatchObject({ last_error: 'Error' });
      await set(`good-${attempt}`, 0);
      timers.wake();
      await eventually(async () => ((await left()).length === 1 ? true : undefined));
      expect(at).toHaveLength(attempt);
      clock.advance({ seconds: pause });
      timers.wake();
    }
    await eventually(() => (at.length === 4 ? true : undefined));
    expect(at.map((instant) => (Date.parse(instant) - Date.parse(START)) / 1_000)).toEqual([0, 1, 3, 7]);
  });

  it('rolls its effect back', async () => {
    let fail = true;
    const timers = start((timer, of, done) =>
      probe.db.tenantTx(of, async (tx) => {
        await insertThing(tx, newId(clock), timer.key);
        await done(tx);
        if (fail) {
          fail = false;
          throw new Error('too late');
        }
      }),
    );
    await set('twice tried', 0);
    await eventually(async () => ((await left())[0]?.attempts === 1 && !fail ? true : undefined));
    expect(await probe.rows('select from thing')).toEqual([]);
    await eventually(async () => {
      clock.advance({ seconds: 1 });
      timers.wake();
      return (await left()).length === 0 ? true : undefined;
    });
    expect(await probe.rows('select name from thing')).toEqual([{ name: 'twice tried' }]);
  });
});

describe('a timer in hand', () => {
  function held(end: (fire: () => Promise<void>) => Promise<void>) {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const state = { begun: 0, open: () => open() };
    const timers = start(async (_timer, of, done) => {
      if (++state.begun > 1) return;
      await gate;
      await end(() => probe.db.tenantTx(of, done));
    });
    return Object.assign(state, { timers });
  }
  const begun = (state: { begun: number }) => eventually(() => (state.begun > 0 ? true : undefined));

  it('that is moved meanwhile keeps its later appointment', async () => {
    const state = held((done) => done());
    await set('a', 0);
    await begun(state);
    await set('a', 600);
    state.open();
    await state.timers.stop();
    expect(await left()).toMatchObject([{ key: 'a', due_at: later(600), attempts: 0, claimed_until: null }]);
  });

  it('that fails after it was moved does not put the new appointment off', async () => {
    const state = held(() => Promise.reject(new Error('too late')));
    await set('a', 0);
    await begun(state);
    await set('a', 600);
    state.open();
    await state.timers.stop();
    expect(await left()).toMatchObject([{ key: 'a', due_at: later(600), claimed_until: null }]);
  });

  it('whose process dies is taken over when the claim has run out', async () => {
    const dead = new Timers('probe', probe.db, probe.logger, new Metrics('probe'), 60);
    let taken = 0;
    let bury: () => void = () => {};
    const grave = new Promise<void>((resolve) => (bury = resolve));
    dead.start([{ kind: 'reminder', fire: () => (taken++, grave) }]);
    await set('a', 0);
    await eventually(() => (taken > 0 ? true : undefined));
    const stopped = dead.stop();
    const fired: string[] = [];
    const timers = start(keeping(fired));
    clock.advance({ seconds: 59 });
    await set('b', 0);
    timers.wake();
    await eventually(() => (fired.length > 0 ? true : undefined));
    expect(fired).toEqual(['b']);
    clock.advance({ seconds: 2 });
    timers.wake();
    await eventually(() => (fired.length > 1 ? true : undefined));
    expect(fired).toEqual(['b', 'a']);
    expect(taken).toBe(1);
    bury();
    await stopped;
  });

  it('of a living copy is not taken over, however long it takes', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const fired: string[] = [];
    const slowly: TimerHandler['fire'] = async (timer, of, done) => {
      fired.push(timer.key);
      await gate;
      await probe.db.tenantTx(of, done);
    };
    start(slowly, 'reminder', 0.3);
    await set('a', 0);
    await eventually(() => (fired.length === 1 ? true : undefined));
    const other = start(slowly, 'reminder', 0.3);
    for (let round = 0; round < 5; round++) {
      clock.advance({ milliseconds: 200 });
      // The claim is renewed by the clock of the service before it has run out.
      await eventually(async () => {
        const [row] = await left();
        return (row?.claimed_until?.getTime() ?? 0) >= clock.now().epochMilliseconds + 300 ? true : undefined;
      });
      other.wake();
    }
    open();
    await eventually(async () => ((await left()).length === 0 ? true : undefined));
    expect(fired).toEqual(['a']);
  });

  it('is not begun again by the copy that has it, even when its claim has run out', async () => {
    const state = held((done) => done());
    await set('a', 0);
    await begun(state);
    clock.advance({ minutes: 5 });
    await set('b', 0);
    state.timers.wake();
    await eventually(() => (state.begun === 2 ? true : undefined));
    expect(await left()).toMatchObject([{ key: 'a', attempts: 1 }, { key: 'b' }]);
    state.open();
    await state.timers.stop();
    expect(await left()).toMatchObject([{ key: 'b' }]);
  });

  it('is waited for when the service stops', async () => {
    const state = held((done) => done());
    await set('a', 0);
    await begun(state);
    let stopped = false;
    const stopping = state.timers.stop().then(() => (stopped = true));
    expect(stopped).toBe(false);
    state.open();
    await stopping;
    expect(await left()).toEqual([]);
  });

  it('that is not done comes again', async () => {
    const fired: number[] = [];
    const timers = start(async (timer) => void fired.push(timer.attempts));
    await set('a', 0);
    await eventually(() => (fired.length === 1 ? true : undefined));
    clock.advance({ seconds: 61 });
    timers.wake();
    await eventually(() => (fired.length === 2 ? true : undefined));
    expect(fired).toEqual([1, 2]);
  });
});

describe('with the database away', () => {
  it('timers wait, and fire when it is back', async () => {
    const fired: string[] = [];
    await set('a', 60);
    const { begin, end } = outage(probe.database.config);
    await begin();
    const timers = start(keeping(fired));
    clock.advance({ minutes: 1 });
    timers.wake();
    await eventually(() => probe.logger.lines.find(({ message }) => message === 'timers not read'));
    await end();
    await eventually(() => (fired.length === 1 ? true : undefined));
  });
});

describe('a timer in which the process died', () => {
  const letters = () => probe.rows<{ id: string }>('select * from dead_letter');

  it('is tried again, twice noted; then it is set aside, told of, and due again when an operator replays it', async () => {
    await probe.rows('truncate dead_letter');
    await set('deadly', 0);
    const [{ id }] = (await probe.rows<{ id: string }>('select id from timer')) as [{ id: string }];
    // As three processes left it: the first did not know that it had to note its attempt.
    await probe.rows('update timer set attempts = 3, unfinished = 2');
    const fired: string[] = [];
    const timers = start(keeping(fired));
    const letter = await eventually(async () => (await letters())[0]);
    expect(letter).toMatchObject({
      consumer: 'probe__timer-reminder',
      message_id: id,
      station_id: here.stationId,
      error: 'Poison: the process died in it again and again',
    });
    expect(timers.keeps({ consumer: 'probe__timer-reminder' })).toBe(true);
    expect(timers.keeps({ consumer: 'probe__reminder' })).toBe(false);
    expect(fired).toEqual([]);

    await timers.replay(letter.id, scope({ operation: 'operations:dead-letter.retry' }));
    await eventually(() => (fired.length > 0 ? true : undefined));
    expect(fired).toEqual(['deadly']);
    expect(await left()).toEqual([]);
    expect(await letters()).toEqual([expect.objectContaining({ state: 'replayed' })]);
    await expect(timers.replay(letter.id, scope())).rejects.toMatchObject({ code: 'platform.dead-letter.closed' });
  });

  it('set anew by its owner is due again, whatever became of it', async () => {
    await set('deadly', 0);
    await probe.rows(`update timer set attempts = 5, unfinished = 3, parked_at = now()`);
    await set('deadly', 0);
    const fired: string[] = [];
    start(keeping(fired));
    await eventually(() => (fired.length > 0 ? true : undefined));
    expect(fired).toEqual(['deadly']);
  });
});
