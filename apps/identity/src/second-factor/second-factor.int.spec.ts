import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RIGHTS } from '@navette/reference';
import { testScope, testTenant } from '@navette/testing';
import { demoUserId } from '../index.js';
import { arras, lille, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';
import { totpCode } from './totp.code.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity(RIGHTS);
});
afterAll(() => identity?.stop());

const as = (tenant = lille) => identity.service.as(tenant, RIGHTS, { actor: { kind: 'user', id: demoUserId } });
const REFUSED = { code: 'identity.second-factor.code-refused', kind: 'unauthenticated', params: {}, fields: [] };
const REQUIRED = { code: 'identity.second-factor.code-required', kind: 'unauthenticated' };

let secret = Buffer.alloc(0);
/** The code that an app shows so many steps from now. */
const code = (ahead = 0) => totpCode(secret, Math.floor(identity.now() / 30_000) + ahead);
const nextStep = () => identity.later({ seconds: 30 });
const signIn = (given = '', station = 'LIL') => identity.signIn('demo', PASSWORD, station, 'a browser', given);

async function start(): Promise<void> {
  const started = await identity.client.startTotp({}, await as());
  const bits = [...started.secret].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  );
  secret = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  expect(started.uri).toContain(`otpauth://totp/Navette:demo?secret=${started.secret}`);
}

let recoveryCodes: string[] = [];

describe('ID-5 a second factor', () => {
  it('counts once a first code has confirmed it', async () => {
    expect(await refusal(identity.client.confirmTotp({ code: '000000' }, await as()))).toMatchObject({
      code: 'identity.second-factor.not-started',
    });
    await start();
    const first = secret;
    await start();
    expect(secret).not.toEqual(first);
    await signIn();
    expect(await refusal(identity.client.confirmTotp({ code: totpCode(first, 1) }, await as()))).toEqual(REFUSED);
    ({ recoveryCodes } = await identity.client.confirmTotp({ code: code() }, await as()));
    expect(recoveryCodes).toHaveLength(10);
    expect(await refusal(signIn())).toMatchObject(REQUIRED);
    for (const ask of [
      async () => identity.client.startTotp({}, await as()),
      async () => identity.client.confirmTotp({ code: code(1) }, await as()),
    ])
      // prettier-ignore
      expect(await refusal(ask())).toMatchObject({ code: 'identity.second-factor.enrolled-already' });
  });

  it('is proved by each code once, also of two at the same time', async () => {
    // That of the confirmation was used.
    expect(await refusal(signIn(code()))).toEqual(REFUSED);
    nextStep();
    const both = await Promise.all([signIn(code()), signIn(code())].map((one) => refusal(one).catch(() => 'in')));
    expect(both.sort()).toEqual([REFUSED, 'in'].sort());
    expect(await refusal(signIn(code(-1)))).toEqual(REFUSED);
    nextStep();
    await signIn(code());
  });

  it('is asked for after the password alone, which is not said to be right without it being so', async () => {
    expect(await refusal(identity.signIn('demo', 'wrong', '', '', code()))).toMatchObject({
      code: 'identity.sign-in.refused',
    });
    // Asking is no guess: it neither counts nor makes guesses forgotten.
    for (let n = 0; n < 12; n++) expect(await refusal(signIn())).toMatchObject(REQUIRED);
    for (let n = 0; n < 4; n++) expect(await refusal(signIn('000000'))).toEqual(REFUSED);
    expect(await refusal(signIn('000000'))).toMatchObject({ code: 'identity.sign-in.locked' });
    identity.later({ minutes: 1 });
    await signIn(code());
  });

  it('may be replaced by a recovery code, once', async () => {
    const [one = '', other = ''] = recoveryCodes;
    await signIn(one.toLowerCase());
    expect(await refusal(signIn(one))).toEqual(REFUSED);
    await signIn(other.replace('-', ' '));
  });

  it('is kept sealed, and its recovery codes by their hashes', async () => {
    const [row] = await identity.rows<{ all: string }>(
      `select string_agg(t::text, ' ') || (select string_agg(c::text, ' ') from recovery_code c) as all from user_totp t`,
    );
    for (const clear of [secret.toString('hex'), Buffer.from(secret.toString('base64url')).toString('hex')])
      expect(row?.all).not.toContain(clear);
    for (const one of recoveryCodes) expect(row?.all).not.toContain(one);
  });

  it('is removed by a code, and by an administrator without one', async () => {
    nextStep();
    expect(await refusal(identity.client.removeTotp({ code: '000000' }, await as()))).toEqual(REFUSED);
    await identity.client.removeTotp({ code: code() }, await as());
    await signIn();
    await start();
    await identity.client.confirmTotp({ code: code() }, await as());
    await identity.client.resetTotp({ userId: demoUserId }, await as());
    await identity.client.resetTotp({ userId: demoUserId }, await as());
    await signIn();
    const [trail] = await identity.rows<{ count: number }>(
      `select count(*)::int as count from audit where operation = 'identity:user.second-factor-reset' and entity_id = $1`,
      [demoUserId],
    );
    expect(trail).toEqual({ count: 1 });
  });
});

describe('ID-5 a station’s policy', () => {
  const set = async (secondFactor: string, tenant = arras) =>
    identity.client.setSignInPolicy({ secondFactor }, await as(tenant));

  it('demands a second factor of whoever works there, who can do nothing else before', async () => {
    expect(await identity.client.getSignInPolicy({}, await as(arras))).toEqual({ secondFactor: 'optional' });
    const before = await signIn('', 'ARR');
    expect(before.session?.secondFactorDue).toBe(false);
    expect(await set('required')).toEqual({ secondFactor: 'required' });
    const due = await identity.refresh(before.session?.refreshToken as string);
    expect(due.session?.secondFactorDue).toBe(true);
    // No right is in its scope.
    expect((await identity.verify(due.accessToken)).scopes).toEqual(['']);
    expect((await signIn('', 'LIL')).session?.secondFactorDue).toBe(false);
    await start();
    await identity.client.confirmTotp({ code: code() }, await as());
    const free = await identity.refresh(due.session?.refreshToken as string);
    expect(free.session?.secondFactorDue).toBe(false);
    expect(await identity.verify(free.accessToken)).not.toHaveProperty('scopes');
  });

  it('is one that exists, set by whoever may, and of no other station', async () => {
    expect(await refusal(set('never'))).toMatchObject({
      code: 'identity.second-factor.policy-not-accepted',
      params: { accepted: ['optional', 'required'] },
    });
    expect(await identity.client.getSignInPolicy({}, await as(lille))).toEqual({ secondFactor: 'optional' });
    const none = await identity.service.as(lille, ['identity:station.read']);
    for (const [call, right] of [
      [() => identity.client.setSignInPolicy({ secondFactor: 'optional' }, none), 'sign-in-policy.change'],
      [() => identity.client.getSignInPolicy({}, none), 'sign-in-policy.read'],
      [() => identity.client.resetTotp({ userId: demoUserId }, none), 'user.second-factor-reset'],
    ] as const)
      expect(await refusal(call())).toMatchObject({ params: { right: `identity:${right}` } });
  });

  it('ID-10 and second factors are hidden from another network, by call and database', async () => {
    const foreign = testTenant('elsewhere', 'another');
    const call = await identity.service.as(foreign, RIGHTS);
    expect(await refusal(identity.client.resetTotp({ userId: demoUserId }, call))).toMatchObject({
      code: 'identity.user.not-found',
    });
    for (const table of ['user_totp', 'recovery_code', 'sign_in_policy'])
      expect(await identity.service.db.tenantRead(testScope(foreign), (tx) => tx.rows(`select from ${table}`))).toEqual(
        [],
      );
  });
});
