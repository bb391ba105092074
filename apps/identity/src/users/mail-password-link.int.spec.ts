import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PasswordLinkRequestedMessage } from '@navette/contracts';
import { derivedId, newId, systemClock } from '@navette/kernel';
import { testTenant, type TestTenant } from '@navette/testing';
import { demoUserId } from '../index.js';
import { arras, lens, lille, NOBODY, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';

const RIGHT = 'identity:user.password-link';
/** What the demo's administrator is asked for here. */
const RIGHTS = [RIGHT, 'identity:user.create', 'identity:user.change'];
const MAIL = 'identity:password-link.mail';
const PAUL = derivedId('test', 'mailed paul');
const NEW_PASSWORD = 'trois gaufres et un vélo';
const service = { kind: 'service', id: 'notifications' } as const;
const demo = { kind: 'user', id: demoUserId } as const;

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
  await identity.rows(
    `insert into app_user (network_id, id, login, name, email, colour, language) values ($1, $2, 'paul', 'Paul', 'paul@houplin.example', '#000000', 'en')`,
    [lille.networkId, PAUL],
  );
  for (const { stationId } of [lille, arras])
    await identity.rows(`insert into user_station values ($1, $2, $3, 0, 'technician', '{}', '{}')`, [
      stationId,
      lille.networkId,
      PAUL,
    ]);
});
afterAll(() => identity?.stop());
beforeEach(() => identity.later({ hours: 2 }));

const mail = async (userId: string, idempotencyKey?: string) => {
  const call = await identity.service.as(lille, RIGHTS, { actor: demo, ...(idempotencyKey && { idempotencyKey }) });
  return identity.client.mailPasswordLink({ userId }, call);
};
const read = async (linkId: string, tenant: TestTenant = lille) =>
  identity.client.getPasswordLinkMail({ linkId }, await identity.service.as(tenant, [MAIL], { actor: service }));
const use = (secret: string) => identity.client.setPasswordByLink({ secret, password: NEW_PASSWORD }, NOBODY);

/** Ids of the links that were asked for a user, by what was said of them; the latest last. */
async function asked(userId: string): Promise<string[]> {
  const rows = await identity.rows<{ payload: Buffer }>(
    `select payload from outbox where subject like '%password-link-requested%' order by id`,
  );
  const events = rows.map(({ payload }) => PasswordLinkRequestedMessage.decode(payload));
  return events.filter((event) => event.userId === userId).map(({ linkId }) => linkId);
}
const latest = async () => (await asked(PAUL)).at(-1) ?? '';

describe('ID-5 a link that is mailed', () => {
  it('opens the account by the secret that our mail service is told, again at each try, and that is kept nowhere', async () => {
    expect(await mail(PAUL)).toEqual({ email: 'paul@houplin.example', expiresAt: expect.any(String) });
    const link = await read(await latest());
    expect(link).toMatchObject({
      state: 'open',
      language: 'en',
      email: 'paul@houplin.example',
      login: 'paul',
      timeZone: 'Europe/Paris',
      secret: expect.stringMatching(/^[\w-]{22}$/),
    });
    expect(await read(await latest())).toEqual(link);
    const tables = await identity.rows<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname = 'public'`,
    );
    for (const { name } of tables) {
      const kept = await identity.rows(`select 1 from "${name}" t where strpos(t::text, $1) > 0`, [link.secret]);
      expect({ name, kept: kept.length }).toEqual({ name, kept: 0 });
    }
    const events = await identity.rows<{ payload: Buffer }>('select payload from outbox');
    expect(events.filter(({ payload }) => payload.includes(link.secret) || payload.includes('paul@houplin'))).toEqual([]); // prettier-ignore
    await use(link.secret);
    await identity.signIn('paul', NEW_PASSWORD);
    expect(await read(await latest())).toMatchObject({ state: 'used', secret: '', email: '' });
  });

  it('says that it was replaced, that it is too old, and that its user is gone, and no secret then', async () => {
    await mail(PAUL);
    const first = await latest();
    const { secret } = await read(first);
    await mail(PAUL);
    expect(await read(first)).toMatchObject({ state: 'replaced', secret: '', email: '', name: '' });
    expect(await refusal(use(secret))).toMatchObject({ code: 'identity.password-link.refused' });
    identity.later({ hours: 72 });
    expect(await read(await latest())).toMatchObject({ state: 'expired', secret: '' });
    await mail(PAUL);
    await identity.rows('update app_user set deactivated_at = $2 where id = $1', [PAUL, '2026-11-01T00:00:00Z']);
    expect(await read(await latest())).toMatchObject({ state: 'replaced', secret: '' });
    expect(await refusal(mail(PAUL))).toMatchObject({ code: 'identity.user.not-found' });
    await identity.rows('update app_user set deactivated_at = null where id = $1', [PAUL]);
  });

  it('is made once for a click that comes twice, and at once by two who click leaves one that is good', async () => {
    const before = (await asked(PAUL)).length;
    const key = newId(systemClock);
    expect(await mail(PAUL, key)).toEqual(await mail(PAUL, key));
    expect(await asked(PAUL)).toHaveLength(before + 1);
    await Promise.all([mail(PAUL), mail(PAUL)]);
    const states = await Promise.all((await asked(PAUL)).slice(before).map(async (id) => (await read(id)).state));
    expect(states.filter((state) => state === 'open')).toHaveLength(1);
  });

  it('is mailed five times an hour, and to whoever has an address', async () => {
    for (let n = 0; n < 5; n++) await mail(PAUL);
    identity.later({ minutes: 10 });
    expect(await refusal(mail(PAUL))).toMatchObject({
      code: 'identity.password-link.too-many',
      kind: 'too-many',
      params: { retryAfter: 3_000 },
    });
    identity.later({ minutes: 50 });
    await mail(PAUL);
    await identity.rows(`update app_user set email = '' where id = $1`, [PAUL]);
    identity.later({ hours: 2 });
    expect(await refusal(mail(PAUL))).toMatchObject({ code: 'identity.password-link.no-address' });
    await identity.rows(`update app_user set email = 'paul@houplin.example' where id = $1`, [PAUL]);
  });

  it('ID-10 is read by our own services alone, in the station that it was asked in, and asked by whoever administers the person', async () => {
    await mail(PAUL);
    const linkId = await latest();
    const forbidden = { code: 'platform.request.forbidden', params: { right: MAIL } };
    for (const actor of [demo, { kind: 'client', id: 'electrobel' } as const]) {
      const call = await identity.service.as(lille, [MAIL], { actor });
      expect(await refusal(identity.client.getPasswordLinkMail({ linkId }, call))).toMatchObject(forbidden);
    }
    const missing = { code: 'identity.password-link.not-found', kind: 'not-found', params: {}, fields: [] };
    for (const tenant of [lens, arras, testTenant('elsewhere', 'another')])
      expect(await refusal(read(linkId, tenant))).toEqual(missing);
    expect(await refusal(read(derivedId('test', 'no link')))).toEqual(missing);
    const chief = { kind: 'user', id: derivedId('test', 'chief of lens') } as const;
    const call = await identity.service.as(lens, [RIGHT], { actor: chief });
    expect(await refusal(identity.client.mailPasswordLink({ userId: PAUL }, call))).toMatchObject({
      code: 'identity.user.not-found',
    });
  });

  it('goes with a new user where that is asked for, or not at all', async () => {
    const person = { login: 'zoe', name: 'Zoé', email: 'zoe@houplin.example', colour: '#000000', idleMinutes: 60, language: '' }; // prettier-ignore
    const assignment = { stationId: '', role: 'technician', addedRights: [], removedRights: [] };
    const create = async (given: object, mailLink: boolean) => {
      const call = await identity.service.as(lille, RIGHTS, { actor: demo });
      return identity.client.createUser({ person: { ...person, ...given }, assignment, mailLink }, call);
    };
    const { id, person: made } = await create({}, true);
    expect(made?.language).toBe('fr');
    const [linkId = ''] = await asked(id);
    expect(await read(linkId)).toMatchObject({ state: 'open', email: 'zoe@houplin.example', language: 'fr' });
    const none = await refusal(create({ login: 'ana', email: '' }, true));
    expect(none).toMatchObject({ code: 'identity.password-link.no-address' });
    expect(await identity.rows(`select 1 from app_user where login = 'ana'`)).toEqual([]);
    expect(await asked((await create({ login: 'ana', email: '' }, false)).id)).toEqual([]);
    const tongue = await refusal(create({ login: 'eva', language: 'nl' }, false));
    expect(tongue.fields).toMatchObject([{ pointer: '/language', code: 'identity.user.language-not-accepted' }]);
  });
});

describe('WE-3 what changes of a user', () => {
  it('is told in each of their stations: sessions, locks, links, the person', async () => {
    const told = async (name: string, act: () => Promise<unknown>) => {
      const sql = `select id, station_id as station from outbox where subject like $1 and aggregate_id = $2`;
      const said = async () => identity.rows<{ id: string; station: string }>(sql, [`%evt.${name}.%`, PAUL]);
      // What was published long ago goes away by itself.
      const before = new Set((await said()).map(({ id }) => id));
      await act();
      const since = (await said()).filter(({ id }) => !before.has(id));
      return since.map(({ station }) => station).sort();
    };
    const both = [lille.stationId, arras.stationId].sort();
    let refreshToken = '';
    const signIn = async () => {
      refreshToken = (await identity.signIn('paul', NEW_PASSWORD)).session?.refreshToken ?? '';
    };
    expect(await told('user-access-changed', signIn)).toEqual(both);
    expect(await told('user-access-changed', () => identity.client.endSession({ refreshToken }, NOBODY))).toEqual(both);
    expect(await told('user-access-changed', () => mail(PAUL))).toEqual(both);
    const guess = () => refusal(identity.signIn('paul', PASSWORD));
    for (let n = 0; n < 4; n++) expect(await told('user-access-changed', guess)).toEqual([]);
    expect(await told('user-access-changed', guess)).toEqual(both);
    const change = async () => {
      const call = await identity.service.as(lille, RIGHTS, { actor: demo });
      const [row] = await identity.rows<{ version: string }>('select version from app_user where id = $1', [PAUL]);
      const person = { login: 'paul', name: 'Paul', email: 'paul@houplin.example', colour: '#000000', idleMinutes: 60, language: 'fr' }; // prettier-ignore
      await identity.client.changeUser({ id: PAUL, person, active: false, expectedVersion: String(row?.version) }, call); // prettier-ignore
    };
    expect(await told('user-changed', change)).toEqual(both);
  });
});
