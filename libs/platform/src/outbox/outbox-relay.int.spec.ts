import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock, newId, systemClock } from '@navette/kernel';
import { eventually } from '@navette/testing';
import { trace } from '@opentelemetry/api';
import { node } from '@opentelemetry/sdk-node';
import pg from 'pg';
import {
  here,
  openBus,
  published,
  say,
  scope,
  startDatabase,
  startPrivateNats,
  type PrivateNats,
  type ProbeDatabase,
} from '../../test/engine.js';
import { connectionOf } from '../database/database.js';
import { Bus } from '../messaging/bus.js';
import { stationToken } from '../messaging/subjects.js';
import { Metrics } from '../observability/index.js';
import { NEXT_ROWS, OutboxRelay } from './outbox-relay.js';

let probe: ProbeDatabase;
let bus: Bus;
const relays: OutboxRelay[] = [];

beforeAll(async () => {
  probe = await startDatabase();
});
afterAll(() => probe.stop());
beforeEach(async () => {
  await probe.rows('truncate outbox');
  bus = await openBus();
  await bus.ensureStream('evt', 'probe');
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await bus.close();
});

function startRelay(on: Bus = bus): OutboxRelay {
  const relay = new OutboxRelay(probe.db, on, systemClock, probe.logger, new Metrics('probe'));
  relay.start();
  relays.push(relay);
  return relay;
}

const commit = (text: string, aggregate = 'thing-1') =>
  probe.db.tenantTx(scope(), async (tx) => say(tx, text, aggregate));
const texts = async () => (await published(bus)).map(({ text }) => text);
const unpublished = () => probe.rows('select * from outbox where published_at is null order by seq');
const allPublished = () => eventually(async () => ((await unpublished()).length === 0 ? true : undefined));

describe('order', () => {
  it('is kept within each aggregate, and each message goes out once', async () => {
    startRelay();
    for (let round = 0; round < 40; round++) {
      await probe.db.tenantTx(scope(), async (tx) => {
        for (let aggregate = 0; aggregate < 7; aggregate++) say(tx, `${aggregate}/${round}`, `thing-${aggregate}`);
      });
    }
    await allPublished();
    const messages = await published(bus);
    expect(messages).toHaveLength(280);
    for (let aggregate = 0; aggregate < 7; aggregate++) {
      const own = messages.filter((message) => message.aggregate === `thing-${aggregate}`).map(({ text }) => text);
      expect(own).toEqual(Array.from({ length: 40 }, (_, round) => `${aggregate}/${round}`));
    }
  });

  it('of numbers is not order of commits: a lower one committed late is not lost', async () => {
    startRelay();
    const late = new pg.Client({ connectionString: probe.database.adminUrl });
    await late.connect();
    await late.query('begin');
    await late.query(
      `insert into outbox (id, station_id, aggregate_type, aggregate_id, subject, payload, headers, occurred_at)
       values ($1, $2, 'thing', 'late', $3, '{"text":"late"}', '{}', $4)`,
      [
        newId(systemClock),
        here.stationId,
        `navette.probe.v1.evt.noted.${stationToken(here.stationId)}`,
        systemClock.now().toString(),
      ],
    );
    await commit('early');
    await eventually(async () => ((await texts()).includes('early') ? true : undefined));
    await late.query('commit');
    await late.end();
    await allPublished();
    const seqs = await probe.rows<{ aggregate_id: string }>('select aggregate_id from outbox order by seq');
    expect(seqs.map((row) => row.aggregate_id)).toEqual(['late', 'thing-1']);
    expect(await texts()).toEqual(['early', 'late']);
  });
});

describe('what a message carries', () => {
  it('is fixed when it is written: subject, id, envelope and trace', async () => {
    const provider = new node.NodeTracerProvider();
    provider.register();
    const traceId = await trace.getTracer('spec').startActiveSpan('cause', async (span) => {
      await probe.db.tenantTx(scope({ requestId: 'r-1', correlationId: 'c-1', causationId: 'm-0' }), async (tx) =>
        say(tx, 'hello'),
      );
      span.end();
      return span.spanContext().traceId;
    });
    const [row] = await unpublished();
    startRelay();
    await allPublished();
    const [message] = await published(bus);
    expect(row).toMatchObject({
      subject: `navette.probe.v1.evt.noted.${stationToken(here.stationId)}`,
      station_id: here.stationId,
    });
    expect(message?.header('traceparent')).toBe((row?.['headers'] as Record<string, string>)['traceparent']);
    expect(message?.header('traceparent')).toContain(traceId);
    const names = [
      'Nats-Msg-Id',
      'Navette-Id',
      'Navette-Type',
      'Navette-Station',
      'Navette-Actor',
      'Navette-Request-Id',
    ];
    const more = ['Navette-Correlation', 'Navette-Causation', 'Navette-Aggregate-Version'];
    expect([...names, ...more].map((name) => message?.header(name))).toEqual(
      [row?.['id'], row?.['id'], 'navette.probe.v1.Noted', here.stationId, `user:${scope().actor.id}`, 'r-1', 'c-1', 'm-0', '1'],
    ); // prettier-ignore
    await provider.shutdown();
    trace.disable();
  });

  it('stays the same when it is published again, so that the stream takes it once', async () => {
    startRelay();
    await commit('once');
    await allPublished();
    await probe.rows('update outbox set published_at = null');
    await allPublished();
    expect(await texts()).toEqual(['once']);
  });
});

describe('a message the broker refuses', () => {
  it('is parked with its aggregate, in its order, while others flow', async () => {
    await commit('x'.repeat(1_100_000), 'fat');
    await commit('behind the fat one', 'fat');
    await commit('of another', 'thin');
    startRelay();
    await eventually(async () => ((await texts()).includes('of another') ? true : undefined));
    const parked = await eventually(async () => {
      await commit('keep turning', 'thin');
      const [row] = await probe.rows(
        'select aggregate_id, attempts, last_error from outbox where parked_at is not null',
      );
      return row;
    });
    expect(parked).toMatchObject({
      aggregate_id: 'fat',
      attempts: 5,
      last_error: expect.stringContaining('max_payload'),
    });
    await commit('after that', 'thin');
    await eventually(async () => ((await texts()).includes('after that') ? true : undefined));
    expect((await unpublished()).map((row) => row['aggregate_id'])).toEqual(['fat', 'fat']);
    // An operator takes the fat one out of the way: what waited behind it goes.
    await probe.rows('delete from outbox where parked_at is not null');
    await eventually(async () => ((await texts()).includes('behind the fat one') ? true : undefined));
  });

  it('because a header cannot be sent is parked too', async () => {
    await probe.db.tenantTx(scope({ requestId: 'two\nlines' }), async (tx) => say(tx, 'never', 'odd'));
    startRelay();
    const row = await eventually(async () => {
      await commit('keep turning');
      return (await probe.rows('select attempts from outbox where parked_at is not null'))[0];
    });
    expect(row).toEqual({ attempts: 5 });
  });
});

describe('relays of one database', () => {
  const leaders = () =>
    probe.rows<{ pid: number }>(
      `select pid from pg_locks join pg_database d on d.oid = database
       where locktype = 'advisory' and datname = current_database() and granted and objid = ${0x6f757462}`,
    );

  it('have one leader; another takes over when its connection is lost, and nothing is lost or doubled', async () => {
    startRelay();
    startRelay();
    const [first] = await eventually(async () => ((await leaders()).length > 0 ? leaders() : undefined));
    expect(await leaders()).toHaveLength(1);
    const sent: string[] = [];
    for (let n = 0; n < 60; n++) {
      if (n === 20) await probe.rows('select pg_terminate_backend($1)', [first?.pid]);
      await commit(`n-${n}`);
      sent.push(`n-${n}`);
    }
    await allPublished();
    const [second, ...more] = await leaders();
    expect(more).toEqual([]);
    expect(second?.pid).not.toBe(first?.pid);
    expect(await texts()).toEqual(sent);
  });

  it('pass the lead on when one stops', async () => {
    const first = startRelay();
    await eventually(async () => ((await leaders()).length === 1 ? true : undefined));
    startRelay();
    await first.stop();
    await commit('after the first');
    await allPublished();
    expect(await texts()).toEqual(['after the first']);
  });
});

describe('waiting', () => {
  it('ends at a commit that came while the relay was busy publishing', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const sent: string[] = [];
    const slow = {
      connected: true,
      refused: () => false,
      publish: async (_subject: string, payload: Buffer) => {
        sent.push(payload.toString());
        await gate;
      },
    } as unknown as Bus;
    startRelay(slow);
    await commit('first');
    await eventually(() => (sent.length === 1 ? true : undefined));
    await commit('second');
    open();
    // Well under the poll interval.
    await eventually(() => (sent.length === 2 ? true : undefined), { timeoutMs: 300, everyMs: 5 });
  });
});

describe('with the broker away', () => {
  let nats: PrivateNats;

  beforeAll(async () => {
    nats = await startPrivateNats();
  });
  afterAll(() => nats.stop());

  it('messages wait without being counted against, and all go out in order when it is back', async () => {
    const own = await openBus({ url: nats.server.url });
    await own.ensureStream('evt', 'probe');
    startRelay(own);
    await commit('before');
    await allPublished();
    await nats.server.kill9();
    await eventually(() => (own.connected ? undefined : true));
    for (let n = 0; n < 30; n++) await commit(`during-${n}`, `thing-${n % 3}`);
    const waiting = await unpublished();
    expect(waiting).toHaveLength(30);
    await nats.server.restart();
    await allPublished();
    expect(await probe.rows('select distinct attempts, parked_at from outbox')).toEqual([
      { attempts: 0, parked_at: null },
    ]);
    const all = await published(own);
    expect(all).toHaveLength(31);
    for (let aggregate = 0; aggregate < 3; aggregate++) {
      const numbers = all
        .filter((one) => one.aggregate === `thing-${aggregate}` && one.text !== 'before')
        .map(({ text }) => Number(text.slice(7)));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    await own.close();
  });

  it('closing does not wait for it, neither before nor after the first connection', async () => {
    const own = await openBus({ url: nats.server.url });
    await nats.server.kill9();
    await eventually(() => (own.connected ? undefined : true));
    await own.close();
    const patient = openBus({ url: nats.server.url });
    const early = new Bus({ url: nats.server.url, prefix: 'x', name: 'x' }, probe.logger);
    const opened = early.open();
    await early.close();
    await expect(opened).rejects.toThrow('closed before it was open');
    await nats.server.restart();
    await (await patient).close();
  });
});

describe('what is watched', () => {
  it('age of the oldest unpublished message, by the clock of the service', async () => {
    const clock = new ManualClock('2026-03-01T08:00:00Z');
    const timed = await startDatabase({ clock });
    const metrics = new Metrics('probe');
    new OutboxRelay(timed.db, bus, clock, timed.logger, metrics);
    await timed.db.tenantTx(scope(), async (tx) => say(tx, 'waits'));
    clock.advance({ seconds: 90 });
    expect(await metrics.registry.metrics()).toContain('navette_outbox_oldest_seconds{service="probe"} 90');
    await timed.stop();
  });

  it('the question asked at every turn reads the partial index, however much was published and however much waits', async () => {
    const fill = (from: number, to: number, published: string) =>
      probe.rows(
        `insert into outbox (id, station_id, aggregate_type, aggregate_id, subject, payload, headers, occurred_at, published_at)
         select gen_random_uuid(), $1, 'thing', (n % 5000)::text, 's', '', '{}', now(), ${published} from generate_series($2::int, $3) n`,
        [here.stationId, from, to],
      );
    const engine = new pg.Client(connectionOf(probe.database.config, 'engine'));
    await engine.connect();
    const plan = async () => {
      const { rows } = await engine.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, buffers) ${NEXT_ROWS.replace('$1', '200')}`,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const pagesOf = (text: string) => Number(/Buffers: shared hit=(\d+)/.exec(text)?.[1]);
    await fill(1, 100_000, 'now()');
    await fill(100_001, 100_050, 'null');
    for (const statistics of ['stale', 'fresh', 'backlog']) {
      if (statistics === 'backlog') await fill(100_051, 130_000, 'null');
      if (statistics !== 'stale') await probe.rows('vacuum analyze outbox');
      const text = await plan();
      expect(text).toContain('outbox_unpublished');
      expect(text).not.toContain('Seq Scan');
      // A row and its look for a parked one are three pages each; all that was published would be thousands.
      expect(pagesOf(text)).toBeLessThan(3 * 200);
    }
    await engine.end();
  });
});
