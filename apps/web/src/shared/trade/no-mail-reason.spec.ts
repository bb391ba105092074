import { describe, expect, it } from '@jest/globals';
import { noMailReason } from './no-mail-reason.js';

type Party = Parameters<typeof noMailReason>[0];

const party = (has: Partial<Party>): Party => ({ emails: [], contacts: [], refusedChannels: [], erasedAt: '', ...has });
const contact = (email: string, isDefault: boolean) => ({ name: 'Anne Roy', role: '', phone: '', email, isDefault });

describe('PA-12 a party without e-mail', () => {
  it('gets no mail for want of an address', () => {
    expect(noMailReason(party({}))).toBe('no-address');
    expect(noMailReason(party({ contacts: [contact('anne@edn.example', false), contact('', true)] }))).toBe(
      'no-address',
    );
  });

  it('gets none where it wants none, whatever addresses it has', () => {
    expect(noMailReason(party({ emails: ['a@b.example'], refusedChannels: ['mail'] }))).toBe('refused');
  });

  it('gets its mail by an address of its own or of its default contact', () => {
    expect(noMailReason(party({ emails: ['a@b.example'], refusedChannels: ['sms'] }))).toBeUndefined();
    expect(noMailReason(party({ contacts: [contact('anne@edn.example', true)] }))).toBeUndefined();
  });

  it('is not told of who was erased', () => {
    expect(noMailReason(party({ erasedAt: '2026-11-22T10:00:00Z' }))).toBeUndefined();
  });
});
