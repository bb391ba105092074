import type { Party } from '@navette/contracts/parties/v1/service';

/** Where a party gets its mails: its own first address, else its default contact's; undefined where it has none. */
export function mailAddressOf({ emails, contacts }: Party): string | undefined {
  const contact = contacts.find(({ isDefault }) => isDefault)?.email;
  return emails[0] ?? (contact === '' ? undefined : contact);
}

/** Whether a party wants to be written to by mail (NO-5). */
export function acceptsMail({ refusedChannels }: Party): boolean {
  return !refusedChannels.includes('mail');
}
