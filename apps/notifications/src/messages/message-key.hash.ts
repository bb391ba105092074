import { createHash } from 'node:crypto';

/**
 * What makes two messages the same one (NO-6): the event, the template and for whom. The recipient is the party or user, not an
 * address: that one is only asked for at each try, and may change between two of them.
 */
export function messageKey(eventId: string, kind: string, addresseeId: string): string {
  return createHash('sha256').update([eventId, kind, addresseeId].join('\n')).digest('hex');
}
