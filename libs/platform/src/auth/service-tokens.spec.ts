import { describe, expect, it } from '@jest/globals';
import { ServiceTokens } from './service-tokens.js';

/** An identity that gives token 1, 2, 3 …, each for 300 s, unless it is away; and the time. */
function given() {
  const identity = { away: false, asked: 0, now: 0 };
  const tokens = new ServiceTokens(
    async () => {
      identity.asked += 1;
      if (identity.away) throw new Error('away');
      return { token: `token ${identity.asked}`, expiresInSeconds: 300 };
    },
    () => identity.now * 1_000,
  );
  return { identity, get: () => tokens.get('stock', 'lille') };
}

describe('ID-4 tokens of a service', () => {
  it('are asked for once, also by many at the same time', async () => {
    const { identity, get } = given();
    expect(await Promise.all([get(), get(), get()])).toEqual(['token 1', 'token 1', 'token 1']);
    identity.now = 149;
    expect(await get()).toBe('token 1');
    expect(identity.asked).toBe(1);
  });

  it('are renewed from half their life on, and serve meanwhile', async () => {
    const { identity, get } = given();
    await get();
    identity.now = 150;
    expect(await get()).toBe('token 1');
    expect(await get()).toBe('token 2');
    expect(identity.asked).toBe(2);
  });

  it('serve as long as they live while identity is away, and no longer', async () => {
    const { identity, get } = given();
    await get();
    identity.away = true;
    identity.now = 269;
    expect(await get()).toBe('token 1');
    identity.now = 270;
    await expect(get()).rejects.toThrow('away');
    identity.away = false;
    expect(await get()).not.toBe('token 1');
  });
});
