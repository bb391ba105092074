import { describe, expect, it } from '@jest/globals';
import {
  base32,
  newRecoveryCodes,
  newTotpSecret,
  otpauthUri,
  recoveryCodeHash,
  stepOf,
  totpCode,
} from './totp.code.js';

/** RFC 6238, appendix B; its codes have eight digits, of which an app shows the last six. */
const SECRET = Buffer.from('12345678901234567890');

describe('ID-5 time-based codes', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those of RFC 6238 at %d s', (seconds, code) => {
    expect(totpCode(SECRET, Math.floor(seconds / 30))).toBe(code.slice(2));
  });

  it('are good a step early or late, once, and in order', () => {
    const at = 3_000_000;
    for (const [step, good] of [
      [99_998, false],
      [99_999, true],
      [100_000, true],
      [100_001, true],
      [100_002, false],
    ] as const)
      // prettier-ignore
      expect(stepOf(totpCode(SECRET, step), SECRET, at, 0)).toBe(good ? step : undefined);
    const code = totpCode(SECRET, 100_000);
    expect(stepOf(`${code.slice(0, 3)} ${code.slice(3)}`, SECRET, at, 99_999)).toBe(100_000);
    expect(stepOf(code, SECRET, at, 100_000)).toBeUndefined();
    for (const none of ['', '12345', `${code}0`, 'abcdef', '１２３４５６'])
      expect(stepOf(none, SECRET, at, 0)).toBeUndefined();
  });

  it('come from a secret that apps read', () => {
    expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(otpauthUri(SECRET, 'zoé@x')).toBe(
      'otpauth://totp/Navette:zo%C3%A9%40x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Navette',
    );
    expect(newTotpSecret()).toHaveLength(20);
  });

  it('may be replaced by ten others, however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/);
    const [code = ''] = codes;
    const hash = recoveryCodeHash(code, 'one');
    expect(recoveryCodeHash(` ${code.toLowerCase().replace('-', ' ')} `, 'one')).toEqual(hash);
    expect(recoveryCodeHash(code, 'another')).not.toEqual(hash);
  });
});
