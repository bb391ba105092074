import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, testTenant, TestTokens } from '@navette/testing';
import { EVERY_SERVICE, TokenVerifier } from './tokens.js';

const tenant = testTenant('here');

function verifier() {
  const tokens = new TestTokens();
  return { tokens, verifier: new TokenVerifier([EVERY_SERVICE, 'stock'], () => tokens.keys()) };
}

afterEach(() => void jest.useRealTimers());

describe('ID-4 an access token', () => {
  it('is verified once, and known again until it expires', async () => {
    const { tokens, verifier: one } = verifier();
    const token = await tokens.sign(tenant, undefined, { expiresIn: '5m' });
    const caller = await one.verify(token);
    // The very same answer: its signature was not looked at again.
    expect(await one.verify(token)).toBe(caller);
    jest.useFakeTimers({ now: Date.now() + 299_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    expect(await one.verify(token)).toBe(caller);
    jest.setSystemTime(Date.now() + 2_000);
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
});
