import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SignInProvider, SignInProviderDetails, TokenResponse } from '@navette/contracts/identity/v1/service';
import { derivedId } from '@navette/kernel';
import { RIGHTS, rightsOfRole } from '@navette/reference';
import { testScope, testTenant, type TestTenant } from '@navette/testing';
import { demoNetworkId, demoStations, demoUserId } from '../index.js';
import { arras, lens, lille, NOBODY, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';
import { CLIENT, REDIRECT_URI, startProvider, type TestProvider } from '../test/openid.js';

let identity: TestIdentity;
let provider: TestProvider;
beforeAll(async () => {
  [identity, provider] = await Promise.all([startIdentity(RIGHTS), startProvider()]);
  await demoIn(lille);
});
afterAll(async () => {
  await provider?.stop();
  await identity?.stop();
});
beforeEach(() => {
  Object.assign(provider.manners, { claims: vouched('marie@enseigne.example'), amr: [], tamper: undefined, expiresCodes: false }); // prettier-ignore
});

const demo = { kind: 'user', id: demoUserId } as const;
const demoIn = (tenant: TestTenant, rights: readonly string[] = RIGHTS) => identity.service.as(tenant, rights, { actor: demo }); // prettier-ignore
const vouched = (email: string, more: object = {}) => ({ email, email_verified: true, ...more });

const details = (changed: Partial<SignInProviderDetails> = {}): SignInProviderDetails => ({
  name: 'Enseigne',
  issuer: provider.issuer,
  clientId: CLIENT.id,
  scopes: ['openid', 'email', 'groups'],
  emailClaim: 'email',
  rolesClaim: '',
  roles: [],
  passwordsAllowed: true,
  provesSecondFactor: false,
  domains: ['enseigne.example'],
  active: true,
  ...changed,
});

/** Sets the provider over whatever is there. */
async function set(
  changed: Partial<SignInProviderDetails> = {},
  clientSecret = CLIENT.secret as string,
): Promise<SignInProvider> {
  const { version } = await identity.client.getSignInProvider({}, await demoIn(lille));
  const asked = { id: demoNetworkId, expectedVersion: version, details: details(changed), clientSecret };
  return identity.client.setSignInProvider(asked, await demoIn(lille));
}

const start = (domain = 'enseigne.example') =>
  identity.client.startProviderSignIn({ domain, redirectUri: REDIRECT_URI }, NOBODY);
const finish = (flow: string, answer: string) =>
  identity.client.finishProviderSignIn({ flow, answer, device: 'a browser' }, NOBODY);

/** The whole way, as a browser goes it. */
async function signIn(): Promise<TokenResponse> {
  const { url, flow } = await start();
  return finish(flow, await provider.browse(url));
}

async function create(login: string, email: string, tenant = lille, role = 'technician'): Promise<string> {
  const person = { login, name: login, email, colour: '#336699', idleMinutes: 30, language: 'fr' };
  const assignment = { stationId: '', role, addedRights: [], removedRights: [] };
  return (await identity.client.createUser({ person, assignment, mailLink: false }, await demoIn(tenant))).id;
}

const rolesOf = async (userId: string) =>
  Object.fromEntries(
    (
      await identity.rows<{ code: string; role: string }>(
        'select s.code, u.role from user_station u join station s using (station_id) where u.user_id = $1',
        [userId],
      )
    ).map(({ code, role }) => [code, role]),
  );

const refused = (rule: string) => ({ code: `identity.sign-in-provider.${rule}` });

describe('ID-7 the provider of a network', () => {
  it('is none at first, is set from the version that was seen, and never shows its secret', async () => {
    const none = { id: demoNetworkId, version: '0', hasSecret: false, details: undefined };
    expect(await identity.client.getSignInProvider({}, await demoIn(lille))).toEqual(none);
    expect(await refusal(set({}, ''))).toMatchObject({
      fields: [{ pointer: '/clientSecret', code: refused('secret-required').code }],
    });
    const first = await set({ domains: [' Enseigne.example'] });
    expect(first).toEqual({ id: demoNetworkId, version: '1', hasSecret: true, details: details() });
    const stale = { id: demoNetworkId, expectedVersion: '0', details: details(), clientSecret: '' };
    expect(await refusal(identity.client.setSignInProvider(stale, await demoIn(lille)))).toMatchObject({
      ...refused('changed-meanwhile'),
      params: { expected: 0, actual: 1 },
    });
    const [kept] = await identity.rows<{ all: string; sealed: Buffer }>(
      'select p::text as all, sealed_secret as sealed from sign_in_provider p',
    );
    expect(kept?.all).not.toContain(CLIENT.secret);
    expect(kept?.sealed.toString('latin1')).not.toContain(CLIENT.secret);
    const trail = await identity.rows('select actor_id, station_id from audit where entity_type = $1', [
      'sign-in-provider',
    ]);
    expect(trail).toEqual([{ actor_id: demoUserId, station_id: demoStations.LIL }]);
  });

  it('keeps its secret, but for another issuer it is asked again', async () => {
    await set({ name: 'Enseigne 2' }, '');
    await signInAs('keeps');
    expect(await refusal(set({ issuer: 'https://attacker.example' }, ''))).toMatchObject({
      fields: [{ pointer: '/clientSecret', code: refused('secret-required').code }],
    });
  });

  it('is refused with every field that is wrong', async () => {
    const bad = {
      name: ' ',
      issuer: 'ftp://x',
      clientId: '',
      scopes: ['email'],
      emailClaim: '',
      rolesClaim: '',
      roles: [{ value: '', stationId: testTenant('x').stationId, role: 'boss' }],
      domains: ['enseigne'],
    };
    const { code, fields } = await refusal(set(bad));
    expect(code).toBe(refused('invalid').code);
    expect(fields.map(({ pointer }) => pointer)).toEqual([
      '/name',
      '/clientId',
      '/emailClaim',
      '/rolesClaim',
      '/roles/0/value',
      '/roles/0/role',
      '/roles/0/stationId',
      '/issuer',
      '/scopes',
      '/domains/0',
    ]);
    expect((await refusal(set({ domains: [] }))).fields).toMatchObject([{ pointer: '/domains' }]);
  });

  it('is set by whoever has the right in every station, and gives no role beyond their own rights', async () => {
    const one = { kind: 'user', id: await create('one-station', '', lille, 'administrator') } as const;
    const request = { id: demoNetworkId, expectedVersion: '2', details: details(), clientSecret: '' };
    const call = await identity.service.as(lille, RIGHTS, { actor: one });
    expect(await refusal(identity.client.setSignInProvider(request, call))).toMatchObject({
      ...refused('other-stations'),
      params: { stations: ['ARR', 'LEN'] },
    });
    const lacking = 'billing:document.read';
    await identity.rows(
      `update station_grant set rights = array_remove(rights, $1) where subject = $2 and station_id = $3`,
      [lacking, demoUserId, lens.stationId],
    );
    const roles = [{ value: 'chefs', stationId: lens.stationId, role: 'manager' }];
    expect(await refusal(set({ rolesClaim: 'groups', roles }))).toMatchObject({
      ...refused('right-not-held'),
      params: { rights: [lacking] },
    });
    // Entering the station gives them back.
    await identity.signIn('demo', PASSWORD, 'LEN');
    const none = await identity.service.as(lille, ['identity:station.read']);
    for (const [refusedCall, right] of [
      [() => identity.client.getSignInProvider({}, none), 'read'],
      [() => identity.client.setSignInProvider(request, none), 'change'],
    ] as const)
      expect(await refusal(refusedCall())).toMatchObject({ params: { right: `identity:sign-in-provider.${right}` } });
  });

  it('ID-10 is hidden from another network, by call and database, and its domain is nobody else’s', async () => {
    await set();
    const foreign = testTenant('elsewhere', 'another');
    const call = await identity.service.as(foreign, RIGHTS);
    const request = { id: demoNetworkId, expectedVersion: '1', details: details(), clientSecret: 'x' };
    expect(await refusal(identity.client.setSignInProvider(request, call))).toMatchObject(refused('not-found'));
    expect(await identity.client.getSignInProvider({}, call)).toMatchObject({ version: '0', id: foreign.networkId });
    for (const table of ['sign_in_provider', 'sign_in_domain', 'sign_in_role'])
      expect(await identity.service.db.tenantRead(testScope(foreign), (tx) => tx.rows(`select from ${table}`))).toEqual([]); // prettier-ignore
    await identity.rows('insert into network (id, name) values ($1, $2) on conflict do nothing', [foreign.networkId, 'Other']); // prettier-ignore
    const own = { ...request, id: foreign.networkId, expectedVersion: '0' };
    expect(await refusal(identity.client.setSignInProvider(own, call))).toMatchObject(refused('domain-taken'));
  });

  it('is found by domain alone, where it is active', async () => {
    const find = async (domain: string) => (await identity.client.findSignInProvider({ domain }, NOBODY)).name;
    expect(await find('ENSEIGNE.example')).toBe('Enseigne');
    for (const domain of ['other.example', '', 'a\0b']) expect(await find(domain)).toBe('');
    await set({ active: false });
    expect(await find('enseigne.example')).toBe('');
    expect(await refusal(start())).toMatchObject(refused('not-offered'));
    await set();
  });
});

async function signInAs(login: string, tenant = lille): Promise<{ id: string; answer: TokenResponse }> {
  const id = await create(login, `${login}@enseigne.example`, tenant);
  provider.manners.claims = vouched(`${login}@enseigne.example`);
  return { id, answer: await signIn() };
}

describe('ID-7 a person who signs in at the provider', () => {
  it('has a session as by password, by the e-mail that it vouches for, whatever its capitals', async () => {
    const id = await create('marie', 'Marie@Enseigne.example', lens);
    const { accessToken, session } = await signIn();
    expect(await identity.verify(accessToken)).toMatchObject({
      actor: { kind: 'user', id },
      stationId: demoStations.LEN,
      networkId: demoNetworkId,
    });
    const next = await identity.refresh(session?.refreshToken as string);
    expect((await identity.verify(next.accessToken)).actor.id).toBe(id);
    const [trail] = await identity.rows(`select actor_id from audit where operation = 'identity:session.start' and actor_id = $1`, [id]); // prettier-ignore
    expect(trail).toBeDefined();
  });

  it('is sent there with code, PKCE, state and nonce, and nowhere else', async () => {
    const { url, flow } = await start();
    const { origin, searchParams } = new URL(url);
    expect(origin).toBe(provider.issuer);
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: CLIENT.id,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid email groups',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    const said = Buffer.from(flow, 'base64url').toString('latin1');
    for (const secret of ['state', 'nonce']) expect(said).not.toContain(searchParams.get(secret));
  });

  it('is refused with the state of another browser, before the code is used', async () => {
    const [mine, theirs] = [await start(), await start()];
    const answer = await provider.browse(theirs.url);
    const before = provider.tokenCalls();
    expect(await refusal(finish(mine.flow, answer))).toMatchObject(refused('answer-refused'));
    expect(provider.tokenCalls()).toBe(before);
    await finish(theirs.flow, answer);
  });

  it('is refused with another nonce', async () => {
    const { url, flow } = await start();
    const other = new URL(url);
    other.searchParams.set('nonce', 'x'.repeat(43));
    expect(await refusal(finish(flow, await provider.browse(other.href)))).toMatchObject(refused('answer-refused'));
  });

  it('is refused with the PKCE verifier of another browser', async () => {
    const { url, flow } = await start();
    const other = new URL(url);
    other.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    expect(await refusal(finish(flow, await provider.browse(other.href)))).toMatchObject(refused('answer-refused'));
    expect(provider.refusal()).toBe('code_verifier does not match code_challenge');
  });

  it('is refused with another issuer, of the answer or of the ID token', async () => {
    const { url, flow } = await start();
    const answer = new URLSearchParams(await provider.browse(url));
    expect(answer.get('iss')).toBe(provider.issuer);
    answer.set('iss', 'https://attacker.example');
    expect(await refusal(finish(flow, `?${answer.toString()}`))).toMatchObject(refused('answer-refused'));
    provider.manners.tamper = (claims) => ({ ...claims, iss: 'https://attacker.example' });
    expect(await refusal(signIn())).toMatchObject(refused('answer-refused'));
  });

  it('is refused with an ID token for another client, or that is over, though it is signed', async () => {
    provider.manners.tamper = (claims) => claims;
    await signIn();
    provider.manners.tamper = (claims) => ({ ...claims, aud: 'other' });
    expect(await refusal(signIn())).toMatchObject(refused('answer-refused'));
    provider.manners.tamper = (claims) => ({ ...claims, exp: Number(claims.iat) - 3_600 });
    expect(await refusal(signIn())).toMatchObject(refused('answer-refused'));
    const { url, flow } = await start();
    const other = new URL(url);
    other.searchParams.set('client_id', 'other');
    provider.manners.tamper = undefined;
    expect(await refusal(finish(flow, await provider.browse(other.href)))).toMatchObject(refused('answer-refused'));
    expect(provider.refusal()).toBe('client mismatch');
  });

  it('is refused with a code that is expired, used before, or no code', async () => {
    provider.manners.expiresCodes = true;
    expect(await refusal(signIn())).toMatchObject(refused('answer-refused'));
    expect(provider.refusal()).toBe('authorization code is expired');
    provider.manners.expiresCodes = false;
    const { url, flow } = await start();
    const answer = await provider.browse(url);
    await finish(flow, answer);
    expect(provider.refusal()).toBe('');
    expect(await refusal(finish(flow, answer))).toMatchObject(refused('answer-refused'));
    expect(provider.refusal()).toBe('authorization code already consumed');
    expect(await refusal(finish(flow, ''))).toMatchObject(refused('answer-refused'));
  });

  it('is refused without the cookie, with one that was changed, or that is too old', async () => {
    const { url, flow } = await start();
    const answer = await provider.browse(url);
    const changed = `${flow.slice(0, -4)}AAAA`;
    for (const wrong of ['', 'x', changed])
      expect(await refusal(finish(wrong, answer))).toMatchObject(refused('flow-over'));
    identity.later({ minutes: 10 });
    expect(await refusal(finish(flow, answer))).toMatchObject(refused('flow-over'));
  });

  it('is told that they gave up, or that the provider is away', async () => {
    const { url, flow } = await start();
    const state = new URL(url).searchParams.get('state') ?? '';
    const answer = `?error=access_denied&state=${state}&iss=${encodeURIComponent(provider.issuer)}`;
    expect(await refusal(finish(flow, answer))).toMatchObject(refused('cancelled'));
    await set({ issuer: 'http://127.0.0.1:1' });
    expect(await refusal(start())).toMatchObject({ ...refused('unreachable'), kind: 'unavailable' });
    await set();
  });

  it('is refused where the e-mail is not vouched for', async () => {
    for (const claims of [
      { email: 'marie@enseigne.example', email_verified: false },
      { email: 'marie@enseigne.example', email_verified: 'true' },
      { email: 'marie@enseigne.example' },
      { email_verified: true },
    ]) {
      provider.manners.claims = claims;
      expect(await refusal(signIn())).toMatchObject(refused('email-unverified'));
    }
  });

  it('ID-10 is refused where nobody of the network has that e-mail, though somebody of another has', async () => {
    const { networkId } = testTenant('elsewhere', 'another');
    await identity.rows('insert into network (id, name) values ($1, $2) on conflict do nothing', [networkId, 'Other']);
    await identity.rows(
      `insert into app_user (network_id, id, login, name, email, colour) values ($1, $2, 'theirs', 'Theirs', 'theirs@enseigne.example', '#336699')`,
      [networkId, derivedId('sign-in-provider', 'theirs')],
    );
    for (const email of ['theirs@enseigne.example', 'nobody@enseigne.example']) {
      provider.manners.claims = vouched(email);
      expect(await refusal(signIn())).toMatchObject(refused('user-unknown'));
    }
  });

  it('is refused where they are inactive, where two have the e-mail, where they work nowhere', async () => {
    const gone = await create('gone', 'gone@enseigne.example');
    await identity.rows('update app_user set deactivated_at = now() where id = $1', [gone]);
    const nowhere = await create('nowhere', 'nowhere@enseigne.example');
    await identity.rows('delete from user_station where user_id = $1', [nowhere]);
    await create('twin-1', 'twin@enseigne.example');
    await create('twin-2', 'TWIN@enseigne.example');
    for (const [name, rule] of [
      ['gone', 'user-inactive'],
      ['nowhere', 'no-station'],
      ['twin', 'user-ambiguous'],
    ] as const) {
      provider.manners.claims = vouched(`${name}@enseigne.example`);
      expect(await refusal(signIn())).toMatchObject(refused(rule));
    }
  });
});

describe('ID-7 roles by claim', () => {
  const roles = [
    { value: 'chefs', stationId: demoStations.LIL, role: 'manager' },
    { value: 'techs', stationId: demoStations.LIL, role: 'technician' },
    { value: 'chefs', stationId: demoStations.LEN, role: 'manager' },
  ];

  it('follow the claim at each sign-in in the stations of the mapping, and stay by hand in others', async () => {
    await set({ rolesClaim: 'groups', roles });
    const id = await create('paul', 'paul@enseigne.example', arras, 'logistician');
    const as = async (...groups: string[]) => {
      provider.manners.claims = vouched('paul@enseigne.example', { groups });
      await signIn();
      return rolesOf(id);
    };
    expect(await as('techs', 'chefs')).toEqual({ ARR: 'logistician', LIL: 'manager', LEN: 'manager' });
    const rights = `select rights from station_grant where subject = $1 and station_id = $2`;
    expect(await identity.rows(rights, [id, demoStations.LIL])).toEqual([{ rights: rightsOfRole('manager') }]);
    expect(await as('techs')).toEqual({ ARR: 'logistician', LIL: 'technician' });
    expect(await identity.rows(rights, [id, demoStations.LEN])).toEqual([{ rights: [] }]);
    expect(await as()).toEqual({ ARR: 'logistician' });
    const trail = await identity.rows<{ station_id: string }>(
      `select distinct station_id from audit where operation = 'identity:sign-in-provider.roles' and entity_id = $1`,
      [id],
    );
    expect(trail.map((row) => row.station_id).sort()).toEqual([demoStations.LEN, demoStations.LIL].sort());
  });

  it('write nothing where they are the same, and keep rights that were added by hand', async () => {
    const id = await create('anna', 'anna@enseigne.example');
    await identity.rows(`update user_station set added_rights = '{billing:document.read}' where user_id = $1`, [id]);
    const change = async (group: string) => {
      provider.manners.claims = vouched('anna@enseigne.example', { groups: group });
      await signIn();
      const [row] = await identity.rows<{ rights: string[]; version: string }>(
        'select rights, version from station_grant where subject = $1 and station_id = $2',
        [id, demoStations.LIL],
      );
      return row;
    };
    const first = await change('techs');
    expect(first?.rights).toContain('billing:document.read');
    expect((await change('techs'))?.version).toBe(first?.version);
  });

  it('ID-2 leave a station its last administrator', async () => {
    await identity.rows(`update app_user set email = 'demo@enseigne.example' where id = $1`, [demoUserId]);
    await set({ rolesClaim: 'groups', roles: [{ value: 'chefs', stationId: demoStations.ARR, role: 'manager' }] });
    provider.manners.claims = vouched('demo@enseigne.example', { groups: ['chefs'] });
    await signIn();
    expect(await rolesOf(demoUserId)).toMatchObject({ ARR: 'administrator' });
    await set();
  });
});

describe('ID-5 ID-7 a second factor', () => {
  const demand = async (policy: string) =>
    identity.client.setSignInPolicy({ secondFactor: policy }, await demoIn(arras));

  it('that a station demands is due where the provider does not say it asked for one', async () => {
    await demand('required');
    const { answer } = await signInAs('due', arras);
    expect(answer.session?.secondFactorDue).toBe(true);
    provider.manners.amr = ['pwd', 'mfa'];
    const asked = await signIn();
    expect(asked.session?.secondFactorDue).toBe(false);
    const next = await identity.refresh(asked.session?.refreshToken as string);
    expect(next.session?.secondFactorDue).toBe(false);
    provider.manners.amr = [];
    await set({ provesSecondFactor: true });
    expect((await signIn()).session?.secondFactorDue).toBe(false);
    await set();
    await demand('optional');
  });

  it('that somebody has here is not passed by', async () => {
    const { id } = await signInAs('careful');
    await identity.rows(
      `insert into user_totp (network_id, user_id, sealed_secret, started_at, confirmed_at) values ($1, $2, '', now(), now())`,
      [demoNetworkId, id],
    );
    expect(await refusal(signIn())).toMatchObject(refused('second-factor-missing'));
    provider.manners.amr = ['mfa'];
    await signIn();
  });
});

describe('ID-7 passwords beside a provider', () => {
  it('are refused where it says so, to whoever typed theirs, but not to administrators', async () => {
    const id = await create('typist', 'typist@enseigne.example');
    const { secret } = await identity.client.createPasswordLink({ userId: id }, await demoIn(lille));
    await identity.client.setPasswordByLink({ secret, password: PASSWORD }, NOBODY);
    await set({ passwordsAllowed: false });
    for (let time = 0; time < 7; time += 1)
      expect(await refusal(identity.signIn('typist', PASSWORD))).toMatchObject({
        code: 'identity.sign-in.provider-required',
        params: { provider: 'Enseigne' },
      });
    expect(await refusal(identity.signIn('typist', 'wrong'))).toMatchObject({ code: 'identity.sign-in.refused' });
    await identity.signIn('demo', PASSWORD);
    await set({ passwordsAllowed: false, active: false });
    await identity.signIn('typist', PASSWORD);
  });
});
