import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import pg from 'pg';
import { atEnd } from '../dev/lib/cleanup.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { inRoot } from '../dev/lib/paths.mjs';
import { noteService } from '../dev/servers/index.mjs';
import { comparedTo, figure, percentile, rounded, wholeNumber } from './figures.mjs';
import { againstCommits, floorOf, measureFloor } from './floor.mjs';
import { cpuSeconds, dataFolder, logFile, startPrivateSystem, stopServices, until } from './private-system.mjs';

/**
 * Events from a transaction of parties, by its outbox and JetStream, to the commit in the inbox of notifications; the two
 * services in one process, as in solo. The handler has nothing to do for these events (resellers are not welcomed by
 * mail): what is measured is the way. The instants are those in the databases (`track_commit_timestamp`), not the process's own word.
 *
 * @typedef {{ seconds: number, rate: number, perTransaction: number }} Load
 * @typedef {{ began: number, produced: number }} Produced instants in milliseconds since 1970
 */

const DEFAULTS = { rate: 1_650, seconds: 60, perTransaction: 10 };
const WARM_UP_SECONDS = 5;
const CONSUMER = 'notifications__party-welcome-mail';
const SENT = `subject like '%.party-created.%' and aggregate_type = 'bench'`;

/** @type {import('./measured.mjs').Bench} */
export const events = {
  name: 'events',
  summary: 'events from outbox insert to inbox commit between two services: how many in a second, how long each',
  options: {
    rate: { type: 'string', value: 'N', help: `events offered in a second (${DEFAULTS.rate})` },
    seconds: { type: 'string', value: 'N', help: `how long (${DEFAULTS.seconds})` },
    'per-transaction': { type: 'string', value: 'N', help: `events of one transaction (${DEFAULTS.perTransaction})` },
  },
  prepare({ runs, yes, values }) {
    const load = {
      rate: wholeNumber('rate', values['rate'], DEFAULTS.rate),
      seconds: wholeNumber('seconds', values['seconds'], DEFAULTS.seconds),
      perTransaction: wholeNumber('per-transaction', values['per-transaction'], DEFAULTS.perTransaction),
    };
    return async () => {
      const system = await startPrivateSystem({ yes, postgres: { track_commit_timestamp: 'on' } });
      await stopServices(system);
      const floors = await measureFloor(system, runs);
      const measured = await measureRuns(system, load, runs);
      return [...figuresOf(measured, load, floors), ...floors];
    };
  },
};

/** @typedef {{ perSecond: number, p50: number, p99: number, backlogs: [number, number], cpu: number }} Measured */

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {Load} load
 * @param {number} runs
 */
async function measureRuns(system, load, runs) {
  const [parties, notifications] = [await connect(system, 'parties'), await connect(system, 'notifications')];
  const services = await startBothServices(system);
  try {
    const warmUp = await produce(services, { ...load, seconds: Math.min(WARM_UP_SECONDS, load.seconds) });
    await untilAllArrived(notifications, warmUp);
    /** @type {Measured[]} */
    const measured = [];
    for (let run = 1; run <= runs; run += 1) {
      const one = await step(`${load.rate} events/s for ${load.seconds} s, run ${run}`, async () => {
        const cpuBefore = cpuSeconds(services.pid);
        const produced = await produce(services, load);
        const cpu = (cpuSeconds(services.pid) - cpuBefore) / load.seconds;
        await untilAllArrived(notifications, produced);
        return { ...(await instantsOf(parties, notifications, produced, load)), cpu };
      });
      say(`  ${rounded(one.perSecond)}/s, p50 ${rounded(one.p50)} ms, p99 ${rounded(one.p99)} ms, backlog ${one.backlogs.join(' → ')}; ${rounded(one.cpu)} of a processor`); // prettier-ignore
      measured.push(one);
    }
    return measured;
  } finally {
    services.disconnect();
    await Promise.all([parties.end(), notifications.end()]);
  }
}

/**
 * @param {Measured[]} measured
 * @param {Load} load
 * @param {import('./figures.mjs').Figure[]} floors
 */
function figuresOf(measured, { rate, seconds, perTransaction }, floors) {
  const conditions = { offeredPerS: rate, seconds, eventsPerTransaction: perTransaction };
  const of = (/** @type {(one: Measured) => number} */ pick) => measured.map(pick);
  const perSecond = figure('events.per_s', '1/s', of((one) => one.perSecond), { ...conditions, processors: rounded(Math.max(...of(({ cpu }) => cpu))) }); // prettier-ignore
  const p50 = figure('events.p50_ms', 'ms', of((one) => one.p50), conditions); // prettier-ignore
  const p99 = figure('events.p99_ms', 'ms', of((one) => one.p99), conditions); // prettier-ignore
  const backlog = figure('events.backlog', 'events', of(({ backlogs }) => backlogs[1]), { ...conditions, afterAThird: Math.max(...of(({ backlogs }) => backlogs[0])) }); // prettier-ignore
  const rtt = floorOf(floors, 'floor.bus_rtt_ms');
  return [
    againstCommits(perSecond, perSecond.value, floors),
    comparedTo(p50, p50.value, rtt),
    comparedTo(p99, p99.value, rtt),
    backlog,
  ];
}

/** @param {import('./private-system.mjs').PrivateSystem} system @param {string} service */
async function connect({ databases }, service) {
  const client = new pg.Client({ connectionString: databases[service] });
  await client.connect();
  return client;
}

/** @param {import('./private-system.mjs').PrivateSystem} system */
async function startBothServices({ environment }) {
  const log = openSync(logFile('bench-events'), 'a', 0o600);
  const env = { ...environment, NAVETTE_LOG_LEVEL: 'warn', NODE_ENV: 'production' };
  const child = fork(inRoot('tools', 'bench', 'events-services.mjs'), { env, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  noteService(dataFolder, 'bench-events', /** @type {number} */ (child.pid));
  atEnd(() => void child.kill('SIGKILL'));
  await answerOf(child);
  return child;
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<any>} */
async function answerOf(child) {
  const ended = once(child, 'exit').then(() => {
    throw new Stop(Exit.failed, `bench: the two services ended: see ${logFile('bench-events')}`);
  });
  return (await Promise.race([once(child, 'message'), ended]))[0];
}

/** @param {import('node:child_process').ChildProcess} services @param {Load} load @returns {Promise<Produced>} */
async function produce(services, load) {
  services.send(load);
  return answerOf(services);
}

/** @param {pg.Client} notifications @param {Produced} produced */
async function untilAllArrived(notifications, { began, produced }) {
  const arrived = `select count(*) as n from inbox where consumer = '${CONSUMER}' and received_at >= $1`;
  const since = [new Date(began).toISOString()];
  await until(120, 'every event has arrived', async () => Number((await notifications.query(arrived, since)).rows[0].n) >= produced, 500); // prettier-ignore
}

/**
 * @param {pg.Client} parties
 * @param {pg.Client} notifications
 * @param {Produced} produced
 * @param {Load} load
 */
async function instantsOf(parties, notifications, { began, produced }, { seconds }) {
  const since = new Date(began).toISOString();
  const sent = await parties.query(
    `select id, extract(epoch from occurred_at)::float8 * 1000 as at from outbox
     where ${SENT} and occurred_at >= $1`,
    [since],
  );
  const taken = await notifications.query(
    `select message_id as id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as at from inbox
     where consumer = '${CONSUMER}' and received_at >= $1`,
    [since],
  );
  const arrivals = new Map(taken.rows.map(({ id, at }) => [id, at]));
  const latencies = sent.rows.map(({ id, at }) => arrivals.get(id) - at);
  if (sent.rows.length !== produced || latencies.some(Number.isNaN))
    throw new Stop(
      Exit.failed,
      `bench: of ${produced} events ${sent.rows.length} were written, ${taken.rows.length} arrived`,
    );
  const end = began + seconds * 1_000;
  const before = (/** @type {{ at: number }[]} */ rows, /** @type {number} */ instant) => rows.filter(({ at }) => at <= instant).length; // prettier-ignore
  const backlog = (/** @type {number} */ instant) => before(sent.rows, instant) - before(taken.rows, instant);
  return {
    perSecond: before(taken.rows, end) / seconds,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    backlogs: /** @type {[number, number]} */ ([backlog(began + (seconds * 1_000) / 3), backlog(end)]),
  };
}
