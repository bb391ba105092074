import { describe, expect, it } from '@jest/globals';
import { isMailAddress, mailAddresses, withoutAddresses } from './mail-address.js';

describe('NO-2 addresses', () => {
  it.each(['a@b.fr', 'zoé.lefèvre+sav@exemple.fr', "o'brien@mail.example.org"])('takes %s', (address) => {
    expect(isMailAddress(address)).toBe(true);
  });

  it.each([
    '',
    'a',
    'a@b',
    '@b.fr',
    'a@',
    'a b@c.fr',
    'a@b..fr',
    'a@b.fr\r\nBcc: c@d.fr',
    'a@b.fr, c@d.fr',
    'A <a@b.fr>',
  ])('refuses %j', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });

  it('are separated by semicolons, however they are spaced', () => {
    expect(mailAddresses(' a@b.fr;c@d.fr ;; ')).toEqual(['a@b.fr', 'c@d.fr']);
    expect(mailAddresses('')).toEqual([]);
  });
});

describe('NO-6 an answer of a server', () => {
  it('is told without the addresses it quotes', () => {
    const answer = '550 5.1.1 <zoe@example.org>: user unknown, see postmaster@example.net.';
    expect(withoutAddresses(answer)).toBe('550 5.1.1 <…>: user unknown, see …');
  });
});
