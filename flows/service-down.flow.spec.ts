import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { services } from '../tools/dev/services.mjs';
import { settled } from './support/crash.js';
import { Deliveries, ONCE } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System, type Answer, type Seen } from './support/system.js';

/**
 * One process per service, and each service in turn killed and away for a minute. Nearly all of it is waiting, so two
 * systems lose their services side by side, each one at a time.
 */
const AWAY_MS = 60_000;
const SYSTEMS = 2;

/** The eight services; without the HTTP edge there is nobody to ask. */
const names = services.filter(({ database }) => database).map(({ name }) => name);

let systems: readonly System[] = [];
const absences = new Map<string, Promise<void>>();

beforeAll(async () => {
  systems = await Promise.all(Array.from({ length: SYSTEMS }, () => System.start({ separate: true })));
  systems.forEach((system, lane) => {
    const station = new Station(system);
    let before = Promise.resolve();
    for (const away of names.filter((_, index) => index % SYSTEMS === lane)) {
      const absence = before.then(() => withoutFor(AWAY_MS, away, station));
      // One that fails is told by its own test, and does not keep the next from its turn.
      before = absence.catch(() => undefined);
      absences.set(away, absence);
    }
  });
}, 600_000);
afterAll(() => Promise.all(systems.map((system) => system.remove())), 120_000);

describe('ST-24 whichever service is away for a minute', () => {
  it.each(names)(
    'the others accept work without %s, and all of it is done once when it is back',
    (away) => absences.get(away),
    1_800_000,
  );
});

/** Something that somebody wants done, whoever is away. */
interface Job {
  readonly what: string;
  /** Services without whose answer it honestly cannot be done. */
  readonly needs: readonly string[];
  /** Asks once; it is the same wish each time. */
  readonly ask: () => Promise<Answer>;
  /** Resolves when all that follows from it is there, and throws when anything of it is there twice. */
  readonly followed: (answer: Answer) => Promise<void>;
}

class Station {
  readonly line: MainLine;
  readonly deliveries: Deliveries;

  constructor(readonly system: System) {
    this.line = new MainLine(system);
    this.deliveries = new Deliveries(system, this.line);
  }

  /** One of each kind of work, all that it begins from made while everybody is there. */
  async jobs(): Promise<Job[]> {
    const { system, line, deliveries } = this;
    const delivery = await deliveries.waiting();
    const receipt = delivery.receipts[0] as { id: string; version: string };
    const repaired = await deliveries.waiting();
    await deliveries.receive(repaired);
    await system.done('POST', `/intervention-files/${repaired.fileId}/finish`);
    const accepted = await line.sendMissionOrder(address(), false);
    await line.acceptable(accepted);
    const { fileId } = await line.openFile();
    const { consumerPartyId } = await system.read(`/intervention-files/${fileId}`);
    const { reference } = await deliveries.part();
    const party = { kinds: ['consumer'], name: 'Vanhoutte', firstName: 'Élise', emails: [address()] };
    const post = (
      what: string,
      needs: string[],
      path: string,
      body: unknown,
      followed: Job['followed'],
      seen?: Seen,
    ): Job => {
      const options = { key: randomUUID(), ...(seen && { seen }) };
      return { what, needs, ask: () => system.api('POST', path, body, options), followed };
    };
    const read = (what: string, service: string, path: string): Job => ({
      what,
      needs: [service],
      ask: () => system.api('GET', path),
      followed: nothing,
    });
    const mission = { number: randomUUID(), email: address() };

    return [
      {
        what: 'a mission order is taken',
        needs: ['device-gateway'],
        ask: () => line.trySendingMissionOrder(mission.email, false, mission.number),
        followed: () => this.#one('interventions', 'mission_order where external_number = $1', mission.number),
      },
      post('a mission order is accepted', ['interventions'], `/mission-orders/${accepted}/accept`, {}, () =>
        this.#one('interventions', 'intervention_file where mission_order_id = $1', accepted),
      ),
      post('a party is made', ['parties'], '/parties', { ...party, acceptDuplicates: true }, async ({ body }) => {
        await this.#one('parties', 'party_email where email = $1', party.emails[0]);
        await this.#one('interventions', 'party_ref where id = $1', body.created.id);
        await this.#one('billing', 'party_ref where id = $1', body.created.id);
      }),
      post(
        'a part is wanted for a file',
        ['interventions', 'stock'],
        `/intervention-files/${fileId}/lines`,
        { lines: [{ kind: 'part', reference, quantity: '1' }] },
        () => this.#one('stock', 'need where origin_id = $1', fileId),
      ),
      post(
        'a customer orders a part',
        ['billing', 'stock'],
        '/customer-orders',
        { customerPartyId: consumerPartyId, lines: [{ reference, quantity: '1' }] },
        ({ body }) => this.#one('stock', 'need where origin_id = $1', body.id),
      ),
      post(
        'a goods receipt is validated',
        ['stock'],
        `/goods-receipts/${receipt.id}/validate`,
        {},
        async () => {
          await line.sagaEnds(receipt.id);
          await deliveries.receive({ ...delivery, receipts: [] });
          expect(await deliveries.effects(delivery)).toEqual(ONCE);
          expect(deliveries.arrivalMails(delivery.email)).toHaveLength(1);
        },
        receipt,
      ),
      post(
        'a finished file is billed',
        ['interventions'],
        `/intervention-files/${repaired.fileId}/bill`,
        {},
        async () => {
          await this.#one('interventions', `intervention_file where id = $1 and state = 'billed'`, repaired.fileId);
          await this.#one('stock', 'stock_movement where origin_id = $1', repaired.fileId);
          await this.#one('billing', 'document where origin_id = $1', repaired.fileId);
          const [document] = await system.rows<{ id: string }>('billing', 'select id from document where origin_id = $1', [repaired.fileId]); // prettier-ignore
          await this.#one('accounting', 'entry where document_id = $1', document?.id);
        },
      ),
      read('templates of mails are read', 'notifications', '/message-templates'),
      read('entries of the ledger are read', 'accounting', '/accounting/entries'),
      { what: 'somebody signs in', needs: ['identity'], ask: () => system.askToSignIn(), followed: nothing },
    ];
  }

  /** Waits until there is one, and never finds two. */
  async #one(service: string, from: string, param: unknown): Promise<void> {
    const rows = () => this.system.rows(service, `select 1 from ${from}`, [param]);
    await eventually(async () => ((await rows()).length > 0 ? true : undefined), { timeoutMs: 120_000 });
    expect({ from, rows: (await rows()).length }).toEqual({ from, rows: 1 });
  }
}

async function withoutFor(milliseconds: number, away: string, station: Station): Promise<void> {
  const { system, line } = station;
  const rounds = [await station.jobs(), await station.jobs()];
  await system.renewToken();
  await line.manufacturerToken(milliseconds / 1_000 + 60);
  await system.kill9(away);
  try {
    const backAt = performance.now() + milliseconds;
    const answers = new Map<Job, Answer>();
    // At once, while others still look for it, and when everybody has long known that it is gone.
    for (const [round, jobs] of rounds.entries()) {
      if (round > 0) await later(backAt - 10_000);
      for (const job of jobs) {
        const answer = await answered(job, away);
        const expected = job.needs.includes(away) ? refusalOf(away) : DONE;
        expect({ away, round, what: job.what, ...seen(answer) }).toEqual({ away, round, what: job.what, ...expected });
        answers.set(job, answer);
      }
    }
    await later(backAt);
    await system.up();
    for (const job of rounds.flat().filter(({ needs }) => needs.includes(away))) {
      // Who was refused asks again.
      answers.set(job, await eventually(async () => succeeded(await job.ask()), { timeoutMs: 60_000, everyMs: 250 }));
    }
    for (const job of rounds.flat()) await job.followed(answers.get(job) as Answer);
    await settled(system);
    // All that was on its way has come, and nothing of it a second time.
    for (const job of rounds.flat()) await job.followed(answers.get(job) as Answer);
    for (const name of names) expect({ name, dead: await system.rows(name, 'select * from dead_letter') }).toEqual({ name, dead: [] }); // prettier-ignore
  } finally {
    await system.up();
  }
}

/** What a client is told; asked again when it is that somebody is away who is there: two busy cores answer late. */
function answered(job: Job, away: string): Promise<Answer> {
  return eventually(
    async () => {
      const answer = await job.ask().catch((): Answer => ({ status: 0, body: undefined }));
      return answer.status === 503 && answer.body.params.service !== away ? undefined : answer;
    },
    { timeoutMs: 30_000, everyMs: 250 },
  );
}

const DONE = { done: true };

/** By the edge a client is told who is away and when to come back, by a door that is away itself nothing. */
const refusalOf = (away: string) =>
  away === 'device-gateway'
    ? { status: 0 }
    : { status: 503, code: 'platform.service.unavailable', service: away, retryAfter: '2' };

function seen(answer: Answer): object {
  if (succeeded(answer)) return DONE;
  const { status, body, retryAfter } = answer;
  return { status, code: body?.code as unknown, service: body?.params?.service as unknown, retryAfter };
}

const succeeded = (answer: Answer) => (answer.status >= 200 && answer.status < 300 ? answer : undefined);
const address = () => `${randomUUID()}@exemple.example`;
const nothing = async (): Promise<void> => undefined;

async function later(at: number): Promise<void> {
  await eventually(() => (performance.now() >= at ? true : undefined), { timeoutMs: AWAY_MS + 30_000, everyMs: 250 });
}
