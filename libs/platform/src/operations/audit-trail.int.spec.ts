import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityServiceService, type GetJwksResponse } from '@navette/contracts/identity/v1/service';
import { ListAuditRequest, OperationsServiceService as Operations } from '@navette/contracts/operations/v1/service';
import { ManualClock, newId } from '@navette/kernel';
import { startTestService, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { elsewhere, foreignScope, here, insertThing, probeMigrations, scope } from '../../test/engine.js';
import { PublicRpc } from '../rpc/index.js';

const RIGHTS = ['operations:audit.read'];
const CREATE = 'probe:thing.create';
const clock = new ManualClock('2026-03-01T08:00:00Z');
const [anne, luc] = [newId(clock), newId(clock)];

let service: TestService;

/** A service has at least one method of its own. */
@Controller()
class ProbeGrpc {
  @PublicRpc(IdentityServiceService.getJwks, 'a test')
  async getJwks(): Promise<GetJwksResponse> {
    return { jwksJson: '' };
  }
}

beforeAll(async () => {
  const definition = { getJwks: IdentityServiceService.getJwks };
  const probe = { name: 'probe', migrations: probeMigrations, grpc: { definition, controllers: [ProbeGrpc] } };
  service = await startTestService(probe, { clock });
});
afterAll(() => service.stop());

const refusal = (code: string) => expect.objectContaining({ code });
const asked = async (search: Partial<ListAuditRequest> = {}, tenant = here) =>
  service.client(Operations).listAudit(ListAuditRequest.fromPartial(search), await service.as(tenant, RIGHTS));

/** Somebody makes a thing, a minute after whatever was before; the thing's id. */
async function makes(userId: string, scopeOf = scope): Promise<string> {
  clock.advance({ minutes: 1 });
  const id = newId(clock);
  const by = scopeOf({ actor: { kind: 'user', id: userId }, operation: CREATE, requestId: `r-${userId}` });
  await service.db.tenantTx(by, (tx) => insertThing(tx, id));
  return id;
}

describe('ID-9 the audit trail', () => {
  const things: string[] = [];

  it('is searched by entity, by user and by time', async () => {
    for (const user of [anne, luc, anne]) things.push(await makes(user));
    const { entries } = await asked();
    expect(entries.map(({ entityId }) => entityId)).toEqual([...things].reverse());
    expect(entries[1]).toEqual({
      id: expect.any(String),
      at: '2026-03-01T08:02:00Z',
      actorKind: 'user',
      actorId: luc,
      operation: CREATE,
      entityType: 'thing',
      entityId: things[1],
      requestId: `r-${luc}`,
    });
    const found = async (search: Partial<ListAuditRequest>) =>
      (await asked(search)).entries.map(({ entityId }) => things.indexOf(entityId));
    expect(await found({ entityType: 'thing', entityId: things[0] as string })).toEqual([0]);
    expect(await found({ entityType: 'party' })).toEqual([]);
    expect(await found({ actorId: anne })).toEqual([2, 0]);
    expect(await found({ from: '2026-03-01T08:02:00Z' })).toEqual([2, 1]);
    expect(await found({ before: '2026-03-01T09:02:00+01:00' })).toEqual([0]);
    expect(await found({ actorId: anne, from: '2026-03-01T08:02:00Z', before: '2026-03-01T08:03:00Z' })).toEqual([]);
  });

  it('is read page by page, each entry once, also those of one instant', async () => {
    await service.db.tenantTx(scope(), async (tx) => {
      for (let i = 0; i < 5; i++) await insertThing(tx, newId(clock));
    });
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { entries, nextCursor } = await asked({ page: { limit: 2, cursor } });
      seen.push(...entries.map(({ id }) => id));
      if (nextCursor === '') break;
      cursor = nextCursor;
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
  });

  it('ID-10 shows a station its own entries alone, to whom has the right', async () => {
    const theirs = await makes(luc, foreignScope);
    expect((await asked({ entityType: 'thing', entityId: theirs })).entries).toEqual([]);
    expect((await asked({}, elsewhere)).entries.map(({ entityId }) => entityId)).toEqual([theirs]);
    const weak = await service.as(here, ['operations:saga.read']);
    const refused = service.client(Operations).listAudit(ListAuditRequest.create(), weak);
    await expect(refused).rejects.toEqual(refusal('platform.request.forbidden'));
  });

  it('names what cannot be searched by', async () => {
    const wrong = { entityId: 'x', from: 'yesterday', before: '2026-03-01', page: { limit: 0, cursor: 'bm9wZQ' } };
    const failure = await asked(wrong).catch((error: unknown) => error as { fields: { pointer: string }[] });
    expect(failure).toEqual(refusal('platform.audit.search-wrong'));
    expect((failure as { fields: { pointer: string }[] }).fields.map(({ pointer }) => pointer).sort()).toEqual([
      '/before',
      '/cursor',
      '/entityType',
      '/from',
    ]);
  });

  it('is added to and never changed, by the service or by its engines', async () => {
    for (const statement of [`update audit set actor_id = 'nobody'`, 'delete from audit', 'truncate audit']) {
      await expect(service.db.tenantTx(scope(), (tx) => tx.run(statement))).rejects.toThrow('permission denied');
      await expect(service.db.engineTx((tx) => tx.run(statement))).rejects.toThrow('permission denied');
    }
  });
});
