import { Refusal } from '@navette/api-client';
import { useState, type ReactNode } from 'react';
import { useMay } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { TextInput } from '../ui/fields.js';

/**
 * PA-4: what is refused because a party is suspended for non-payment may go on by who has the right, with a reason.
 * @param context whose rule it is: `billing`, `interventions`
 * @returns the field to show, once it was refused; the reason, empty while nobody is asked for one; whether it is still missing
 */
export function useDespite(context: string, error: unknown): { reason: string; isMissing: boolean; field: ReactNode } {
  const t = useText();
  const may = useMay()(`${context}:suspension.override`);
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const isSuspended = error instanceof Refusal && error.problem.code === 'platform.suspension.party-suspended';
  // It stays while the reason is typed and sent.
  if (isSuspended && may && !asked) setAsked(true);
  return {
    reason: asked ? reason.trim() : '',
    isMissing: asked && reason.trim() === '',
    field: asked && (
      <TextInput
        label={t('trade.despite.reason')}
        hint={t('trade.despite.hint')}
        isRequired
        autoFocus
        value={reason}
        onChange={setReason}
        maxLength={500}
      />
    ),
  };
}
