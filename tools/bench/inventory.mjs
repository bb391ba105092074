import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import pg from 'pg';
import { SeededRandom } from '@navette/platform/seed';
import { StationApi } from '../demo/client/station-api.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { seedParts } from './catalogue-parts.mjs';
import { comparedTo, figure, percentile, wholeNumber } from './figures.mjs';
import { floorOf, measureFloor } from './floor.mjs';
import { startPrivateSystem, until } from './private-system.mjs';

/**
 * ST-14: phones that count one inventory, each as the page of a phone does: a figure is sent, the live stream says that
 * something has changed, and what has changed is asked for, one question at a time. An echo is the time from the call that
 * sends a figure until another phone has the line as counted.
 *
 * @typedef {{ id: string, standing: string, sequence: string }} Line
 */

const LINES = 20_000;
const PHONES = 10;
const FIGURES = 60;
/** Between two figures of a phone, half more or less: somebody looks for the part and counts it. */
const PAUSE_MS = 1_000;
const PATIENCE_SECONDS = 120;

/** @type {import('./measured.mjs').Bench} */
export const inventory = {
  name: 'inventory',
  summary: '10 phones that count 20,000 lines: milliseconds until a figure of one is seen by the others',
  options: {
    lines: { type: 'string', value: 'N', help: `lines of the inventory (${LINES})` },
    figures: { type: 'string', value: 'N', help: `figures of each phone in a run (${FIGURES})` },
  },
  prepare({ runs, yes, values }) {
    const lines = wholeNumber('lines', values['lines'], LINES);
    const figures = wholeNumber('figures', values['figures'], FIGURES);
    if (runs * figures * PHONES > lines)
      throw new Stop(
        Exit.usage,
        `bench: ${runs} runs of ${figures} figures are not accepted: ${lines} lines are too few`,
      );
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      const api = new StationApi(system.api, system.signIn);
      await step(`writing ${lines} parts`, () => locatedParts(system, api, lines));
      const opened = await step(`opening an inventory of ${lines} lines`, () =>
        api.post('/inventories', randomUUID(), { json: { scope: { kind: 'stocked_and_located' } } }),
      );
      if (opened.progress.lines !== lines) throw new Stop(Exit.failed, `bench: it has ${opened.progress.lines} lines`);
      const { link } = await api.post(`/inventories/${opened.id}/links`, randomUUID(), { json: {} });
      const phones = await step(`${PHONES} phones load their lines`, () =>
        Promise.all(
          Array.from({ length: PHONES }, (_, n) => Phone.join(system.api, String(link).split('#')[1] ?? '', n)),
        ),
      );
      const random = new SeededRandom('bench inventory');
      const echoes = [];
      for (let run = 0; run < runs; run += 1)
        echoes.push(await step(`counting, run ${run + 1}`, () => countOnce(phones, run * figures, figures, random)));
      for (const phone of phones) phone.leave();
      const counted = (await api.get(`/inventories/${opened.id}`)).progress.counted;
      if (counted !== runs * figures * PHONES) throw new Stop(Exit.failed, `bench: ${counted} lines are counted`);
      const p95 = echoes.map((one) => percentile(one, 95));
      const one = figure('inventory.p95_ms', 'ms', p95, { lines, phones: PHONES, figures });
      return [comparedTo(one, one.value, floorOf(floors, 'floor.bus_rtt_ms')), ...floors];
    };
  },
};

/** One phone: its own cookie, live stream and lines. */
class Phone {
  /** @type {Map<string, Line>} */
  lines = new Map();
  /** Lines in the order of the sheets. @type {string[]} */
  order = [];
  /** When a line was first seen as counted. @type {Map<string, number>} */
  seen = new Map();
  #base;
  #cookie;
  #version = '0';
  #operation = 0;
  /** @type {Promise<void> | undefined} */
  #pulling;
  #again = false;
  #live = new AbortController();

  /** @param {string} base @param {string} cookie */
  constructor(base, cookie) {
    this.#base = base;
    this.#cookie = cookie;
  }

  /** @param {string} base of `/api/v1` @param {string} secret @param {number} n */
  static async join(base, secret, n) {
    const answer = await fetch(`${base}/count/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret, counter: `Téléphone ${n + 1}` }),
    });
    if (answer.status !== 201) throw new Stop(Exit.failed, `bench: a phone was refused: ${await answer.text()}`);
    const phone = new Phone(base, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
    await phone.#pull();
    await phone.#listen();
    return phone;
  }

  /** Sends a figure; when it was sent. @param {string} id */
  async count(id) {
    this.#operation += 1;
    const entry = {
      operation: this.#operation,
      lineId: id,
      quantity: '1',
      sequence: this.lines.get(id)?.sequence ?? '0',
    };
    const at = performance.now();
    const { results } = await this.#ask('/count/entries', { entries: [entry] });
    if (results[0].outcome !== 'recorded') throw new Stop(Exit.failed, `bench: a figure is ${results[0].outcome}`);
    return at;
  }

  leave() {
    this.#live.abort();
  }

  async #listen() {
    const answer = await fetch(`${this.#base}/count/live`, {
      headers: { cookie: this.#cookie },
      signal: this.#live.signal,
    });
    const changes = answer.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const follow = async () => {
      for await (const { event } of changes ?? []) if (event !== undefined) void this.#pull();
    };
    follow().catch(() => undefined);
  }

  /** As the page: who asks while an answer is awaited is answered by one more question. */
  #pull() {
    if (this.#pulling !== undefined) {
      this.#again = true;
      return this.#pulling;
    }
    this.#pulling = this.#pullAll().finally(() => {
      this.#pulling = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.#pull();
    });
    return this.#pulling;
  }

  async #pullAll() {
    const since = this.#version;
    for (let [after, more] = [0, true]; more;) {
      const page = await this.#ask(`/count/lines?since=${since}&after=${after}`);
      const now = performance.now();
      if (after === 0) this.#version = page.version;
      for (const line of page.lines) {
        if (!this.lines.has(line.id)) this.order.push(line.id);
        this.lines.set(line.id, line);
        if (line.standing === 'counted' && !this.seen.has(line.id)) this.seen.set(line.id, now);
      }
      after = page.lines.at(-1)?.position ?? after;
      more = page.more;
    }
  }

  /** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async #ask(path, body) {
    const answer = await fetch(`${this.#base}${path}`, {
      headers: { cookie: this.#cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Stop(Exit.failed, `bench: ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

/**
 * Each phone counts lines of its own, all at once; the echoes at all the others.
 *
 * @param {Phone[]} phones @param {number} from line of a phone's share @param {number} figures @param {SeededRandom} random
 */
async function countOnce(phones, from, figures, random) {
  const share = Math.floor((phones[0]?.order.length ?? 0) / phones.length);
  const pauses = phones.map(() => Array.from({ length: figures }, () => random.int(PAUSE_MS / 2, (PAUSE_MS * 3) / 2)));
  const sent = (
    await Promise.all(
      phones.map(async (phone, n) => {
        const mine = [];
        for (let i = 0; i < figures; i += 1) {
          await delay(pauses[n]?.[i]);
          const id = phone.order[n * share + from + i] ?? '';
          mine.push({ phone, id, at: await phone.count(id) });
        }
        return mine;
      }),
    )
  ).flat();
  await until(PATIENCE_SECONDS, 'all phones have all figures', () =>
    Promise.resolve(sent.every(({ id }) => phones.every(({ seen }) => seen.has(id)))),
  );
  const echoes = sent.flatMap(({ phone, id, at }) =>
    phones.filter((other) => other !== phone).map(({ seen }) => (seen.get(id) ?? 0) - at),
  );
  const [p50, p95, p99] = [50, 95, 99].map((percent) => percentile(echoes, percent).toFixed(0));
  say(`  p50 ${p50}, p95 ${p95}, p99 ${p99} ms`);
  return echoes;
}

/**
 * Parts that have a place, as those that an inventory of located ones counts.
 *
 * @param {import('./private-system.mjs').PrivateSystem} system @param {StationApi} api @param {number} lines
 */
async function locatedParts(system, api, lines) {
  const json = { kind: 'storage_location', code: 'BENCH', label: 'Bench' };
  const { id } = await api.post('/catalogue-entries', randomUUID(), { json });
  const admin = new pg.Client({ connectionString: system.databases['stock'] });
  await admin.connect();
  try {
    const here = await api.station();
    const known = await seedParts(admin, here, { parts: lines, ofStation: lines });
    const ids = known.map((part) => part.id);
    await admin.query('update part set location_id = $1 where station_id = $2 and id = any ($3)', [id, here, ids]);
    await admin.query('vacuum (analyze) part');
  } finally {
    await admin.end();
  }
}
