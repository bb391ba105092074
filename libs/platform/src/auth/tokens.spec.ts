import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, testTenant, TestTokens } from '@navette/testing';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { EVERY_SERVICE, TokenVerifier, type Claims } from './tokens.js';

const tenant = testTenant('here');

function verifier() {
  const tokens = new TestTokens();
  return { tokens, verifier: new TokenVerifier([EVERY_SERVICE, 'stock'], () => tokens.keys()) };
}

/** What a forger has: tokens and claims of their own, the public key, and here a signature under claims that are wrong. */
interface Forge {
  readonly tokens: TestTokens;
  readonly claims: Claims;
  readonly publicKey: string;
  signed(change: (claims: Claims) => Partial<Claims>): Promise<string>;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function hmac(header: object, claims: object, secret: string): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** Signed by a stranger's key that stands in the header. */
async function ownKey(claims: Claims): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'test', jwk }).sign(privateKey);
}

afterEach(() => void jest.useRealTimers());

describe('ID-4 an access token', () => {
  it('is verified once, and known again until it expires', async () => {
    const { tokens, verifier: one } = verifier();
    const token = await tokens.sign(tenant, undefined, { expiresIn: '5m' });
    const caller = await one.verify(token);
    // The very same answer: its signature was not looked at again.
    expect(await one.verify(token)).toBe(caller);
    jest.useFakeTimers({
      now: caller.expiresAt * 1_000 - 1,
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'],
    });
    expect(await one.verify(token)).toBe(caller);
    jest.setSystemTime(caller.expiresAt * 1_000 + 1_000);
    await expect(one.verify(token)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
  });

  it('is refused however often it comes, where it is for another service, changed or signed by somebody else', async () => {
    const { tokens, verifier: one } = verifier();
    const good = await tokens.sign(tenant);
    await one.verify(good);
    const foreign = await tokens.sign(tenant, undefined, { audience: 'billing' });
    const forged = await new TestTokens().sign(tenant);
    const [head, , signature] = good.split('.');
    const claims = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(good.split('.')[1] as string, 'base64url').toString()), station: testTenant('elsewhere').stationId })).toString('base64url'); // prettier-ignore
    for (const bad of [foreign, forged, `${head}.${claims}.${signature}`, '']) {
      for (let n = 0; n < 2; n++)
        await expect(one.verify(bad)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
    }
  });

  it.each<[string, (forge: Forge) => Promise<string> | string]>([
    ['that is expired', ({ tokens }) => tokens.sign(tenant, undefined, { expiresIn: '-1s' })],
    ['that never expires', ({ signed }) => signed(({ exp: _, ...claims }) => claims)],
    ['of another issuer', ({ signed }) => signed((claims) => ({ ...claims, iss: 'elsewhere' }))],
    ['without a station', ({ signed }) => signed(({ station: _, ...claims }) => claims)],
    ['whose station is no id', ({ signed }) => signed((claims) => ({ ...claims, station: `' or true --` }))],
    ['of a kind of actor that is none', ({ signed }) => signed((claims) => ({ ...claims, kind: 'system' }))],
    ['that says it needs no signature', ({ claims }) => `${part({ alg: 'none' })}.${part(claims)}.`],
    ['that says so with another case', ({ claims }) => `${part({ alg: 'nOnE', kid: 'test' })}.${part(claims)}.`],
    ['signed with the public key as a shared secret', ({ claims, publicKey }) => hmac({ alg: 'HS256', kid: 'test' }, claims, publicKey)], // prettier-ignore
    ['that brings its own key', async ({ claims }) => ownKey(claims)],
    ['whose signature is empty', async ({ tokens }) => (await tokens.sign(tenant)).replace(/[^.]+$/, '')],
    ['whose signature is zeroes', async ({ tokens }) => (await tokens.sign(tenant)).replace(/[^.]+$/, 'A'.repeat(86))],
    ['that is no token', () => 'a.b.c'],
  ])('ID-6 %s is refused', async (_name, forge) => {
    const { tokens, verifier: one } = verifier();
    const [key] = (await tokens.keys()).keys;
    const claims = decodeJwt<Claims>(await tokens.sign(tenant));
    const signed: Forge['signed'] = (change) => tokens.signClaims(change(claims));
    // What is changed below is good before.
    await expect(one.verify(await signed((same) => same))).resolves.toMatchObject({ stationId: tenant.stationId });
    const token = await forge({ tokens, claims, signed, publicKey: JSON.stringify(key) });
    await expect(one.verify(token)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
  });

  it('is verified with identity away, by keys fetched before anybody called', async () => {
    const tokens = new TestTokens();
    let asked = 0;
    // Away at first, there once, and away again.
    const one = new TokenVerifier([EVERY_SERVICE], () => {
      asked += 1;
      return asked === 2 ? tokens.keys() : Promise.reject(new Error('away'));
    });
    const end = one.prepare();
    await eventually(() => (asked === 2 ? true : undefined));
    await expect(one.verify(await tokens.sign(tenant))).resolves.toMatchObject({ stationId: tenant.stationId });
    expect(asked).toBe(2);
    end();
  });

  it('ID-6 of a key that is not known yet is verified after asking once more, and forged names ask for nothing', async () => {
    const [old, fresh] = [new TestTokens('old'), new TestTokens('fresh')];
    const given = { now: 0, asked: 0, rotated: false };
    const one = new TokenVerifier(
      [EVERY_SERVICE],
      async () => {
        given.asked += 1;
        const keys = [...(await old.keys()).keys, ...(given.rotated ? (await fresh.keys()).keys : [])];
        return { keys };
      },
      () => given.now,
    );
    const [first, next] = [await old.sign(tenant), await fresh.sign(tenant)];
    await one.verify(first);
    given.rotated = true;
    // Ten seconds after the last answer nobody has asked again, however many tokens name a key that we have not.
    for (let n = 0; n < 20; n++) {
      await expect(one.verify(next)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
    }
    expect(given.asked).toBe(1);
    given.now = 10_001;
    await Promise.all([one.verify(next), one.verify(next), one.verify(first)]);
    expect(given.asked).toBe(2);
    for (let n = 0; n < 20; n++) {
      given.now += 600;
      const forged = await new TestTokens(`forged ${n}`).sign(tenant);
      await expect(one.verify(forged)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
    }
    expect(given.asked).toBe(3);
  });

  it('ID-6 of a key that was withdrawn is refused, though nobody names another one', async () => {
    const tokens = new TestTokens();
    const given = { now: 0, asked: 0, withdrawn: false, away: false };
    const one = new TokenVerifier(
      [EVERY_SERVICE],
      async () => {
        given.asked += 1;
        if (given.away) throw new Error('away');
        return given.withdrawn ? new TestTokens('another').keys() : tokens.keys();
      },
      () => given.now,
    );
    const token = await tokens.sign(tenant);
    await one.verify(token);
    given.now = 300_000;
    await one.verify(token);
    expect(given.asked).toBe(1);
    // While identity is away, what is known goes on working, and it is asked every ten seconds at most.
    given.away = true;
    for (let n = 0; n < 20; n++) {
      given.now += 1_001;
      await one.verify(token);
    }
    expect(given.asked).toBeLessThanOrEqual(4);
    given.away = false;
    given.withdrawn = true;
    given.now = 1_000_000;
    await expect(one.verify(token)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
  });
});
