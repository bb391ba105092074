import { randomUUID } from 'node:crypto';
import { demoStations } from '@navette/identity';
import { DomainError } from '@navette/kernel';
import { envName } from '@navette/platform/config';
import { connectionOf } from '@navette/platform/database';
import { createRpcClient, type CallContext } from '@navette/platform/rpc';
import { NETWORK_ROLES, RIGHTS, type NetworkRole, type Role } from '@navette/reference';
import { eventually } from '@navette/testing';
import pg from 'pg';
import { services } from '../../apps/solo/src/services.js';
import { settled } from './crash.js';
import { MainLine } from './main-line.js';
import type { Body, Method } from './requests.js';
import { NOTHING, ROWS, type World } from './rows.js';
import { patiently, System } from './system.js';

const CODES = { here: 'ARR', there: 'LIL' } as const;

/** How a call ended: what was answered, or how it was refused. */
export interface Told {
  readonly ok?: unknown;
  readonly code?: string;
  readonly params?: unknown;
  readonly fields?: unknown;
}

/** The suite with all kinds of rows in two stations of one network, and people who work in one of them alone. */
export class TwoStations {
  readonly #clients = new Map<string, { close(): void }>();

  private constructor(
    readonly system: System,
    /** Where the callers work. */
    readonly here: World,
    /** The other station. */
    readonly there: World,
    /** Of the manufacturer's program here. */
    private readonly secret: string,
  ) {}

  static async start(): Promise<TwoStations> {
    const system = await System.start({ env: { NAVETTE_RATE_LIMIT_PER_SECOND: '10000' } });
    try {
      return await TwoStations.#filled(system);
    } catch (error) {
      await system.remove();
      throw error;
    }
  }

  static async #filled(system: System): Promise<TwoStations> {
    await fill(system, CODES.there);
    const secret = await fill(system, CODES.here);
    for (const code of Object.values(CODES)) await leaveTraces(system, demoStations[code]);
    await addUser(system, 'administrator');
    await signIn(system, 'administrator');
    await settled(system);
    const [here, there] = [await world(system, demoStations.ARR), await world(system, demoStations.LIL)];
    return new TwoStations(system, here, there, secret);
  }

  async remove(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    await this.system.remove();
  }

  /** Access token of somebody who works here alone, with this role. */
  async tokenOf(role: Role | NetworkRole): Promise<string> {
    const known = await this.system.rows('identity', 'select 1 from app_user where login = $1', [loginOf(role)]);
    if (known.length === 0) await addUser(this.system, role);
    return signIn(this.system, role);
  }

  /** Access token of a manufacturer's program that may write to this station alone. */
  async tokenOfClient(): Promise<string> {
    const grant = { grant_type: 'client_credentials', client_id: this.here.machineClient, client_secret: this.secret };
    const url = `${this.system.url('device-gateway')}/v1/oauth/token`;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(grant) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  /** A call as whoever has the token; what came of it. */
  async call({ service, definition, name, label }: Method, request: Body, token: string): Promise<Told> {
    const key = `${service}/${Object.values(definition)[0]?.path}`;
    let client = this.#clients.get(key);
    if (client === undefined) {
      const address = this.system.env[`NAVETTE_${envName(service)}_GRPC_URL`] as string;
      client = createRpcClient(definition, address, service, 10);
      this.#clients.set(key, client);
    }
    const [requestId, idempotencyKey] = [randomUUID(), randomUUID()];
    const ask = (client as unknown as Record<string, (request: Body, call: CallContext) => Promise<unknown>>)[name];
    if (ask === undefined) throw new Error(`no client of ${label}`);
    for (let tries = 1; ; tries++)
      try {
        return { ok: await ask(request, { token, requestId, correlationId: requestId, idempotencyKey }) };
      } catch (error) {
        if (!(error instanceof DomainError)) throw new Error(`${label} broke`, { cause: error });
        // A machine that is busy elsewhere; under its key the call is still the same.
        if (error.kind === 'unavailable' && tries < 5) continue;
        return { code: error.code, params: error.params, fields: error.fields };
      }
  }

  /** What an answer says, whichever of the rows it is about. */
  meaning(told: unknown): string {
    let text = JSON.stringify(told) ?? '';
    for (const id of [...Object.values(this.there), ...Object.values(this.here), ...Object.values(NOTHING)])
      text = text.replaceAll(id, '<id>');
    return text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/[A-Z]{3}-[A-Z]{2}-\d{4}-\d{6}/g, '<number>')
      .replace(/walk-[0-9a-f]{5,8}/g, '<text>');
  }

  /** What became of messages, by consumer and id: `handled`, or `failed` once at least. */
  async outcomes(service: string, ids: readonly string[]): Promise<Map<string, 'handled' | 'failed'>> {
    const rows = await this.system.rows<{ key: string; how: 'handled' | 'failed' }>(
      service,
      `select consumer || ' ' || message_id as key, 'failed' as how from handler_failure where message_id = any ($1)
       union all select consumer || ' ' || message_id, 'failed' from dead_letter where message_id = any ($1)
       union all select consumer || ' ' || message_id, 'handled' from inbox where message_id::text = any ($1)`,
      [ids],
    );
    return new Map(rows.map(({ key, how }) => [key, how]));
  }

  /** One digest per table of the rows that belong to a station, and of those of the network that are about it. */
  async digests(stationId: string, rows: World): Promise<Record<string, string>> {
    const sql = 'select 1 from outbox where station_id = $1 and published_at is null';
    for (const { name } of withDatabase)
      // What is published is marked a moment after.
      await eventually(async () => ((await this.system.rows(name, sql, [stationId])).length === 0 ? true : undefined));
    const digests: Record<string, string> = {};
    for (const { name } of withDatabase)
      for (const { table, column } of await this.tables(name)) {
        const about = column === null ? 't::text ~ $1' : `${column} = $1`;
        const value = column === null ? [rows.user, rows.company, stationId].join('|') : stationId;
        const sql = `select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, '\n' order by t::text)), '') as digest from ${table} t where ${about}`;
        const [row] = await this.system.rows<{ digest: string }>(name, sql, [value]);
        digests[`${name}.${table}`] = row?.digest ?? '';
      }
    return digests;
  }

  /** A connection of a service's own role, in no station yet. */
  async connect(service: string, role: 'app' | 'network'): Promise<pg.Client> {
    const variable = (name: string) => this.system.env[`NAVETTE_${envName(service)}_DATABASE_${name}`] as string;
    const config = { service, prefix: this.system.env['NAVETTE_PREFIX'] as string, url: variable('URL') };
    const password = variable(`${role.toUpperCase()}_PASSWORD`);
    const client = new pg.Client(connectionOf({ ...config, passwords: { [role]: password } }, role));
    await client.connect();
    return client;
  }

  /** A request to the edge. */
  async http(method: string, path: string, token: string, body: unknown, seen: string): Promise<Told> {
    const headers = {
      authorization: `Bearer ${token}`,
      'x-request-id': 'walk',
      'idempotency-key': randomUUID(),
      'if-match': `"${seen}.99"`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const { status, body: answer } = await patiently(async () => {
      const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await fetch(`${this.system.url('api')}${path}`, sent);
      return { status: response.status, body: await response.text() };
    });
    return { code: String(status), ok: answer };
  }

  /** Tables of a service, with the column that says whose a row is; the timers' own book-keeping apart. */
  tables(service: string): Promise<{ table: string; column: string | null }[]> {
    return this.system.rows(
      service,
      `select t.table_name::text as table, (
         select column_name::text from information_schema.columns c
         where c.table_name = t.table_name and column_name in ('station_id', 'for_station_id', 'home_station_id')
         order by column_name desc limit 1) as column
       from information_schema.tables t
       where table_schema = 'public' and table_name not in ('timer', 'migration') order by 1`,
    );
  }
}

const loginOf = (role: Role | NetworkRole) => `arras.${role.replace('_', '-')}`;

async function addUser(system: System, role: Role | NetworkRole): Promise<void> {
  await system.workIn(CODES.here);
  const ofNetwork = NETWORK_ROLES.some((one) => one === role);
  const login = loginOf(role);
  const work = { role: ofNetwork ? 'technician' : role };
  const { id } = await system.done('POST', '/users', { person: { login, name: login, email: '' }, work });
  if (ofNetwork) {
    await system.done('PUT', `/users/${id}/network-role`, { networkRole: role });
    await system.done('DELETE', `/users/${id}/stations/${demoStations.ARR}`);
  }
  // Theirs is the demo's password: what is proved here is not how people come by one.
  const sql = `update app_user set password_hash = (select password_hash from app_user where login = 'demo') where id = $1`;
  await system.rows('identity', sql, [id]);
}

async function signIn(system: System, role: Role | NetworkRole): Promise<string> {
  const { status, body } = await patiently(() => system.askToSignIn(CODES.here, loginOf(role)));
  if (status !== 200) throw new Error(`${role} could not sign in: ${JSON.stringify(body)}`);
  return body.accessToken as string;
}

/** Parts asked of a third station, of which neither of the two walked through sees the other's half. */
async function askSister(system: System, line: MainLine, code: string, reference: string): Promise<void> {
  await system.workIn('LEN');
  const same = (await line.parts(200)).find((part) => part.reference === reference);
  await system.done('POST', '/stock-corrections', { partId: same?.id, quantity: '600', reason: 'Marche' });
  await system.workIn(code);
  const { fileId } = await line.openFile();
  const needId = await line.addPart(fileId, reference, '500');
  await eventually(
    async () => {
      const { status } = await system.api('GET', `/needs/${needId}`);
      return status === 200 ? true : undefined;
    },
    { timeoutMs: 60_000 },
  );
  await system.done('POST', '/station-transfers', { needId, stationId: demoStations.LEN, quantity: '400' });
}

/** Every kind of row in a station, made as clerks and manufacturers would; the secret of a program there. */
async function fill(system: System, code: string): Promise<string> {
  await system.workIn(code);
  const line = new MainLine(system);
  const [first, second, third] = (await line.parts(3)) as [Part, Part, Part];

  const billed = await line.openFile();
  const need = await line.addPart(billed.fileId, first.reference);
  // Labour that no other station has under that name.
  const labour = `MO-MARCHE-${code}`;
  await system.done('POST', '/parts', { kind: 'special_item', reference: labour, designation: 'Marche', ventilationCode: 'MO' }); // prettier-ignore
  const [order = ''] = await line.order([need]);
  const receipt = await line.draftReceipt(order);
  await line.validate(receipt);
  await line.sagaEnds(receipt.id);
  await bill(system, billed.fileId, labour);
  // One more of what it used, to go back to the supplier.
  await system.done('POST', '/stock-corrections', { partId: first.id, quantity: '1', reason: 'Marche' });
  const {
    lines: [line1],
  } = await system.read(`/goods-receipts/${receipt.id}`);
  const back = [{ receiptLineId: line1.id as string, quantity: '1', reason: 'defective' }];
  await system.done('POST', '/supplier-returns', { goodsReceiptId: receipt.id, lines: back });
  const { id: noteId } = await system.done('POST', '/stock-notes', {
    kind: 'stock_in',
    lines: [{ partId: first.id, quantity: '1' }],
  });
  await system.api('POST', `/stock-notes/${noteId}/attachments?name=marche.png`, PICTURE, { type: 'image/png' });
  await askSister(system, line, code, third.reference);
  // And one that waits for its customer.
  await system.done('POST', '/stock-corrections', { partId: first.id, quantity: '1', reason: 'Marche' });
  const { consumerPartyId: buyer } = await system.read(`/intervention-files/${billed.fileId}`);
  await line.customerOrder(buyer as string, first.reference, '1', 'delivery');

  const drafted = await line.openFile();
  const { consumerPartyId } = await system.read(`/intervention-files/${drafted.fileId}`);
  const party = await system.read(`/parties/${consumerPartyId}`);
  const terms = { ...party.billingTerms, billingType: 'invoice_now' };
  await system.done('PUT', `/parties/${party.id}/billing-terms`, terms, { seen: party });
  await eventually(async () => {
    const sql = `select 1 from billing_terms_ref where party_id = $1 and billing_type = 'invoice_now'`;
    return (await system.rows('billing', sql, [party.id])).length === 1 ? true : undefined;
  });
  await bill(system, drafted.fileId);

  // Sent back unbilled, with its note.
  const shipped = await line.openFile();
  await system.done('POST', `/intervention-files/${shipped.fileId}/finish`);
  await system.done('POST', `/intervention-files/${shipped.fileId}/ship`);
  await eventually(async () => {
    const { notes } = await system.read(`/shuttle-notes?originId=${shipped.fileId}`);
    return notes.length === 1 ? true : undefined;
  });

  const open = await line.openFile();
  const waiting = await line.addPart(open.fileId, second.reference);
  const [sent = ''] = await line.order([waiting]);
  const draft = await line.draftReceipt(sent);
  await system.done('POST', `/goods-receipts/${draft.id}/scan`, { code: second.reference, acceptOverReceipt: true });
  await line.addPart(open.fileId, third.reference);
  await line.customerOrder(consumerPartyId as string, third.reference);
  await line.acceptable(await line.sendMissionOrder(`${randomUUID()}@exemple.example`, false));

  for (const role of ['customer', 'supplier']) {
    await system.done('POST', '/families', { role, code: 'MARCHE', label: 'Famille' });
  }
  // The demo's references are the same everywhere; this one tells whose the part is.
  const { id: partId } = await system.done('POST', '/parts', { reference: `MARCHE-${code}`, designation: 'Marche', ventilationCode: 'PIECE' }); // prettier-ignore
  await system.done('POST', '/stock-corrections', { partId, quantity: '2', unitCost: '3', reason: 'Marche' });
  for (const pictured of [partId, first.id, second.id, third.id] as string[])
    await system.api('POST', `/parts/${pictured}/images`, PICTURE, { type: 'image/png' });
  const counted = { scope: { kind: 'selection', partIds: [partId] } };
  const { id: inventoryId } = await system.done('POST', '/inventories', counted);
  const { link } = await system.done('POST', `/inventories/${inventoryId}/links`);
  await system.done('POST', '/count/join', { secret: String(link).split('#')[1], counter: 'Marche' });
  const listed = async (kind: string) => (await system.read(`/catalogue-entries?filter[kind][eq]=${kind}&limit=1`)).entries[0].id as string; // prettier-ignore
  await system.done('POST', '/catalogue-entries', { kind: 'stock_place', code: 'MARCHE', label: 'Camion', placeType: 'van' }); // prettier-ignore
  await system.done('POST', '/products', { brandId: await listed('brand'), typeId: await listed('appliance_type'), commercialReference: 'MARCHE' }); // prettier-ignore
  await system.done('POST', '/commission-scales', { code: 'MARCHE', label: 'Barème' });
  await system.done('POST', '/representatives', { code: 'MARCHE', name: 'Commercial' });
  const person = { login: `nobody.${code}`, name: 'Personne', email: `nobody.${code}@exemple.example` };
  await system.done('POST', '/users', { person, work: { role: 'technician' }, mailLink: true });
  const rights = RIGHTS.filter((right) => right.startsWith('device-gateway:'));
  const client = await system.done('POST', '/machine-clients', { name: `client of ${code}`, rights });
  await new MainLine(system, { id: client.clientId, secret: client.secret }).sendMissionOrder(`${randomUUID()}@exemple.example`, false); // prettier-ignore
  await system.rows(
    'device-gateway',
    `insert into parts_order (client_id, id, for_station_id, number, state, deposited_at, updated_at, line_count, missing)
     values ($1, $2, $3, $4, 'waiting', now(), now(), 0, 0)`,
    [client.clientId, randomUUID(), demoStations[code as keyof typeof demoStations], `${code}-CF-2026-900001`],
  );
  return client.secret as string;
}

/** One pixel. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'); // prettier-ignore

interface Part {
  readonly id: string;
  readonly reference: string;
}

async function bill(system: System, fileId: string, reference = 'MO-ATELIER'): Promise<void> {
  const lines = [{ kind: 'special_item', reference, quantity: '1', unitPrice: '49.90' }];
  await eventually(async () => {
    const { body } = await system.api('GET', `/intervention-files/${fileId}`);
    const arrived = (body.lines as { quantityAllocated: string; quantity: string }[]).every((one) => one.quantityAllocated === one.quantity); // prettier-ignore
    return arrived ? true : undefined;
  });
  await system.done('POST', `/intervention-files/${fileId}/lines`, { lines });
  await system.done('POST', `/intervention-files/${fileId}/finish`);
  await system.done('POST', `/intervention-files/${fileId}/bill`);
  await eventually(async () => {
    const sql = `select (select count(*) from document where origin_id = $1) + (select count(*) from draft_invoice where origin_id = $1) as n`;
    const [row] = await system.rows<{ n: string }>('billing', sql, [fileId]);
    return row?.n === '0' ? undefined : true;
  });
}

/** A saga that ended and a dead letter that is settled, in every service: to be read, and refused to who would touch them. */
async function leaveTraces(system: System, stationId: string): Promise<void> {
  const [saga, letter] = [randomUUID(), randomUUID()];
  for (const { name } of withDatabase) {
    await system.rows(
      name,
      `insert into saga (station_id, id, network_id, type, correlation_key, correlation_id, state, data, data_version,
         status, problem, version, started_at, updated_at)
       values ($1, $2::uuid, $2::uuid, 'walk', $2::text, $2::text, 'ended', '{}', 1, 'done', '', 1, now(), now())`,
      [stationId, saga],
    );
    await system.rows(
      name,
      `insert into dead_letter (id, consumer, message_id, message_type, station_id, aggregate_id, subject, payload,
         headers, error, failures, state, created_at, closed_at)
       values ($1::uuid, 'walk', $1::text, 'walk', $2, $1::text, 'walk', '', '{}', 'walk', 1, 'resolved', now(), now())`,
      [letter, stationId],
    );
    await system.rows(
      name,
      `insert into audit (id, station_id, at, actor_kind, actor_id, operation, entity_type, entity_id, request_id)
       values ($1::uuid, $2, now(), 'system', 'walk', 'walk', 'walk', $1::text, '')`,
      [saga, stationId],
    );
  }
  // A file that waits for its columns.
  await system.rows(
    'parties',
    `insert into party_import (station_id, id, version, file_name, format, state, done, total, header, columns,
       default_kind, created_at)
     values ($1, $2, 1, 'walk.csv', 'csv', 'mapping', 1, 1, '{Nom}', '[]', 'consumer', now())`,
    [stationId, randomUUID()],
  );
  await system.rows(
    'stock',
    `insert into price_list (station_id, id, version, file_name, format, state, done, total, done_line, header, examples, terms,
       created_at)
     values ($1, $2, 1, 'walk.csv', 'csv', 'mapping', 0, 1, 0, '{Référence}', '[]', '{"columns": []}', now())`,
    [stationId, randomUUID()],
  );
}

export const withDatabase = services.filter(({ migrations }) => migrations !== undefined);

async function world(system: System, stationId: string): Promise<World> {
  const ids = await Promise.all(
    Object.entries(ROWS).map(([entity, [service, sql]]) =>
      // The events that make the last of them may be on their way.
      eventually(
        async () => {
          const [row] = await system.rows<{ id: string }>(service, `${sql} limit 1`, [stationId]);
          return row && ([entity, row.id] as const);
        },
        { timeoutMs: 30_000 },
      ).catch((cause: unknown) => Promise.reject(new Error(`no ${entity}`, { cause }))),
    ),
  );
  return Object.fromEntries(ids) as World;
}
