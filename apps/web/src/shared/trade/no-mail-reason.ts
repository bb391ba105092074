import type { Schema } from '@navette/api-client';

type Party = Pick<Schema<'Party'>, 'emails' | 'contacts' | 'refusedChannels' | 'erasedAt'>;

/**
 * Why a party gets no mail: it wants none, or has no address, neither of its own nor of its default contact. Undefined where
 * it gets its mail, and where it was erased, which says more.
 */
export function noMailReason({
  emails,
  contacts,
  refusedChannels,
  erasedAt,
}: Party): 'refused' | 'no-address' | undefined {
  if (erasedAt !== '') return undefined;
  if (refusedChannels.includes('mail')) return 'refused';
  const ofContact = contacts.find(({ isDefault }) => isDefault)?.email ?? '';
  return emails.length > 0 || ofContact !== '' ? undefined : 'no-address';
}
