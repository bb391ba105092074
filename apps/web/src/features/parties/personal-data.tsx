import { answered } from '@navette/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Eraser } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import type { PaneProps } from './party-pane.js';
import { nameOf } from './party-values.js';
import css from './parties.module.css';

/** PA-16: what a person may ask of the station: all that is kept, as a file, and to be forgotten. */
export function PersonalData({ definition, held }: Omit<PaneProps, 'frame'>) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const party = held.data;
  const saved = useMutation({
    mutationFn: async () => {
      const params = { path: { id: party.id } };
      const { data } = await answered(api.GET('/api/v1/parties/{id}/personal-data', { params, parseAs: 'text' }));
      saveFile(`donnees-personnelles-${party.id}.json`, new Blob([String(data)], { type: 'application/json' }));
    },
    retry: false,
  });
  const erased = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/parties/{id}/erase', {
          params: {
            path: { id: party.id },
            header: { 'If-Match': held.etag ?? '', 'Idempotency-Key': crypto.randomUUID() },
          },
        }),
      ),
    retry: false,
    onSuccess: (answer) => {
      client.setQueryData(['record', definition.kind, definition.id], answer);
      void client.invalidateQueries({ queryKey: ['list'] });
      setAsking(false);
    },
  });
  const isOver = party.erasedAt !== '' || party.mergedInto !== '';
  if (isOver || !(may('parties:person.export') || may('parties:person.erase'))) return null;
  return (
    <Section title={t('parties.personal-data')}>
      <ProblemBox error={saved.error} />
      <div className={css['buttons'] ?? ''}>
        <Button
          icon={Download}
          isDisabled={!may('parties:person.export') || saved.isPending}
          onPress={() => {
            saved.mutate();
          }}
        >
          {t('parties.personal-data.export')}
        </Button>
        <Button
          icon={Eraser}
          isDisabled={!may('parties:person.erase')}
          onPress={() => {
            setAsking(true);
          }}
        >
          {t('parties.personal-data.erase')}
        </Button>
      </div>
      <Dialog
        title={t('parties.personal-data.erase-title', { name: nameOf(party) })}
        isOpen={asking}
        onClose={() => {
          setAsking(false);
        }}
        footer={
          <>
            <Button
              onPress={() => {
                setAsking(false);
              }}
            >
              {t('parties.merge.back')}
            </Button>
            <Button
              kind="danger"
              isDisabled={erased.isPending}
              onPress={() => {
                erased.mutate();
              }}
            >
              {t('parties.personal-data.erase-now')}
            </Button>
          </>
        }
      >
        <ProblemBox error={erased.error} />
        <p>{t('parties.personal-data.erase-text')}</p>
      </Dialog>
    </Section>
  );
}
