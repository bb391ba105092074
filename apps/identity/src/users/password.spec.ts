import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordMatches } from './password.hash.js';

describe('ID-5 password', () => {
  it('is kept as argon2id with its cost and salt, and matches only itself', async () => {
    const [hash, again] = [await hashPassword('correct horse é'), await hashPassword('correct horse é')];
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(again).not.toBe(hash);
    expect(await passwordMatches('correct horse é', hash)).toBe(true);
    expect(await passwordMatches('correct horse e', hash)).toBe(false);
    expect(await passwordMatches('', hash)).toBe(false);
  });

  it('is the same however the keyboard composed its accents', async () => {
    expect(await passwordMatches('caf\u0065\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true);
  });
});
