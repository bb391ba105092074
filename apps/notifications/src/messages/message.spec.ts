import { describe, expect, it } from '@jest/globals';
import { derivedId } from '@navette/kernel';
import { messageKey } from './message-key.hash.js';
import { retryAfter, RETRY_AFTER_SECONDS } from './message.js';

describe('NO-6 retries', () => {
  it('come ever later, and end within two days', () => {
    const waits = Array.from({ length: RETRY_AFTER_SECONDS.length + 1 }, (_, i) => retryAfter(i + 1));
    expect(waits.at(-1)).toBeUndefined();
    const known = waits.filter((wait) => wait !== undefined);
    expect(known).toEqual([...known].sort((a, b) => a - b));
    expect(known.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(2 * 86_400);
  });
});

describe('NO-6 the key of a message', () => {
  it('differs with event, template and recipient, and with nothing else', () => {
    const [event, other, party] = ['event', 'other', 'party'].map((name) => derivedId('test', name)) as [string, string, string]; // prettier-ignore
    const key = messageKey(event, 'party_welcome', party);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(messageKey(event, 'party_welcome', party)).toBe(key);
    for (const another of [
      messageKey(other, 'party_welcome', party),
      messageKey(event, 'customer_order_ready', party),
      messageKey(event, 'party_welcome', other),
    ]) {
      expect(another).not.toBe(key);
    }
  });
});
