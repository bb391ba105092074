import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SagaReplyMessage } from '@navette/contracts';
import { ListQuery } from '@navette/contracts/common/v1/common';
import { OperationsServiceService as Operations } from '@navette/contracts/operations/v1/service';
import { ManualClock, newId, systemClock } from '@navette/kernel';
import { sortsWithoutIndex, type TestTenant } from '@navette/testing';
import {
  effects,
  elsewhere,
  here,
  participant,
  probeSaga,
  scope,
  startProbe,
  type Probe,
} from '../../test/saga-probe.js';
import { Bus, replySubject, stationToken } from '../messaging/index.js';
import { SagaRunner } from '../saga/index.js';
import { sagaList } from '../saga/saga-view.js';

const READ = ['operations:saga.read', 'operations:dead-letter.read'];
const ALL = [
  ...READ,
  'operations:saga.retry',
  'operations:saga.resolve',
  'operations:dead-letter.retry',
  'operations:dead-letter.resolve',
];
const clock = new ManualClock(new Date().toISOString());

let probe: Probe;
const client = () => probe.stock.client(Operations);
const as = (tenant: TestTenant, rights: readonly string[] = ALL, idempotencyKey?: string) =>
  probe.stock.as(tenant, rights, idempotencyKey === undefined ? {} : { idempotencyKey });
const refusal = (code: string) => expect.objectContaining({ code });
const begin = (keys: readonly string[], correlationKey = newId(systemClock)) =>
  probe.stock.db.tenantTx(scope(), (tx) =>
    probe.stock.running.get(SagaRunner).start(tx, probeSaga, { correlationKey, data: { keys, patience: null } }),
  );
/** A message that failed, as the consumers leave it. */
async function letter(station: string | null = here.stationId): Promise<string> {
  const id = newId(systemClock);
  await probe.stock.admin.query(
    `insert into dead_letter (id, consumer, message_id, message_type, station_id, aggregate_id, subject, payload, headers,
       error, failures, created_at)
     values ($1, 'stock__gone', $2, 'navette.probe.v1.Noted', $3, '', 'navette.probe.v1.evt.noted.x', '', '{}', 'Error: x', 6,
       now())`,
    [id, newId(systemClock), station],
  );
  return id;
}

beforeAll(async () => {
  probe = await startProbe(clock, `t${newId(systemClock).replaceAll('-', '').slice(-10)}`);
});
afterAll(() => probe?.stop());
beforeEach(() => {
  participant.silent = true;
  delete effects.refuse;
});

describe('ST-24 operators see sagas', () => {
  it('in lists by status and type, and one with all it asked and did', async () => {
    const id = await begin(['a', 'b'], 'receipt-1');
    const { sagas } = await client().listSagas(
      { query: undefined, status: 'running', type: 'probe', limit: 0 },
      await as(here, READ),
    );
    expect(sagas.find((saga) => saga.id === id)).toMatchObject({ correlationKey: 'receipt-1', state: 'confirming' });
    expect(
      (await client().listSagas({ query: undefined, status: 'done', type: '', limit: 0 }, await as(here))).sagas,
    ).toEqual([]);
    const saga = await client().getSaga({ id }, await as(here));
    expect(saga.items).toMatchObject([
      { key: 'a', participant: 'confirm', state: 'open', asked: 1 },
      { key: 'b', participant: 'confirm', state: 'open', asked: 1 },
    ]);
    expect(saga.history.map(({ what }) => what)).toEqual(['started', 'reserve']);
    expect(saga.deadlineAt).toBe(clock.now().add({ seconds: 30 }).toString());
  });

  it('retry and resolve them, once for an idempotency key', async () => {
    const id = await begin(['a', 'b']);
    const key = newId(systemClock);
    for (let i = 0; i < 2; i++) await client().retrySaga({ id }, await as(here, ALL, key));
    expect((await client().getSaga({ id }, await as(here))).items[0]).toMatchObject({ asked: 2 });
    const resolved = await client().resolveSaga(
      { id, itemKeys: [], outcome: 'done', note: 'by telephone' },
      await as(here),
    );
    expect(resolved).toMatchObject({ status: 'done', state: 'confirmed' });
    const again = client().resolveSaga({ id, itemKeys: [], outcome: 'done', note: 'x' }, await as(here));
    await expect(again).rejects.toMatchObject(refusal('platform.saga.ended'));
    const trail = await probe.stock.admin.query(
      `select operation from audit where entity_type = 'saga' and entity_id = $1 and operation like 'operations:%' order by at, id`,
      [id],
    );
    expect(new Set(trail.rows.map(({ operation }) => operation as string))).toEqual(
      new Set(['operations:saga.retry', 'operations:saga.resolve']),
    );
  });

  it('need the right of each call', async () => {
    const id = await begin(['a']);
    const forbidden = refusal('platform.request.forbidden');
    const call = await as(here, READ);
    await expect(client().retrySaga({ id }, call)).rejects.toMatchObject(forbidden);
    await expect(client().resolveSaga({ id, itemKeys: [], outcome: 'done', note: 'x' }, call)).rejects.toMatchObject(
      forbidden,
    );
    await expect(client().retryDeadLetter({ id }, call)).rejects.toMatchObject(forbidden);
    await expect(client().resolveDeadLetter({ id, note: 'x' }, call)).rejects.toMatchObject(forbidden);
    const other = await as(here, ['stock:probe.ping']);
    await expect(client().listSagas({ query: undefined, status: '', type: '', limit: 0 }, other)).rejects.toMatchObject(
      forbidden,
    );
    await expect(client().getDeadLetter({ id }, other)).rejects.toMatchObject(forbidden);
  });
});

describe('ST-24 operators see dead letters', () => {
  it('close them by hand, with the reason, once', async () => {
    const id = await letter();
    const closed = await client().resolveDeadLetter({ id, note: 'sent by telephone' }, await as(here));
    expect(closed).toMatchObject({ id, state: 'resolved' });
    const { rows } = await probe.stock.admin.query('select note, closed_by from dead_letter where id = $1', [id]);
    expect(rows).toEqual([{ note: 'sent by telephone', closed_by: expect.stringMatching(/^user:/) }]);
    const again = client().resolveDeadLetter({ id, note: 'x' }, await as(here));
    await expect(again).rejects.toMatchObject(refusal('platform.dead-letter.closed'));
    expect(await auditOf(id)).toEqual([
      { station_id: here.stationId, actor_kind: 'user', operation: 'operations:dead-letter.resolve' },
    ]);
  });

  it('are told when the handler is gone', async () => {
    const id = await letter();
    await expect(client().retryDeadLetter({ id }, await as(here))).rejects.toMatchObject(
      refusal('platform.dead-letter.handler-gone'),
    );
  });

  it('retry one: it reaches its handler as if it had just come, once', async () => {
    const sagaId = await begin(['a']);
    const { rows } = await probe.stock.admin.query('select request_id from saga_item where saga_id = $1', [sagaId]);
    const { request_id: requestId } = rows[0] as { request_id: string };
    const id = await letter();
    const payload = SagaReplyMessage.encode({
      sagaId,
      requestId,
      outcomes: [{ itemKey: 'a', outcome: 'done', data: {} }],
    });
    const headers = {
      'Navette-Id': newId(systemClock),
      'Navette-Type': SagaReplyMessage.type,
      'Navette-Aggregate-Type': 'saga',
      'Navette-Aggregate-Id': sagaId,
      'Navette-Aggregate-Version': '0',
      'Navette-Station': here.stationId,
      'Navette-Network': here.networkId,
      'Navette-Actor': 'system:interventions',
      'Navette-Occurred-At': clock.now().toString(),
    };
    const subject = probe.stock.running
      .get(Bus)
      .prefixed(`${replySubject('stock', 'probe')}.${stationToken(here.stationId)}`);
    await probe.stock.admin.query(
      'update dead_letter set consumer = $2, payload = $3, headers = $4, subject = $5 where id = $1',
      [id, 'stock__saga-probe', Buffer.from(payload), JSON.stringify(headers), subject],
    );
    expect(await client().retryDeadLetter({ id }, await as(here))).toMatchObject({ id, state: 'replayed' });
    expect(await client().getSaga({ id: sagaId }, await as(here))).toMatchObject({ status: 'done' });
    await expect(client().retryDeadLetter({ id }, await as(here))).rejects.toMatchObject(
      refusal('platform.dead-letter.closed'),
    );
    expect(await auditOf(id)).toEqual([
      { station_id: here.stationId, actor_kind: 'user', operation: 'operations:dead-letter.retry' },
    ]);
  });

  const auditOf = async (id: string) => {
    const sql = 'select station_id, actor_kind, operation from audit where entity_type = $1 and entity_id = $2';
    return (await probe.stock.admin.query(sql, ['dead-letter', id])).rows;
  };
});

describe('ID-10 another station', () => {
  it('gets the answer of something that does not exist, for every saga of ours', async () => {
    const id = await begin(['a']);
    const missing = newId(systemClock);
    for (const unknown of [id, missing, 'no uuid']) {
      const expected = { code: 'platform.saga.unknown', params: { id: unknown } };
      const call = await as(elsewhere);
      await expect(client().getSaga({ id: unknown }, call)).rejects.toMatchObject(expected);
      await expect(client().retrySaga({ id: unknown }, call)).rejects.toMatchObject(expected);
      await expect(
        client().resolveSaga({ id: unknown, itemKeys: [], outcome: 'done', note: 'x' }, call),
      ).rejects.toMatchObject(expected);
    }
    expect(
      (await client().listSagas({ query: undefined, status: '', type: '', limit: 0 }, await as(elsewhere))).sagas,
    ).toEqual([]);
    expect(await client().getSaga({ id }, await as(here))).toMatchObject({ status: 'running', items: [{ asked: 1 }] });
  });

  it('and for every dead letter of ours', async () => {
    const id = await letter();
    const missing = newId(systemClock);
    for (const unknown of [id, missing, 'no uuid']) {
      const expected = { code: 'platform.dead-letter.unknown', params: { id: unknown } };
      const call = await as(elsewhere);
      await expect(client().getDeadLetter({ id: unknown }, call)).rejects.toMatchObject(expected);
      await expect(client().retryDeadLetter({ id: unknown }, call)).rejects.toMatchObject(expected);
      await expect(client().resolveDeadLetter({ id: unknown, note: 'x' }, call)).rejects.toMatchObject(expected);
    }
    const { deadLetters } = await client().listDeadLetters(
      { query: undefined, state: 'open', limit: 0 },
      await as(elsewhere),
    );
    expect(deadLetters.map((one) => one.id)).not.toContain(id);
    expect(await client().getDeadLetter({ id }, await as(here))).toMatchObject({ state: 'open' });
  });
});

describe('WE-9 lists of sagas and dead letters', () => {
  const query = (given: Partial<ListQuery> = {}) => ListQuery.fromPartial(given);
  const sagas = async (given: Partial<ListQuery>) =>
    client().listSagas({ query: query(given), status: '', type: '', limit: 0 }, await as(here, READ));
  const letters = async (given: Partial<ListQuery>) =>
    client().listDeadLetters({ query: query(given), state: '', limit: 0 }, await as(here, READ));
  const probes = { field: 'type', operator: 'eq', values: ['probe'] };

  it('go by keyset, from behind any of their rows too, whatever has begun meanwhile', async () => {
    for (let n = 0; n < 4; n++) await begin(['a']);
    const all = await sagas({ limit: 200, filters: [probes] });
    const ids = all.sagas.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(4);
    expect([...all.sagas].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt) || (a.id < b.id ? 1 : -1)).map(({ id }) => id)).toEqual(ids); // prettier-ignore
    const cursor = all.sagas[1]?.cursor ?? '';
    await begin(['a']);
    const rest = await sagas({ limit: 200, filters: [probes], cursor });
    expect(rest.sagas.map(({ id }) => id)).toEqual(ids.slice(2));
    const first = await sagas({ limit: 2, filters: [probes] });
    expect(first.nextCursor).toBe(first.sagas[1]?.cursor);
    await expect(sagas({ cursor })).rejects.toMatchObject(refusal('platform.list.cursor-of-another-list'));
  });

  it('take the filters and sorts that they declare, and name them to who asks otherwise', async () => {
    await begin(['a']);
    const since = { field: 'startedAt', operator: 'gte', values: [clock.now().add({ hours: 1 }).toString()] };
    expect((await sagas({ filters: [since] })).sagas).toEqual([]);
    const running = await sagas({ filters: [{ field: 'status', operator: 'in', values: ['running', 'done'] }], sorts: [{ field: 'updatedAt', descending: true }] }); // prettier-ignore
    expect(new Set(running.sagas.map(({ status }) => status))).toEqual(new Set(['running', 'done']));
    await expect(sagas({ filters: [{ field: 'data', operator: 'eq', values: ['x'] }] })).rejects.toMatchObject({
      fields: [{ params: { accepted: ['type', 'status', 'startedAt', 'updatedAt'] } }],
    });
    const ids = [await letter(), await letter(), await letter(null)];
    const open = await letters({ filters: [{ field: 'state', operator: 'eq', values: ['open'] }], limit: 200 });
    expect(open.deadLetters.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const [first] = open.deadLetters;
    const after = await letters({ filters: [{ field: 'state', operator: 'eq', values: ['open'] }], limit: 200, cursor: first?.cursor ?? '' }); // prettier-ignore
    expect(after.deadLetters.map(({ id }) => id)).toEqual(open.deadLetters.slice(1).map(({ id }) => id));
  });

  it('are answered by an index at any depth, as the app role', async () => {
    await begin(['a']);
    await begin(['a']);
    const source = { from: 'saga s', where: 'station_id = $1' };
    expect(await sortsWithoutIndex(probe.stock, here, sagaList, source)).toEqual([]);
  });
});

describe('WE-9 operators see what is not published yet', () => {
  it('of their own station, with what the relay has given up on, and its age', async () => {
    const written = '2026-11-22T09:00:00Z';
    await probe.stock.admin.query(
      `insert into outbox (id, station_id, aggregate_type, aggregate_id, subject, payload, headers, occurred_at, parked_at)
       values ($1, $2, 'test', 'stuck', 'navette.probe.v1.evt.noted.x', '', '{}', $3, now())`,
      [newId(systemClock), here.stationId, written],
    );
    const ours = await client().getOutbox({}, await as(here));
    expect(ours).toMatchObject({ parked: 1, oldestAt: written });
    expect(ours.unpublished).toBeGreaterThanOrEqual(1);
    expect(await client().getOutbox({}, await as(elsewhere))).toEqual({ unpublished: 0, parked: 0, oldestAt: '' });
    await expect(client().getOutbox({}, await as(here, ['stock:probe.ping']))).rejects.toMatchObject(
      refusal('platform.request.forbidden'),
    );
    await probe.stock.admin.query(`delete from outbox where aggregate_id = 'stuck'`);
  });
});
