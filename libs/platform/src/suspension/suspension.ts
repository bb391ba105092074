import { defineErrors } from '@navette/kernel';

export const suspensionErrors = defineErrors('platform', {
  'suspension.party-suspended': 'precondition',
  'suspension.reason-required': { kind: 'invalid', params: ['max'] },
});

const REASON_MAX = 500;

/**
 * Why somebody goes on with a suspended party (PA-4).
 * @throws DomainError `platform.suspension.reason-required`
 */
export function overrideReason(input: string): string {
  const reason = input.trim();
  if (reason !== '' && reason.length <= REASON_MAX && !reason.includes('\0')) return reason;
  const params = { max: REASON_MAX };
  const field = suspensionErrors.field('/reason', 'suspension.reason-required', params);
  throw suspensionErrors.error('suspension.reason-required', params, [field]);
}
