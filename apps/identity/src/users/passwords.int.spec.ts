import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { derivedId } from '@navette/kernel';
import { testTenant } from '@navette/testing';
import { demoStations, demoUserId } from '../index.js';
import { arras, lens, lille, NOBODY, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';

const OTHER = 'trois gaufres et un vélo';
const RIGHT = 'identity:user.password-link';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity([RIGHT]);
});
afterAll(() => identity?.stop());
/** Past every lock of the tests before. */
beforeEach(() => identity.later({ hours: 25 }));

const signIn = (login: string, password: string) => refusal(identity.signIn(login, password)).catch(() => 'signed in');
const LOCKED = (retryAfter: number) => ({ code: 'identity.sign-in.locked', kind: 'too-many', params: { retryAfter } });

async function fail(login: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++)
    expect(await signIn(login, 'wrong')).toMatchObject({ code: 'identity.sign-in.refused' });
}

describe('ID-5 lock-out', () => {
  it.each(['demo', 'nobody'])(
    'keeps whoever signs in as %s waiting after five failures, longer each time',
    async (login) => {
      await fail(login, 5);
      expect(await signIn(login, PASSWORD)).toMatchObject(LOCKED(30));
      // Refused unseen: it does not count, and the wait does not begin again.
      identity.later({ seconds: 29 });
      expect(await signIn(login, 'wrong')).toMatchObject({ code: 'identity.sign-in.locked' });
      identity.later({ seconds: 1 });
      await fail(login, 1);
      expect(await signIn(login, PASSWORD)).toMatchObject(LOCKED(60));
      for (const wait of [60, 120, 240, 480, 900, 900]) {
        identity.later({ seconds: wait });
        await fail(login, 1);
      }
      identity.later({ seconds: 899 });
      expect(await signIn(login, PASSWORD)).toMatchObject({ code: 'identity.sign-in.locked' });
      identity.later({ seconds: 1 });
      expect(await signIn(login, PASSWORD)).toEqual(
        login === 'demo' ? 'signed in' : expect.objectContaining({ code: 'identity.sign-in.refused' }),
      );
    },
  );

  it('counts by login as it is compared, and from none again after a success or a day', async () => {
    for (const typed of ['demo', ' Demo', 'DEMO ', 'demo']) await fail(typed, 1);
    await identity.signIn('demo', PASSWORD);
    await fail('demo', 4);
    identity.later({ hours: 25 });
    await fail('demo', 4);
    expect(await signIn('demo', PASSWORD)).toBe('signed in');
  });

  it('looks at no more guesses at once than one after the other', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn('demo', 'wrong')));
    const codes = guesses.map((guess) => (guess as { code: string }).code).sort();
    expect(codes).toEqual([
      ...Array<string>(7).fill('identity.sign-in.locked'),
      ...Array<string>(5).fill('identity.sign-in.refused'),
    ]);
  });

  it('keeps what was typed as a login by its hash alone, and for a day', async () => {
    await fail('a password typed into the wrong field', 1);
    const all = () => identity.rows<{ row: string }>('select a::text as row from sign_in_attempt a');
    expect((await all()).map(({ row }) => row).join()).not.toContain('wrong field');
    identity.later({ hours: 25 });
    await fail('another', 1);
    expect(await all()).toHaveLength(1);
  });
});

describe('ID-5 one’s own password', () => {
  const me = () => identity.service.as(lille, [], { actor: { kind: 'user', id: demoUserId } });
  const change = async (current: string, password: string, refreshToken = '') =>
    identity.client.changeOwnPassword({ current, password, refreshToken }, await me());
  const session = async (password: string) => (await identity.signIn('demo', password)).session?.refreshToken as string;

  it('is changed by whoever knows it; every other session ends', async () => {
    const [here, elsewhere] = [await session(PASSWORD), await session(PASSWORD)];
    await change(PASSWORD, OTHER, here);
    expect(await refusal(identity.refresh(elsewhere))).toMatchObject({ code: 'identity.session.refused' });
    await identity.refresh(here);
    expect(await signIn('demo', PASSWORD)).toMatchObject({ code: 'identity.sign-in.refused' });
    await session(OTHER);
    const trail = await identity.rows(
      `select operation, entity_type, count(*)::int as count from audit
       where actor_id = $1 and operation = 'identity:own-password.change' and station_id = $2 group by 1, 2 order by 2`,
      [demoUserId, lille.stationId],
    );
    expect(trail).toEqual([
      { operation: 'identity:own-password.change', entity_type: 'password', count: 1 },
      { operation: 'identity:own-password.change', entity_type: 'session', count: expect.any(Number) },
      { operation: 'identity:own-password.change', entity_type: 'sign-in-attempt', count: 1 },
    ]);
    await change(OTHER, PASSWORD);
  });

  it('is not changed by a guess, nor by many', async () => {
    const wrong = { code: 'identity.password.invalid', fields: [{ pointer: '/current', code: 'identity.password.current-wrong' }] }; // prettier-ignore
    for (let n = 0; n < 5; n++) expect(await refusal(change(OTHER, OTHER))).toMatchObject(wrong);
    expect(await refusal(change(PASSWORD, OTHER))).toMatchObject(LOCKED(30));
  });

  it('is not changed to one that is short or common', async () => {
    for (const [bad, rule] of [
      ['trop court', 'too-short'],
      ['passwordpassword', 'too-common'],
    ] as const)
      // prettier-ignore
      expect((await refusal(change(PASSWORD, bad))).fields).toMatchObject([{ code: `identity.password.${rule}` }]);
    expect(await signIn('demo', PASSWORD)).toBe('signed in');
  });
});

describe('ID-5 a link to set a password', () => {
  const PAUL = derivedId('test', 'paul');
  const ZOE = derivedId('test', 'zoe');
  /** Administers Lille alone. */
  const chief = { kind: 'user', id: derivedId('test', 'chief of lille') } as const;
  const link = async (userId: string, actor = { kind: 'user', id: demoUserId } as { kind: 'user'; id: string }) =>
    identity.client.createPasswordLink({ userId }, await identity.service.as(lille, [RIGHT], { actor }));
  const use = (secret: string, password: string) => identity.client.setPasswordByLink({ secret, password }, NOBODY);
  const REFUSED = { code: 'identity.password-link.refused', kind: 'precondition', params: {}, fields: [] };

  beforeAll(async () => {
    const user = `insert into app_user (network_id, id, login, name, email, colour) values ($1, $2, $3, $3, '', '#000000')`;
    const works = `insert into user_station values ($1, $2, $3, 0, 'technician', '{}', '{}')`;
    await identity.rows(user, [lille.networkId, PAUL, 'paul']);
    await identity.rows(works, [lille.stationId, lille.networkId, PAUL]);
    await identity.rows(user, [lille.networkId, ZOE, 'zoe']);
    for (const { stationId } of [lille, arras]) await identity.rows(works, [stationId, lille.networkId, ZOE]);
    await identity.rows(`insert into station_grant values ($1, $2, $3, 1, '2026-01-01Z')`, [
      demoStations.LIL,
      chief.id,
      [RIGHT],
    ]);
  });

  it('is used once, by whoever has it, and opens what was locked', async () => {
    expect(await signIn('paul', '')).toMatchObject({ code: 'identity.sign-in.refused' });
    await fail('paul', 4);
    expect(await signIn('paul', OTHER)).toMatchObject({ code: 'identity.sign-in.locked' });
    const { secret } = await link(PAUL);
    expect(secret).toMatch(/^[\w-]{22}$/);
    expect((await refusal(use(secret, 'paul paul paul'))).fields).toMatchObject([
      { code: 'identity.password.too-common' },
    ]);
    const both = await Promise.all(
      [use(secret, OTHER), use(secret, OTHER)].map((one) => refusal(one).catch(() => 'set')),
    );
    expect(both.sort()).toEqual([REFUSED, 'set'].sort());
    expect(await signIn('paul', OTHER)).toBe('signed in');
    expect(await refusal(use(secret, PASSWORD))).toEqual(REFUSED);
    const [row] = await identity.rows<{ all: string }>(`select string_agg(l::text, ' ') as all from password_link l`);
    expect(row?.all).not.toContain(secret);
  });

  it('is void after three days, after a newer one, and where it never was', async () => {
    const { secret: old, expiresAt } = await link(PAUL);
    expect(Date.parse(expiresAt) - identity.now()).toBe(72 * 3_600_000);
    const { secret } = await link(PAUL);
    for (const none of [old, '', 'x\u00e9']) expect(await refusal(use(none, PASSWORD))).toEqual(REFUSED);
    identity.later({ hours: 72 });
    expect(await refusal(use(secret, PASSWORD))).toEqual(REFUSED);
    expect(await signIn('paul', OTHER)).toBe('signed in');
  });

  it('ends the sessions that the old password opened', async () => {
    const { session } = await identity.signIn('paul', OTHER);
    await use((await link(PAUL)).secret, PASSWORD);
    expect(await refusal(identity.refresh(session?.refreshToken as string))).toMatchObject({
      code: 'identity.session.refused',
    });
  });

  it('ID-10 is made by whoever administers the person everywhere, and for nobody of another network', async () => {
    await link(PAUL, chief);
    expect(await refusal(link(ZOE, chief))).toMatchObject({
      code: 'identity.user.works-elsewhere',
      params: { stations: ['ARR'] },
    });
    await link(ZOE);
    const foreign = await identity.service.as(testTenant('elsewhere', 'another'), [RIGHT]);
    const missing = { code: 'identity.user.not-found', kind: 'not-found', params: {}, fields: [] };
    for (const userId of [PAUL, derivedId('test', 'nobody'), 'x'])
      expect(await refusal(identity.client.createPasswordLink({ userId }, foreign))).toEqual(missing);
    const without = await identity.service.as(lens, ['identity:station.read']);
    expect(await refusal(identity.client.createPasswordLink({ userId: PAUL }, without))).toMatchObject({
      code: 'platform.request.forbidden',
      params: { right: RIGHT },
    });
  });
});
