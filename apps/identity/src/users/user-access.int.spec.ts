import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { derivedId } from '@navette/kernel';
import { testTenant } from '@navette/testing';
import { demoStations, demoUserId } from '../index.js';
import { arras, lens, lille, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';

const [READ, END, UNLOCK] = ['identity:user-access.read', 'identity:user-access.end', 'identity:user-access.unlock'];
const RIGHTS = [READ, END, UNLOCK] as string[];
const [PAUL, ZOE, CHIEF] = ['paul', 'zoe', 'chief of lille'].map((name) => derivedId('test', name)) as [string, string, string]; // prettier-ignore
const NOT_FOUND = { code: 'identity.user.not-found', kind: 'not-found', params: {}, fields: [] };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity(RIGHTS);
  const user = `insert into app_user (network_id, id, login, name, email, colour, password_hash)
    select $1, $2, $3, $3, '', '#000000', password_hash from app_user where id = $4`;
  const works = `insert into user_station values ($1, $2, $3, 0, 'technician', '{}', '{}')`;
  await identity.rows(user, [lille.networkId, PAUL, 'paul', demoUserId]);
  await identity.rows(works, [lille.stationId, lille.networkId, PAUL]);
  await identity.rows(user, [lille.networkId, ZOE, 'zoe', demoUserId]);
  for (const { stationId } of [lille, arras]) await identity.rows(works, [stationId, lille.networkId, ZOE]);
  await identity.rows(`insert into station_grant values ($1, $2, $3, 1, '2026-01-01Z')`, [
    demoStations.LIL,
    CHIEF,
    RIGHTS,
  ]);
});
afterAll(() => identity?.stop());
/** Past every lock and session of the tests before. */
beforeEach(() => identity.later({ hours: 25 }));

const by = (id = demoUserId, rights = RIGHTS) => identity.service.as(lille, rights, { actor: { kind: 'user', id } });
const access = async (userId: string, actor?: string) => identity.client.getUserAccess({ userId }, await by(actor));
const end = async (userId: string, id: string, actor?: string) =>
  identity.client.endUserSessions({ userId, id }, await by(actor));
const unlock = async (userId: string, actor?: string) => identity.client.unlockUser({ userId }, await by(actor));
const session = async (login: string, device = 'a browser') =>
  (await identity.signIn(login, PASSWORD, '', device)).session?.refreshToken as string;
const over = (token: string) => refusal(identity.refresh(token)).then(({ code }) => code, () => 'goes on'); // prettier-ignore
const trail = (operation: string) =>
  identity.rows<{ type: string; id: string }>(
    'select entity_type as type, entity_id as id from audit where operation = $1 order by at, entity_type',
    [operation],
  );

describe('ID-5 the lock-out of a user', () => {
  async function lockOut(login: string) {
    for (let n = 0; n < 5; n++) await refusal(identity.signIn(login, 'wrong'));
  }

  it('is shown with the failures that led to it, and is over by itself', async () => {
    expect(await access(PAUL)).toEqual({
      failures: 0,
      lockedUntil: '',
      sessions: [],
      hasPassword: true,
      linkExpiresAt: '',
    });
    await lockOut('paul');
    const locked = await access(PAUL);
    expect(locked.failures).toBe(5);
    expect(Date.parse(locked.lockedUntil) - identity.now()).toBeGreaterThan(25_000);
    identity.later({ seconds: 31 });
    expect(await access(PAUL)).toMatchObject({ failures: 5, lockedUntil: '' });
    identity.later({ hours: 25 });
    expect(await access(PAUL)).toMatchObject({ failures: 0, lockedUntil: '' });
  });

  it('is lifted by an administrator, twice alike, with a row in the trail', async () => {
    await lockOut('paul');
    expect(await refusal(identity.signIn('paul', PASSWORD))).toMatchObject({ code: 'identity.sign-in.locked' });
    await unlock(PAUL);
    await unlock(PAUL);
    expect(await access(PAUL)).toMatchObject({ failures: 0, lockedUntil: '' });
    await session('paul');
    expect(await trail(UNLOCK as string)).toEqual(expect.arrayContaining([{ type: 'user', id: PAUL }]));
  });
});

describe('ID-6 the sessions of a user', () => {
  it('are shown with device and place, and ended one by one or all at once', async () => {
    const [first, second, third] = [
      await session('paul', 'one'),
      await session('paul', 'two'),
      await session('paul', 'three'),
    ];
    const { sessions } = await access(PAUL);
    expect(sessions.map(({ device, stationId }) => [device, stationId])).toEqual([
      ['three', lille.stationId],
      ['two', lille.stationId],
      ['one', lille.stationId],
    ]);
    const id = sessions[2]?.id as string;
    expect(await end(PAUL, id)).toEqual({ ended: 1 });
    expect(await over(first)).toBe('identity.session.refused');
    expect((await access(PAUL)).sessions.map(({ device }) => device)).toEqual(['three', 'two']);
    expect(await refusal(end(PAUL, id))).toMatchObject({ code: 'identity.session.not-found' });
    expect(await end(PAUL, '')).toEqual({ ended: 2 });
    expect(await end(PAUL, '')).toEqual({ ended: 0 });
    for (const token of [second, third]) expect(await over(token)).toBe('identity.session.refused');
    expect(await trail(END as string)).toEqual(expect.arrayContaining([{ type: 'session', id }]));
  });

  it('of somebody else are not ended by naming the wrong user', async () => {
    const token = await session('zoe');
    const id = (await access(ZOE)).sessions[0]?.id as string;
    for (const wrong of [id, derivedId('test', 'no session'), 'x'])
      expect(await refusal(end(PAUL, wrong))).toMatchObject({ code: 'identity.session.not-found' });
    expect(await over(token)).toBe('goes on');
  });
});

describe('ID-10 whose lock-out and sessions one sees and ends', () => {
  it('those of whom one administers everywhere they work', async () => {
    await access(PAUL, CHIEF);
    const elsewhere = { code: 'identity.user.works-elsewhere', params: { stations: ['ARR'] } };
    for (const call of [() => access(ZOE, CHIEF), () => end(ZOE, '', CHIEF), () => unlock(ZOE, CHIEF)])
      expect(await refusal(call())).toMatchObject(elsewhere);
  });

  it('nobody’s of another network, told like one who does not exist', async () => {
    const foreign = await identity.service.as(testTenant('elsewhere', 'another'), RIGHTS);
    for (const userId of [PAUL, derivedId('test', 'nobody'), 'x']) {
      expect(await refusal(identity.client.getUserAccess({ userId }, foreign))).toEqual(NOT_FOUND);
      expect(await refusal(identity.client.endUserSessions({ userId, id: '' }, foreign))).toEqual(NOT_FOUND);
      expect(await refusal(identity.client.unlockUser({ userId }, foreign))).toEqual(NOT_FOUND);
    }
  });

  it('with the right to it alone', async () => {
    const none = await identity.service.as(lens, ['identity:user.read']);
    for (const [call, right] of [
      [() => identity.client.getUserAccess({ userId: PAUL }, none), READ],
      [() => identity.client.endUserSessions({ userId: PAUL, id: '' }, none), END],
      [() => identity.client.unlockUser({ userId: PAUL }, none), UNLOCK],
    ] as const)
      expect(await refusal(call())).toMatchObject({ code: 'platform.request.forbidden', params: { right } });
  });
});
