import { defineErrors } from '@navette/kernel';

export const messageErrors = defineErrors('notifications', {
  'message.not-found': 'not-found',
  'message.state-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'message.not-resendable': { kind: 'precondition', params: ['state'] },
  // No message yet that a text of this kind could be tried on.
  'preview.no-data': { kind: 'precondition', params: ['kind'] },
  'preview.takes-too-long': 'invalid',
});

export const MESSAGE_STATES = ['queued', 'sent', 'not_sent', 'parked'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Why a message will never be sent as things stand (NO-5). */
export type NotSentReason =
  | 'no-address'
  | 'no-consent'
  | 'no-smtp'
  | 'no-party'
  | 'no-template'
  | 'template-wrong'
  // Of a link to set a password (ID-5): whoever was to get it needs it no more, or another one.
  | 'link-used'
  | 'link-expired'
  | 'link-replaced'
  // Of a supplier order (ST-21): it was taken back before its mail left.
  | 'order-withdrawn'
  // Nobody has said under which address browsers reach the pages.
  | 'no-pages-address';

/** Seconds between the tries of a mail that the server put off or could not be reached for; then it is parked (NO-6). */
export const RETRY_AFTER_SECONDS = [2, 10, 60, 300, 900, 3_600, 14_400, 43_200] as const;

/** Seconds until the next try after `attempts` of them, or undefined when there is none. */
export function retryAfter(attempts: number): number | undefined {
  return RETRY_AFTER_SECONDS[attempts - 1];
}
