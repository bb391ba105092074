import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantChangedMessage, MachineClientRevokedMessage } from '@navette/contracts';
import { ManualClock } from '@navette/kernel';
import { eventually, testTenant } from '@navette/testing';
import { demoClientId, demoUserId } from '../index.js';
import { arras, lens, lille, MANUFACTURER_SECRET, refusal, startNetwork, type TestNetwork } from '../test/network.js';

const RIGHTS = ['read', 'create', 'grant', 'rotate', 'revoke'].map((verb) => `identity:machine-client.${verb}`);
const SEND = 'device-gateway:mission-order.send';
const READ = 'device-gateway:mission-order.read';
const START = '2026-03-01T08:00:00Z';
const clock = new ManualClock(START);

let network: TestNetwork;
beforeAll(async () => {
  // The demo user is administrator of the three stations.
  network = await startNetwork({ clock, rights: RIGHTS, manufacturerRights: [SEND] });
});
afterAll(() => network?.stop());

const actor = { kind: 'user', id: demoUserId } as const;
const by = (tenant = lille, idempotencyKey?: string) =>
  network.service.as(tenant, RIGHTS, idempotencyKey === undefined ? { actor } : { actor, idempotencyKey });
const create = async (name: string, rights = [SEND]) =>
  network.client.createMachineClient({ name, rights }, await by());
const rotate = async (clientId: string, overlapSeconds: number, tenant = lille) =>
  network.client.rotateMachineClientSecret({ clientId, overlapSeconds }, await by(tenant));
const setRights = async (clientId: string, stationId: string, rights: string[], tenant = lille) =>
  network.client.setMachineClientRights({ clientId, stationId, rights }, await by(tenant));
const token = (clientId: string, clientSecret: string, stationId = '') =>
  network.client.issueClientToken(
    { clientId, clientSecret, audience: 'device-gateway', stationId, scope: '' },
    { token: '', requestId: 'test', correlationId: 'test' },
  );
const listed = async (clientId: string, tenant = lille) => {
  const { clients } = await network.client.listMachineClients({}, await by(tenant));
  return clients.find((client) => client.clientId === clientId);
};
const REFUSED = { code: 'identity.client.refused', kind: 'unauthenticated', params: {}, fields: [] };

describe('ID-8 a machine client', () => {
  it('is made with a secret that is shown once, and kept as a hash', async () => {
    const { clientId, secret } = await create(' Électro & Bel SA ');
    expect(clientId).toMatch(/^electro-bel-sa-[0-9a-f]{10}$/);
    expect(secret).toMatch(/^[\w-]{43}$/);
    await token(clientId, secret);
    const everything = await network.rows<{ text: string }>(
      `select (select string_agg(c::text, ' ') from machine_client c) || (select string_agg(i::text, ' ') from idempotency_key i) as text`,
    );
    expect(everything[0]?.text ?? '').not.toContain(secret);
    expect(await listed(clientId)).toEqual({
      clientId,
      name: 'Électro & Bel SA',
      homeStationId: lille.stationId,
      createdAt: START,
      revokedAt: '',
      lastUsedAt: START,
      oldSecretEndsAt: '',
      oldSecretUsedAt: '',
      stations: [{ stationId: lille.stationId, rights: [SEND] }],
    });
  });

  it('is one where the request came twice; its secret is not told again', async () => {
    const call = await by(lille, 'create once');
    const asked = { name: 'Twice', rights: [] };
    const first = await network.client.createMachineClient(asked, call);
    expect(first.secret).not.toBe('');
    expect(await network.client.createMachineClient(asked, call)).toEqual({ ...first, secret: '' });
    await token(first.clientId, first.secret);
    const keys = await network.rows<{ text: string }>(`select string_agg(i::text, ' ') as text from idempotency_key i`);
    expect(keys[0]?.text).toContain(first.clientId);
    expect(keys[0]?.text).not.toContain(first.secret);
  });

  it('has a name, and rights of the gateway alone', async () => {
    const { fields, code } = await refusal(create(' ', [SEND, 'stock:part.read', 'device-gateway:nothing.do']));
    expect({ fields, code }).toEqual({
      code: 'identity.machine-client.invalid',
      fields: [
        '/name identity.machine-client.name-wrong',
        '/rights/1 identity.machine-client.right-not-accepted',
        '/rights/2 identity.machine-client.right-not-accepted',
      ],
    });
    expect((await create('service-stock')).clientId).toMatch(/^client-/);
    expect((await create('日本')).clientId).toMatch(/^client-/);
  });

  it('is noted when it is used, once a minute', async () => {
    const { clientId, secret } = await create('Seen');
    await token(clientId, secret);
    clock.advance({ seconds: 59 });
    await token(clientId, secret);
    expect((await listed(clientId))?.lastUsedAt).toBe(clock.now().subtract({ seconds: 59 }).toString());
    clock.advance({ seconds: 2 });
    await token(clientId, secret);
    expect((await listed(clientId))?.lastUsedAt).toBe(clock.now().toString());
  });
});

describe('ID-8 rotation of a secret', () => {
  it('leaves the old one good for the overlap, and says whether it is still used', async () => {
    const { clientId, secret: old } = await create('Rotated');
    const { secret, oldSecretEndsAt } = await rotate(clientId, 3_600);
    expect(oldSecretEndsAt).toBe(clock.now().add({ seconds: 3_600 }).toString());
    expect(secret).not.toBe(old);
    await token(clientId, secret);
    expect((await listed(clientId))?.oldSecretUsedAt).toBe('');
    clock.advance({ seconds: 3_599 });
    await token(clientId, old);
    expect((await listed(clientId))?.oldSecretUsedAt).toBe(clock.now().toString());
    clock.advance({ seconds: 1 });
    expect(await refusal(token(clientId, old))).toEqual(REFUSED);
    await token(clientId, secret);
  });

  it('keeps its promise to the old one, unless both are to end now', async () => {
    const { clientId, secret: first } = await create('Leaked');
    const { secret: second, oldSecretEndsAt } = await rotate(clientId, 86_400);
    expect(await refusal(rotate(clientId, 60))).toMatchObject({
      code: 'identity.machine-client.secret-rotating',
      params: { endsAt: oldSecretEndsAt },
    });
    const { secret: third } = await rotate(clientId, 0);
    for (const ended of [first, second]) expect(await refusal(token(clientId, ended))).toEqual(REFUSED);
    await token(clientId, third);
    expect((await refusal(rotate(clientId, 2_592_001))).fields).toEqual([
      '/overlapSeconds identity.machine-client.overlap-wrong',
    ]);
  });

  it('is for its home station; another network’s client is not there', async () => {
    const { clientId } = await create('At home');
    expect(await refusal(rotate(clientId, 0, lens))).toMatchObject({ code: 'identity.machine-client.not-yours' });
    const elsewhere = testTenant('elsewhere', 'another network');
    for (const missing of [clientId, 'nobody', 'service-stock']) {
      expect(await refusal(rotate(missing, 0, elsewhere))).toMatchObject({ code: 'identity.machine-client.not-found' });
    }
    const { clients } = await network.client.listMachineClients({}, await by(elsewhere));
    expect(clients).toEqual([]);
  });
});

describe('ID-8 rights of a client', () => {
  it('are given station by station, by who may do so there', async () => {
    const { clientId, secret } = await create('Guest', []);
    const refused = { code: 'identity.client.station-not-accepted' };
    expect(await refusal(token(clientId, secret, lens.stationId))).toMatchObject(refused);
    await setRights(clientId, lens.stationId, [SEND, READ, SEND]);
    await token(clientId, secret, lens.stationId);
    expect((await listed(clientId))?.stations).toEqual([{ stationId: lens.stationId, rights: [READ, SEND] }]);
    const [audited] = await network.rows(
      `select actor_id, operation from audit
       where station_id = $1 and entity_type = 'grant' and entity_id = $2 and actor_kind = 'user'`,
      [lens.stationId, clientId],
    );
    expect(audited).toEqual({ actor_id: demoUserId, operation: 'identity:machine-client.grant' });
  });

  it('ID-10 are neither given nor seen in a station where the caller may not', async () => {
    const { clientId } = await create('Stranger');
    await setRights(clientId, arras.stationId, [SEND]);
    const other = { kind: 'user', id: testTenant('another user').stationId } as const;
    const call = await network.service.as(lille, RIGHTS, { actor: other });
    const give = (stationId: string) =>
      network.client.setMachineClientRights({ clientId, stationId, rights: [] }, call);
    const missing = { code: 'identity.station.not-found', kind: 'not-found', params: {}, fields: [] };
    for (const stationId of [arras.stationId, testTenant('nowhere').stationId, 'ARR']) {
      expect(await refusal(give(stationId))).toEqual(missing);
    }
    const { clients } = await network.client.listMachineClients({}, call);
    expect(clients.find((client) => client.clientId === clientId)).toMatchObject({ stations: [] });
  });

  it.each([
    ['listMachineClients', 'read'],
    ['createMachineClient', 'create'],
    ['setMachineClientRights', 'grant'],
    ['rotateMachineClientSecret', 'rotate'],
    ['revokeMachineClient', 'revoke'],
  ] as const)('ID-4 are needed by people: %s', async (method, verb) => {
    const right = `identity:machine-client.${verb}`;
    const without = await network.service.as(
      lille,
      RIGHTS.filter((one) => one !== right),
    );
    const asked = { clientId: demoClientId, stationId: '', name: '', rights: [], overlapSeconds: 0 };
    expect(await refusal(network.client[method](asked, without))).toMatchObject({ params: { right } });
  });
});

describe('ID-8 revocation', () => {
  it('ends a client at once and for good: no token, and no right in any station', async () => {
    const { clientId, secret } = await create('Gone');
    const { secret: second } = await rotate(clientId, 3_600);
    await setRights(clientId, arras.stationId, [READ]);
    expect(await refusal(network.client.revokeMachineClient({ clientId }, await by(arras)))).toMatchObject({
      code: 'identity.machine-client.not-yours',
    });
    const { revokedAt } = await network.client.revokeMachineClient({ clientId }, await by());
    for (const ended of [secret, second]) expect(await refusal(token(clientId, ended))).toEqual(REFUSED);
    // Every service holds a copy of the grants: it is told that there are none.
    const told = await eventually(async () => {
      const rows = await network.rows<{ station_id: string; payload: Buffer }>(
        `select headers ->> 'Navette-Station' as station_id, payload from outbox
         where headers ->> 'Navette-Type' = $1 and aggregate_id like $2 order by seq`,
        [GrantChangedMessage.type, `%/${clientId}`],
      );
      const last = new Map(rows.map((row) => [row.station_id, GrantChangedMessage.decode(row.payload).rights]));
      return [...last.values()].every((rights) => rights.length === 0) ? last : undefined;
    });
    expect([...told.keys()].sort()).toEqual([lille.stationId, arras.stationId].sort());
    expect(await listed(clientId)).toMatchObject({ revokedAt, stations: [] });
    await eventually(async () =>
      (await network.rows(`select from timer where kind = 'end-client-grants'`)).length === 0 ? true : undefined,
    );

    clock.advance({ hours: 1 });
    expect((await network.client.revokeMachineClient({ clientId }, await by())).revokedAt).toBe(revokedAt);
    // ST-21: and that it stands for no manufacturer any more, once.
    const ends = await network.rows<{ payload: Buffer }>(
      `select payload from outbox where headers ->> 'Navette-Type' = $1 and aggregate_id = $2`,
      [MachineClientRevokedMessage.type, clientId],
    );
    expect(ends.map(({ payload }) => MachineClientRevokedMessage.decode(payload))).toEqual([{ clientId }]);
    const revoked = { code: 'identity.machine-client.revoked' };
    expect(await refusal(rotate(clientId, 0))).toMatchObject(revoked);
    expect(await refusal(setRights(clientId, lille.stationId, [SEND]))).toMatchObject(revoked);
  });

  it('leaves the others alone', async () => {
    await token(demoClientId, MANUFACTURER_SECRET, lens.stationId);
    expect(await listed(demoClientId)).toMatchObject({ name: 'Electrobel', revokedAt: '' });
  });
});
