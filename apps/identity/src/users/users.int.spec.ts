import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantChangedMessage } from '@navette/contracts';
import type { User } from '@navette/contracts/identity/v1/service';
import { derivedId } from '@navette/kernel';
import { RIGHTS, rightsOfRole } from '@navette/reference';
import { heard, testTenant, type TestTenant } from '@navette/testing';
import { demoStations, demoUserId } from '../index.js';
import { arras, lens, lille, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity(RIGHTS);
});
afterAll(() => identity?.stop());

const demo = { kind: 'user', id: demoUserId } as const;
/** The demo administrator, or somebody else, in a station. */
const as = (tenant: TestTenant = lille, actor: { kind: 'user'; id: string } = demo, idempotencyKey?: string) =>
  identity.service.as(tenant, RIGHTS, { actor, ...(idempotencyKey !== undefined && { idempotencyKey }) });

const person = (login: string) => ({
  login,
  name: `Name of ${login}`,
  email: '',
  colour: '#336699',
  idleMinutes: 30,
  language: 'fr',
});
const work = (role: string, addedRights: string[] = [], removedRights: string[] = [], stationId = '') => ({
  stationId,
  role,
  addedRights,
  removedRights,
});
const create = async (login: string, role = 'technician', tenant = lille): Promise<User> =>
  identity.client.createUser({ person: person(login), assignment: work(role), mailLink: false }, await as(tenant));

async function rightsIn(tenant: TestTenant, subject: string): Promise<string[] | undefined> {
  const [row] = await identity.rows<{ rights: string[] }>(
    'select rights from station_grant where station_id = $1 and subject = $2',
    [tenant.stationId, subject],
  );
  return row?.rights;
}

const INVALID = 'identity.user.invalid';
const MISSING = { code: 'identity.user.not-found', kind: 'not-found', params: {}, fields: [] };
const LAST = { code: 'identity.user.last-administrator', kind: 'precondition' };

describe('ID-2 a user', () => {
  it('is made with a role in the station, whose rights are told to every service', async () => {
    const user = await create(' Marie ', 'logistician');
    expect(user).toEqual({
      id: user.id,
      version: '1',
      person: { login: 'marie', name: 'Name of  Marie', email: '', colour: '#336699', idleMinutes: 30, language: 'fr' },
      active: true,
      networkRole: '',
      assignments: [work('logistician', [], [], demoStations.LIL)],
    });
    expect(await rightsIn(lille, user.id)).toEqual(rightsOfRole('logistician'));
    const told = await heard(identity.service, GrantChangedMessage, ({ subject }) => subject === user.id);
    expect(told).toMatchObject([{ stationId: demoStations.LIL, rights: rightsOfRole('logistician'), version: '1' }]);
    const trail = await identity.rows(
      `select actor_id, station_id, entity_type from audit where operation = 'identity:user.create' and entity_id = $1 order by 3`,
      [user.id],
    );
    expect(trail).toEqual(
      ['grant', 'user'].map((entity_type) => ({ actor_id: demoUserId, station_id: demoStations.LIL, entity_type })),
    );
  });

  it('is made once, however often the same request comes', async () => {
    const request = { person: person('once'), assignment: work('technician'), mailLink: false };
    const first = await identity.client.createUser(request, await as(lille, demo, 'key of once'));
    expect(await identity.client.createUser(request, await as(lille, demo, 'key of once'))).toEqual(first);
  });

  it('is refused with every field that is wrong, and what is accepted', async () => {
    const bad = { login: 'É', name: ' ', email: 'nobody', colour: 'blue', idleMinutes: 5, language: 'nl' };
    const call = await as();
    const { code, fields } = await refusal(
      identity.client.createUser({ person: bad, assignment: work('boss'), mailLink: false }, call),
    );
    expect(code).toBe(INVALID);
    expect(fields.map(({ pointer }) => pointer)).toEqual([
      '/login',
      '/name',
      '/email',
      '/colour',
      '/idleMinutes',
      '/language',
    ]);
    const given = work('boss', ['stock:part.read', 'stock:part.eat'], ['x']);
    const refused = await refusal(
      identity.client.createUser({ person: person('x1'), assignment: given, mailLink: false }, call),
    );
    expect(refused.fields).toMatchObject([
      {
        pointer: '/role',
        code: 'identity.user.role-not-accepted',
        params: { accepted: ['technician', 'administrator', 'logistician', 'manager'] },
      },
      { pointer: '/addedRights/1', code: 'identity.user.right-unknown', params: { right: 'stock:part.eat' } },
      { pointer: '/removedRights/0', code: 'identity.user.right-unknown', params: { right: 'x' } },
    ]);
    expect((refused.fields[1]?.params as { accepted: string[] }).accepted).toContain('stock:part.read');
    await create('twice');
    expect(await refusal(create('Twice'))).toMatchObject({ code: 'identity.user.login-taken', kind: 'conflict' });
  });

  it('is changed from the version that was seen', async () => {
    const { id } = await create('renée.before'.replace('é', 'e'));
    const changed = { ...person('renee.after'), name: 'Renée', idleMinutes: 120 };
    const change = async (expectedVersion: string) =>
      identity.client.changeUser({ id, expectedVersion, person: changed, active: true }, await as());
    expect(await change('1')).toMatchObject({ version: '2', person: changed });
    expect(await refusal(change('1'))).toMatchObject({
      code: 'identity.user.changed-meanwhile',
      params: { expected: 1, actual: 2 },
    });
  });

  it('signs in by the link they were given, and no more once they are inactive, though their name stays', async () => {
    const { id } = await create('leaver');
    const { secret } = await identity.client.createPasswordLink({ userId: id }, await as());
    await identity.client.setPasswordByLink({ secret, password: PASSWORD }, { token: '', requestId: 't', correlationId: 't' }); // prettier-ignore
    const { session } = await identity.signIn('leaver', PASSWORD);
    const leaves = { id, expectedVersion: '1', person: person('leaver'), active: false };
    expect(await identity.client.changeUser(leaves, await as())).toMatchObject({ active: false, version: '2' });
    expect(await refusal(identity.refresh(session?.refreshToken as string))).toMatchObject({
      code: 'identity.session.refused',
    });
    expect(await refusal(identity.signIn('leaver', PASSWORD))).toMatchObject({ code: 'identity.sign-in.refused' });
    const { names } = await identity.client.findUserNames({ ids: [id, demoUserId, 'x'] }, await as());
    expect(names).toEqual({ [id]: 'Name of leaver', [demoUserId]: 'Dominique Démo' });
    await identity.client.changeUser({ ...leaves, expectedVersion: '2', active: true }, await as());
    await identity.signIn('leaver', PASSWORD);
  });
});

describe('ID-2 ID-4 a role in a station', () => {
  it('pre-selects rights, to which single ones are added and from which they are removed', async () => {
    const { id } = await create('paul');
    const assignment = work('technician', ['stock:part.price', 'stock:part.read'], ['stock:need.read', 'billing:document.read'], lille.stationId); // prettier-ignore
    const user = await identity.client.assignUser({ id, assignment }, await as());
    // What the role has is not added, what it has not is not removed.
    expect(user.assignments).toEqual([work('technician', ['stock:part.price'], ['stock:need.read'], lille.stationId)]);
    const expected = [...rightsOfRole('technician'), 'stock:part.price']
      .filter((one) => one !== 'stock:need.read')
      .sort();
    expect(await rightsIn(lille, id)).toEqual(expected);
  });

  it('is given in several stations, one by one, and taken away again', async () => {
    const { id } = await create('zoe');
    const inArras = { id, assignment: work('manager', [], [], arras.stationId), mailLink: false };
    const user = await identity.client.assignUser(inArras, await as());
    expect(user.assignments.map(({ stationId, role }) => [stationId, role]).sort()).toEqual(
      [[lille.stationId, 'technician'], [arras.stationId, 'manager']].sort(), // prettier-ignore
    );
    expect(await rightsIn(arras, id)).toEqual(rightsOfRole('manager'));
    const left = await identity.client.unassignUser({ id, stationId: lille.stationId }, await as());
    expect(left.assignments.map(({ stationId }) => stationId)).toEqual([arras.stationId]);
    expect(await rightsIn(lille, id)).toEqual([]);
    expect(await identity.client.unassignUser({ id, stationId: lille.stationId }, await as())).toEqual(left);
  });

  it('is given by whoever may there, and with no right beyond their own', async () => {
    // Assigns in Lille, and has what a technician has besides.
    const chief = { kind: 'user', id: (await create('chief')).id } as const;
    const own = ['identity:user.assign', 'identity:user.create'];
    await identity.client.assignUser(
      { id: chief.id, assignment: work('technician', own, [], lille.stationId) },
      await as(),
    );
    const { id } = await create('novice', 'logistician');
    const give = async (assignment: ReturnType<typeof work>) =>
      identity.client.assignUser({ id, assignment }, await as(lille, chief));
    await give(work('technician', [], [], lille.stationId));
    expect(await refusal(give(work('technician', ['billing:document.read'], [], lille.stationId)))).toMatchObject({
      code: 'identity.user.right-not-held',
      params: { rights: ['billing:document.read'] },
    });
    expect(await refusal(give(work('administrator', [], [], lille.stationId)))).toMatchObject({
      code: 'identity.user.right-not-held',
    });
    for (const stationId of [arras.stationId, testTenant('nowhere').stationId, '', 'LIL']) {
      expect((await refusal(give(work('technician', [], [], stationId)))).fields).toMatchObject([
        { pointer: '/stationId', code: 'identity.user.station-not-accepted', params: { accepted: ['LIL'] } },
      ]);
    }
    const ofLens = await create('apprentice', 'logistician', lens);
    const assignment = work('technician', [], [], lille.stationId);
    for (const one of [ofLens.id, derivedId('test', 'nobody')]) {
      const call = await as(lille, chief);
      expect(await refusal(identity.client.assignUser({ id: one, assignment }, call))).toEqual(MISSING);
      expect(await refusal(identity.client.unassignUser({ id: one, stationId: lille.stationId }, call))).toEqual(
        MISSING,
      );
    }
  });
});

describe('ID-2 the last administrator of a station', () => {
  const demote = async (id: string, tenant: TestTenant) =>
    identity.client.assignUser({ id, assignment: work('manager', [], [], tenant.stationId) }, await as(tenant));

  it('is neither demoted, nor removed, nor deactivated', async () => {
    expect(await refusal(demote(demoUserId, lens))).toMatchObject(LAST);
    const removed = identity.client.unassignUser({ id: demoUserId, stationId: lens.stationId }, await as(lens));
    expect(await refusal(removed)).toMatchObject(LAST);
    const inactive = { id: demoUserId, expectedVersion: '1', person: person('demo'), active: false };
    expect(await refusal(identity.client.changeUser(inactive, await as()))).toMatchObject(LAST);
    expect(await rightsIn(lens, demoUserId)).toEqual(rightsOfRole('administrator'));
  });

  it('stays, of two who take each other away at once', async () => {
    const second = await create('second', 'administrator', lens);
    // Administers no more than by their rights.
    const third = { kind: 'user', id: derivedId('test', 'third in lens') } as const;
    await identity.rows(`insert into station_grant values ($1, $2, $3, 1, '2026-01-01Z')`, [lens.stationId, third.id, RIGHTS]); // prettier-ignore
    const call = await as(lens, third);
    const make = (role: string, id: string) =>
      identity.client.assignUser({ id, assignment: work(role, [], [], lens.stationId) }, call);
    const both = await Promise.all([demoUserId, second.id].map((id) => refusal(make('manager', id)).catch(() => 'demoted'))); // prettier-ignore
    expect(both.filter((one) => one === 'demoted')).toHaveLength(1);
    expect(both.find((one) => one !== 'demoted')).toMatchObject(LAST);
    const left = await identity.rows<{ user_id: string }>(
      `select user_id from user_station where station_id = $1 and role = 'administrator'`,
      [lens.stationId],
    );
    expect(left).toHaveLength(1);
    await make('administrator', demoUserId);
  });

  it('is not somebody inactive', async () => {
    const third = await create('third', 'administrator', arras);
    const inactive = { id: third.id, expectedVersion: '1', person: person('third'), active: false };
    await identity.client.changeUser(inactive, await as(arras));
    expect(await refusal(demote(demoUserId, arras))).toMatchObject(LAST);
  });
});

describe('ID-2 ID-4 a release with other rights than the one before', () => {
  it('is followed by who signs in or goes on: their role’s new rights, without those that it lost, theirs added and removed as before', async () => {
    const { id } = await create('veteran', 'administrator');
    const assignment = work('administrator', [], ['accounting:fec.export'], lille.stationId);
    await identity.client.assignUser({ id, assignment }, await as());
    const { secret } = await identity.client.createPasswordLink({ userId: id }, await as());
    await identity.client.setPasswordByLink({ secret, password: PASSWORD }, { token: '', requestId: 't', correlationId: 't' }); // prettier-ignore
    const expected = rightsOfRole('administrator').filter((right) => right !== 'accounting:fec.export');
    const told = () => heard(identity.service, GrantChangedMessage, ({ subject }) => subject === id);
    expect((await told()).map(({ version }) => version)).toEqual(['1', '2']);

    // As the release before left them: fewer, and one that is no more.
    const older = `update station_grant set rights = '{parties:party.read,stock:gone.read}' where subject = $1`;
    await identity.rows(older, [id]);
    const { accessToken, session } = await identity.signIn('veteran', PASSWORD);
    expect(await rightsIn(lille, id)).toEqual(expected);
    expect(await identity.verify(accessToken)).toMatchObject({ grantsVersion: 3 });
    expect((await told()).at(-1)).toMatchObject({ rights: expected, version: '3' });

    await identity.rows(older, [id]);
    const { accessToken: next, session: then } = await identity.refresh(session?.refreshToken as string);
    expect(await rightsIn(lille, id)).toEqual(expected);
    expect(await identity.verify(next)).toMatchObject({ grantsVersion: 4 });
    // Nothing is new: nothing is told.
    await identity.refresh(then?.refreshToken as string);
    expect(await told()).toHaveLength(4);
  });

  it('does not give back what an administrator takes away at that moment', async () => {
    const { id } = await create('moved', 'administrator');
    const { secret } = await identity.client.createPasswordLink({ userId: id }, await as());
    await identity.client.setPasswordByLink({ secret, password: PASSWORD }, { token: '', requestId: 't', correlationId: 't' }); // prettier-ignore
    let token = (await identity.signIn('moved', PASSWORD)).session?.refreshToken as string;
    for (const role of ['technician', 'administrator', 'technician', 'logistician', 'technician']) {
      const assigned = identity.client.assignUser({ id, assignment: work(role, [], [], lille.stationId) }, await as());
      const [{ session }] = await Promise.all([identity.refresh(token), assigned]);
      token = session?.refreshToken as string;
      expect(await rightsIn(lille, id)).toEqual(rightsOfRole(role as 'technician'));
    }
  });
});

describe('ID-3 a role in the network', () => {
  it('reads every station and edits none, also one that is younger than the role', async () => {
    const { id } = await create('operator');
    await identity.client.unassignUser({ id, stationId: lille.stationId }, await as());
    const given = await identity.client.setNetworkRole({ id, networkRole: 'franchise_operator' }, await as());
    expect(given.networkRole).toBe('franchise_operator');
    for (const tenant of [lille, lens, arras])
      expect(await rightsIn(tenant, id)).toEqual(rightsOfRole('franchise_operator'));
    await identity.rows('update station_grant set rights = $2 where subject = $1', [id, []]);
    const { secret } = await identity.client.createPasswordLink({ userId: id }, await as());
    await identity.client.setPasswordByLink({ secret, password: PASSWORD }, { token: '', requestId: 't', correlationId: 't' }); // prettier-ignore
    const { accessToken, session } = await identity.signIn('operator', PASSWORD, 'ARR');
    expect(await identity.verify(accessToken)).toMatchObject({ stationId: arras.stationId, grantsVersion: 2 });
    expect(await rightsIn(arras, id)).toEqual(rightsOfRole('franchise_operator'));
    await identity.refresh(session?.refreshToken as string, 'LEN');
    expect(await rightsIn(lens, id)).toEqual(rightsOfRole('franchise_operator'));
    // Sees the users of every station, by the rights they have there.
    const operator = { kind: 'user', id } as const;
    await identity.refresh((await identity.signIn('operator', PASSWORD, 'LIL')).session?.refreshToken as string);
    const { users } = await identity.client.listUsers({}, await as(arras, operator));
    const demoSeen = users.find((user) => user.id === demoUserId);
    expect(demoSeen?.assignments).toHaveLength(3);

    await identity.client.setNetworkRole({ id, networkRole: '' }, await as());
    for (const tenant of [lille, lens, arras]) expect(await rightsIn(tenant, id)).toEqual([]);
    expect(await refusal(identity.signIn('operator', PASSWORD))).toMatchObject({ code: 'identity.sign-in.refused' });
  });

  it('is given by whoever may in every station, and is one that exists', async () => {
    const { id } = await create('aspirant');
    const chief = { kind: 'user', id: derivedId('test', 'chief of lille') } as const;
    await identity.rows(`insert into station_grant values ($1, $2, $3, 1, '2026-01-01Z')`, [lille.stationId, chief.id, RIGHTS]); // prettier-ignore
    const set = async (networkRole: string, actor: { kind: 'user'; id: string } = demo) =>
      identity.client.setNetworkRole({ id, networkRole }, await as(lille, actor));
    expect(await refusal(set('franchise_operator', chief))).toMatchObject({
      code: 'identity.user.works-elsewhere',
      params: { stations: ['ARR', 'LEN'] },
    });
    expect((await refusal(set('king'))).fields).toMatchObject([
      {
        pointer: '/networkRole',
        code: 'identity.user.role-not-accepted',
        params: { accepted: ['franchise_operator'] },
      },
    ]);
  });
});

describe('ID-10 users of others', () => {
  const foreign = testTenant('elsewhere', 'another');

  it('are neither seen nor changed from another network, by the call or by the database', async () => {
    const { id } = await create('ours');
    const call = await as(foreign, { kind: 'user', id: derivedId('test', 'foreigner') });
    expect(await identity.client.listUsers({}, call)).toEqual({ users: [] });
    expect((await identity.client.findUserNames({ ids: [id] }, call)).names).toEqual({});
    for (const one of [id, derivedId('test', 'nobody'), 'x']) {
      expect(await refusal(identity.client.getUser({ id: one }, call))).toEqual(MISSING);
      const change = { id: one, expectedVersion: '1', person: person('ours'), active: false };
      expect(await refusal(identity.client.changeUser(change, call))).toEqual(MISSING);
      expect(await refusal(identity.client.setNetworkRole({ id: one, networkRole: '' }, call))).toEqual(MISSING);
      const assigned = identity.client.assignUser({ id: one, assignment: work('technician', [], [], foreign.stationId) }, call); // prettier-ignore
      expect(await refusal(assigned)).toEqual(MISSING);
    }
  });

  it('are seen with their work in those stations alone where the reader may read users', async () => {
    const { id } = await create('both');
    await identity.client.assignUser({ id, assignment: work('manager', [], [], arras.stationId) }, await as());
    const reader = { kind: 'user', id: derivedId('test', 'reader of lille') } as const;
    await identity.rows(`insert into station_grant values ($1, $2, $3, 1, '2026-01-01Z')`, [
      lille.stationId,
      reader.id,
      ['identity:user.read'],
    ]);
    const seen = await identity.client.getUser({ id }, await as(lille, reader));
    expect(seen.assignments.map(({ stationId }) => stationId)).toEqual([lille.stationId]);
    const elsewhere = await create('elsewhere', 'technician', arras);
    expect(await refusal(identity.client.getUser({ id: elsewhere.id }, await as(lille, reader)))).toEqual(MISSING);
  });

  it('need their right, each operation its own', async () => {
    const none = await identity.service.as(lille, ['identity:station.read']);
    const { client } = identity;
    const calls: [() => Promise<unknown>, string][] = [
      [() => client.listUsers({}, none), 'user.read'],
      [() => client.getUser({ id: demoUserId }, none), 'user.read'],
      [() => client.createUser({ person: undefined, assignment: undefined, mailLink: false }, none), 'user.create'],
      [() => client.changeUser({ id: '', expectedVersion: '0', person: undefined, active: true }, none), 'user.change'],
      [() => client.assignUser({ id: '', assignment: undefined }, none), 'user.assign'],
      [() => client.unassignUser({ id: '', stationId: '' }, none), 'user.assign'],
      [() => client.setNetworkRole({ id: '', networkRole: '' }, none), 'user.network-role'],
    ];
    for (const [call, right] of calls) {
      expect(await refusal(call())).toMatchObject({
        code: 'platform.request.forbidden',
        params: { right: `identity:${right}` },
      });
    }
  });
});
