import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoStations } from '@navette/identity';
import { NETWORK_ROLES, rightsOfRole, ROLES } from '@navette/reference';
import { stationToken } from '@navette/platform/messaging';
import { eventually } from '@navette/testing';
import { services } from '../apps/solo/src/services.js';
import { BusWitness } from './support/bus.js';
import { handlersOf, idsIn, messageOf, methodsOf, requestOf, unnamedIds, type Method } from './support/requests.js';
import { routes } from './support/routes.js';
import { NOTHING, type Entity, type World } from './support/rows.js';
import { SAMPLES } from './support/samples.js';
import { TwoStations, withDatabase } from './support/two-stations.js';

const methods = services.flatMap(methodsOf);

/** Rows that all stations of a network know of, by lists of their own; what is changed of them is refused. */
const OF_NETWORK: readonly Entity[] = ['station', 'company', 'machineClient', 'signInProvider', 'manufacturer'];

/** Methods that answer before they look for the row, whoever it belongs to, and why. */
const ANSWERS_BEFORE: Readonly<Record<string, string>> = {
  'identity.GetPasswordLinkMail': 'for our own services alone',
  'identity.SetNetworkRole': 'for whoever has the right in every station of the network',
  'accounting.GetCustomerBalance': 'who has nothing owes nothing',
  'billing.ListDealingsOfCustomer': 'the party of the walk has none',
  'interventions.ListFilesOfParty': 'the party of the walk has none',
  'notifications.ExportPersonalData': 'the party of the walk got no message',
  'stock.RecordCounts': 'a phone shows its token first',
  'stock.FindCatalogueItems': 'a customer without a price of their own has everybody’s',
};

let two: TwoStations;

beforeAll(async () => void (two = await TwoStations.start()), 180_000);
afterAll(() => two?.remove(), 120_000);

const sampleOf = ({ label }: Method) => (SAMPLES[label] ?? SAMPLES[label.replace(/^[^.]+/, '*')] ?? (() => ({})))();
const idsOf = (method: Method) => [...idsIn(method.input, sampleOf(method))].filter(([, entity]) => !OF_NETWORK.includes(entity)); // prettier-ignore
const asked = methods.filter((method) => idsOf(method).length > 0);

const isQuestion = ({ name }: Method) => /^(get|list|find|search|preview|explain|print)/.test(name);

/** A request in which the field at `path`, or each where there is none, names a row of `world`; the others one of ours. */
function request(method: Method, world: World, path?: string) {
  const idOf = (entity: Entity, at: string) => (path === undefined || path === at ? world : two.here)[entity];
  return requestOf(method.input, idOf, sampleOf(method));
}

const tokenFor = async () => {
  const [person, program] = [await two.tokenOf('administrator'), await two.tokenOfClient()];
  return ({ service, name }: Method) =>
    service === 'device-gateway' && /MissionOrder|PartsOrder/.test(name) ? program : person;
};

describe('ID-10 another station’s rows', () => {
  it('are answered like rows that do not exist, are not changed, and stand in no answer, whatever the method', async () => {
    const before = await two.digests(demoStations.LIL, two.there);
    const token = await tokenFor();
    const [differ, shown]: [string[], string[]] = [[], []];
    for (const method of methods) {
      const paths = idsOf(method).map(([path]) => path);
      for (const path of paths.length > 1 ? [undefined, ...paths] : [undefined]) {
        const [nothing, foreign] = [
          await two.call(method, request(method, NOTHING, path), token(method)),
          await two.call(method, request(method, two.there, path), token(method)),
        ];
        if (paths.length > 0 && two.meaning(nothing) !== two.meaning(foreign))
          differ.push(`${method.label} ${path ?? ''}: ${JSON.stringify(nothing)} | ${JSON.stringify(foreign)}`);
        const ofNetwork = [...idsIn(method.input, sampleOf(method)).values()].some((one) => OF_NETWORK.includes(one));
        if (path === undefined && paths.length === 0 && ofNetwork && !isQuestion(method) && foreign.ok !== undefined)
          differ.push(`${method.label} was done to a row of the network that is another station’s`);
        const text = JSON.stringify(foreign.ok) ?? '';
        for (const [entity, id] of Object.entries(two.there))
          if (!OF_NETWORK.includes(entity as Entity) && text.includes(id)) shown.push(`${method.label}: ${entity}`);
      }
    }
    expect(differ).toEqual([]);
    expect(shown).toEqual([]);
    expect(await two.digests(demoStations.LIL, two.there)).toEqual(before);
  }, 120_000);

  it('are named by every field that holds an id', () => {
    expect(methods.flatMap(({ input }) => unnamedIds(input))).toEqual([]);
  });

  it('are what each method was asked about: of our own row it says something else', async () => {
    const token = await tokenFor();
    const unreached: string[] = [];
    // Questions first: commands change what there is to ask about.
    for (const method of [...asked.filter(isQuestion), ...asked.filter((one) => !isQuestion(one))]) {
      const nothing = await two.call(method, request(method, NOTHING), token(method));
      const own = await two.call(method, request(method, two.here), token(method));
      if (two.meaning(nothing) === two.meaning(own)) unreached.push(method.label);
    }
    expect(asked.length).toBeGreaterThan(100);
    expect(unreached.sort()).toEqual(Object.keys(ANSWERS_BEFORE).sort());
  }, 120_000);
});

describe.each([...ROLES, ...NETWORK_ROLES])('ID-4 the role %s', (role) => {
  it('is refused every method whose right it lacks, and has changed nothing', async () => {
    const token = await two.tokenOf(role);
    const before = await two.digests(demoStations.ARR, two.here);
    const held = rightsOfRole(role);
    const lacking = methods.filter(({ access }) => 'right' in access && !held.includes(access.right));
    const letIn: string[] = [];
    for (const method of lacking) {
      const told = await two.call(method, request(method, two.here), token);
      if (told.code !== 'platform.request.forbidden') letIn.push(`${method.label} ${JSON.stringify(told)}`);
    }
    expect(letIn).toEqual([]);
    // What is the network's to say is not a station's administrator's.
    expect(lacking.length).toBeGreaterThan(0);
    expect(await two.digests(demoStations.ARR, two.here)).toEqual(before);
  });
});

describe.each(withDatabase.map(({ name }) => name))('ID-10 row-level security of %s alone', (service) => {
  it('hides the other station’s rows from the service’s own role, and keeps it from writing any', async () => {
    const app = await two.connect(service, 'app');
    const refused = (sql: string, params: unknown[]) =>
      app.query(sql, params).then(({ rowCount }) => rowCount ?? 0, ({ code }: { code: string }) => code); // prettier-ignore
    const wrong: string[] = [];
    let tables = 0;
    for (const { table, column } of await two.tables(service)) {
      // What is sent stands outside of row-level security: whoever writes it can't read it (ADR 6).
      if (column !== 'station_id' || table === 'outbox') continue;
      const columns = await columnsOf(service, table);
      const [theirs] = await two.system.rows(service, `select ${columns} from ${table} where station_id = $1 limit 1`, [demoStations.LIL]); // prettier-ignore
      if (theirs === undefined) continue;
      tables++;
      for (const station of [demoStations.ARR, '']) {
        await app.query(`select set_config('app.station_id', $1, false)`, [station]);
        const seen = await refused(`select 1 from ${table} where station_id = $1`, [demoStations.LIL]);
        const changed = await refused(`update ${table} set station_id = station_id where station_id = $1`, [demoStations.LIL]); // prettier-ignore
        const removed = await refused(`delete from ${table} where station_id = $1`, [demoStations.LIL]);
        const added = await refused(`insert into ${table} (${columns}) select ${columns} from json_populate_record(null::${table}, $1)`, [JSON.stringify(theirs)]); // prettier-ignore
        // 42501: the privilege is not there, or the policy refuses the row.
        if ([seen, changed, removed].some((one) => one !== 0 && one !== '42501') || added !== '42501')
          wrong.push(`${table} in ${station || 'no station'}: ${[seen, changed, removed, added].join()}`);
      }
    }
    await app.end();
    expect(wrong).toEqual([]);
    expect(tables).toBeGreaterThan(3);
  });

  it('shows its reader of several stations those it was given alone', async () => {
    const reader = await two.connect(service, 'network');
    await reader.query(`select set_config('app.stations', $1, false)`, [demoStations.ARR]);
    const seen: string[] = [];
    for (const { table, column } of await two.tables(service)) {
      if (column !== 'station_id') continue;
      const rows = await reader.query(`select 1 from ${table} where station_id <> $1`, [demoStations.ARR]).then(({ rowCount }) => rowCount, () => 0); // prettier-ignore
      if (rows !== 0) seen.push(table);
    }
    await reader.end();
    expect(seen).toEqual([]);
  });
});

/** Columns of a table that can be written. */
async function columnsOf(service: string, table: string): Promise<string> {
  const rows = await two.system.rows<{ name: string }>(
    service,
    `select '"' || column_name || '"' as name from information_schema.columns
     where table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
    [table],
  );
  return rows.map(({ name }) => name).join();
}

describe('ID-10 every route with an id', () => {
  it('answers 404 for a row of another station, word for word as for one that does not exist', async () => {
    const token = await two.tokenOf('administrator');
    const before = await two.digests(demoStations.LIL, two.there);
    const wrong: string[] = [];
    const walked = routes().filter(({ ids }) => ids.some(([, entity]) => !OF_NETWORK.includes(entity)));
    for (const { id, method, ids, pathOf, seen, body } of walked) {
      const names = ids.map(([name]) => name);
      for (const name of names.length > 1 ? [undefined, ...names] : [undefined]) {
        const of = (world: World) => (entity: Entity, at: string) =>
          (name === undefined || name === at ? world : two.here)[entity];
        const ask = (world: World) => two.http(method, pathOf(of(world)), token, body(of(world)), seen(of(world))); // prettier-ignore
        const [nothing, foreign] = [await ask(NOTHING), await ask(two.there)];
        const differ = two.meaning(nothing) !== two.meaning(foreign);
        if (differ || (foreign.code !== '404' && name === undefined && !names.some((one) => one.startsWith('?'))))
          wrong.push(`${id} ${name ?? ''}: ${JSON.stringify(nothing)} | ${JSON.stringify(foreign)}`);
      }
    }
    expect(wrong.filter((one) => !one.startsWith('setNetworkRole '))).toEqual([]);
    expect(walked.length).toBeGreaterThan(60);
    expect(await two.digests(demoStations.LIL, two.there)).toEqual(before);
  }, 60_000);
});

describe('ID-10 a message', () => {
  it('of one station about another’s rows changes nothing of the other, whoever handles it', async () => {
    const bus = await BusWitness.open(two.system);
    const before = await two.digests(demoStations.LIL, two.there);
    const said = await bus.messages();
    const handlers = services.flatMap(handlersOf);
    const sent: { service: string; durable: string; id: string }[] = [];
    for (const { service, durable, type, base } of handlers) {
      const toThem = `${base}.${stationToken(demoStations.LIL)}`;
      // What was really said in the other station, and what the contract makes of its ids.
      const real = said.filter(({ subject }) => subject.endsWith(toThem)).slice(0, 5);
      const madeUp = { data: type.encode(messageOf(type, two.there)), headers: undefined };
      for (const { data, headers } of [...real, madeUp])
        sent.push({ service, durable, id: await bus.sayAs(demoStations.ARR, type.type, base, data, headers) });
    }
    await eventually(
      async () => {
        const found = new Map<string, string>();
        for (const { name } of withDatabase)
          for (const one of await two.outcomes(name, sent.map(({ id }) => id))) found.set(...one); // prettier-ignore
        return sent.every(({ durable, id }) => found.has(`${durable} ${id}`)) ? true : undefined;
      },
      { timeoutMs: 60_000, everyMs: 200 },
    );
    await bus.close();
    expect(handlers.length).toBeGreaterThan(60);
    expect(await two.digests(demoStations.LIL, two.there)).toEqual(before);
  }, 120_000);
});
