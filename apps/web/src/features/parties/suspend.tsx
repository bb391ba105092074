import { answered } from '@navette/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import type { PaneProps } from './party-pane.js';
import { nameOf, type Party } from './party-values.js';

/** Keeps what the server answers as the record that is shown. */
function useSaved({ kind, id }: PaneProps['definition']) {
  const client = useQueryClient();
  return (saved: { data: Party; etag: string | undefined }) => {
    client.setQueryData(['record', kind, id], saved);
    void client.invalidateQueries({ queryKey: ['list'] });
  };
}

/** PA-4: suspends a party for non-payment, with the reason. */
export function SuspendDialog({
  definition,
  party,
  onClose,
}: Pick<PaneProps, 'definition'> & { readonly party: Party; readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const saved = useSaved(definition);
  const [reason, setReason] = useState('');
  const suspend = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/parties/{id}/suspend', {
          params: { path: { id: party.id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
          body: { reason },
        }),
      ),
    retry: false,
    onSuccess: (answer) => {
      saved(answer);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('parties.suspend.title', { name: nameOf(party) })}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('parties.merge.back')}</Button>
          <Button
            kind="danger"
            isDisabled={suspend.isPending}
            onPress={() => {
              suspend.mutate();
            }}
          >
            {t('parties.suspend')}
          </Button>
        </>
      }
    >
      <p>{t('parties.suspend.text')}</p>
      <ProblemBox error={fieldErrorsOf(suspend.error).size > 0 ? null : suspend.error} />
      <TextInput
        label={t('parties.suspend.reason')}
        value={reason}
        onChange={setReason}
        lines={3}
        isRequired
        autoFocus
        error={fieldErrorsOf(suspend.error).get('/reason')}
      />
    </Dialog>
  );
}

/** PA-4: ends the suspension; it can be suspended again. */
export function useResume(definition: PaneProps['definition']) {
  const api = useApi();
  const saved = useSaved(definition);
  const { mutate, error } = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/parties/{id}/resume', {
          params: { path: { id: definition.id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
        }),
      ),
    retry: false,
    onSuccess: saved,
  });
  return {
    error,
    run: () => {
      mutate();
    },
  };
}
