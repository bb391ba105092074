import { describe, expect, it } from '@jest/globals';
import { checkedPassword } from './password.js';
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

describe('ID-5 a password that may be kept', () => {
  const known = ['ddemo', 'Dominique Démo', 'demo@houplin.example'];
  const rule = (password: string) => {
    try {
      return checkedPassword(password, known) === password ? undefined : 'changed';
    } catch (error) {
      return (error as { fields: { pointer: string; code: string; params?: object }[] }).fields;
    }
  };

  it('has twelve characters, whatever they are, and two hundred at most', () => {
    expect(rule('x7Gq!pL0vRt')).toEqual([
      { pointer: '/password', code: 'identity.password.too-short', params: { min: 12 } },
    ]);
    expect(rule('une phrase de passe '.repeat(11))).toEqual([
      { pointer: '/password', code: 'identity.password.too-long', params: { max: 200 } },
    ]);
    // Twelve signs, each of two code units.
    for (const good of ['x7Gq!pL0vRt2', 'le chat mange midi', '🚲🦉🌵🍋🎻🧊🪁🐙🧭🪵🥁🛶'])
      expect(rule(good)).toBeUndefined();
  });

  it.each([
    'passwordpassword',
    'Password2026!',
    'azertyuiop123',
    '123456789012',
    'aaaaaaaaaaaaaaaa',
    'iloveyouforever',
    'Dominique2026',
    'navettenavette',
    'houplinhouplin',
  ])('is not the common %s', (common) => {
    expect(rule(common)).toEqual([{ pointer: '/password', code: 'identity.password.too-common' }]);
  });
});
