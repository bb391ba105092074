import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useApi } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { Button } from '../../../shared/ui/button.js';
import { Dialog } from '../../../shared/ui/dialog.js';
import { TextInput } from '../../../shared/ui/fields.js';
import { ProblemBox } from '../../../shared/ui/problem-box.js';
import { useOpen } from '../../../shared/work/use-work.js';
import { nameOf, textOf, type Party } from '../party-values.js';
import css from '../parties.module.css';

/** Who a consumer is to be merged with; the search begins with its own name. */
export function MergeWith({ party, onClose }: { readonly party: Party; readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const [words, setWords] = useState(party.name);
  const asked = useDeferredValue(words);
  const { data, error } = useQuery({
    queryKey: ['merge-with', asked],
    enabled: asked.trim() !== '',
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/api/v1/parties/search', { signal, params: { query: { q: asked, kind: 'consumer' } } })))
        .data.parties,
  });
  const found = data?.filter(({ id }) => id !== party.id);
  return (
    <Dialog
      title={t('parties.merge.with', { name: nameOf(party) })}
      size="wide"
      isOpen
      onClose={onClose}
      footer={<Button onPress={onClose}>{t('parties.merge.back')}</Button>}
    >
      <TextInput label={t('list.search')} type="search" value={words} onChange={setWords} autoFocus />
      <ProblemBox error={error} />
      {found?.length === 0 && <p className="muted">{t('parties.list.empty')}</p>}
      <ul className={css['duplicates'] ?? ''}>
        {found?.map((one) => (
          <li key={one.id}>
            <Button
              kind="quiet"
              onPress={() => {
                onClose();
                open(`/parties/${party.id}/merge/${one.id}`);
              }}
            >
              {nameOf(one)}
            </Button>
            <span className="muted">
              {[textOf(one.mainAddress), ...one.phones, ...one.emails].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
