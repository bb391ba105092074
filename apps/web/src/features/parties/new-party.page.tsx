import { answered, type Api } from '@navette/api-client';
import { newParty } from '@navette/api-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useRef, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { isPassing } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { startFrom } from '../../shared/kit/form/start-from.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useTab } from '../../shared/work/use-work.js';
import { PartyFields } from './party-fields.js';
import { emptyParty, nameOf, sentOf, textOf, type Party, type PartyValues } from './party-values.js';
import css from './parties.module.css';

const DRAFT = 'draft.party.new';

const create = async (api: Api, key: string, values: PartyValues, acceptDuplicates: boolean) =>
  (
    await answered(
      api.POST('/api/v1/parties', {
        params: { header: { 'Idempotency-Key': key } },
        body: { ...sentOf(values), acceptDuplicates },
      }),
    )
  ).data;

/** PA-7: a new party; who it may be already is shown before it is made. */
export default function NewPartyPage() {
  const t = useText();
  const api = useApi();
  const client = useQueryClient();
  const tab = useTab('');
  // One key per intent: a repeated press makes one party; an answer to the duplicates is another intent.
  const key = useRef(crypto.randomUUID());
  const [duplicates, setDuplicates] = useState<readonly { party: Party; reasons: readonly string[] }[]>([]);
  const save = useMutation({
    mutationFn: ({ values, accept }: { values: PartyValues; accept: boolean }) =>
      create(api, key.current, values, accept),
    onSuccess: (answer) => {
      key.current = crypto.randomUUID();
      if ('duplicates' in answer) {
        setDuplicates(answer.duplicates);
        return;
      }
      startFrom(form, DRAFT, emptyParty(['consumer']));
      void client.invalidateQueries({ queryKey: ['list'] });
      tab.become(`/parties/${answer.created.id}`);
    },
    onError: (error) => {
      // Refused, what is sent next is another intent; unanswered, it may have been done.
      if (!isPassing(error)) key.current = crypto.randomUUID();
    },
  });
  const form = useEdgeForm(newParty, emptyParty(['consumer']), {
    draft: DRAFT,
  });
  useFieldErrors(form, save.error);
  const submit = (accept: boolean) =>
    form.handleSubmit((values) => {
      save.mutate({ values, accept });
    });
  return (
    <RecordPage
      title={t('parties.new')}
      unsaved={form.formState.isDirty}
      actions={[
        {
          id: 'party.create',
          title: t('parties.create'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: save.isPending ? t('parties.saving') : undefined,
          run: () => void submit(false)(),
        },
      ]}
    >
      <ProblemBox error={save.error} />
      <FormProvider {...form}>
        <form className={css['form'] ?? ''} onSubmit={(event) => void submit(false)(event)} noValidate>
          <PartyFields isNew />
          <button type="submit" hidden />
        </form>
      </FormProvider>
      <Dialog
        title={t('parties.duplicates.title')}
        size="wide"
        isOpen={duplicates.length > 0}
        onClose={() => {
          setDuplicates([]);
        }}
        footer={
          <>
            <Button
              onPress={() => {
                setDuplicates([]);
              }}
            >
              {t('parties.duplicates.back')}
            </Button>
            <Button
              kind="primary"
              onPress={() => {
                setDuplicates([]);
                void submit(true)();
              }}
            >
              {t('parties.duplicates.create')}
            </Button>
          </>
        }
      >
        <p>{t('parties.duplicates.text')}</p>
        <ul className={css['duplicates'] ?? ''}>
          {duplicates.map(({ party, reasons }) => (
            <li key={party.id}>
              <PageLink href={`/parties/${party.id}`}>{nameOf(party)}</PageLink>
              <span className="muted">
                {[textOf(party.mainAddress), ...party.phones, ...party.emails].filter(Boolean).join(' · ')}
              </span>
              <span>{reasons.map((reason) => t(`parties.reason.${reason}`)).join(', ')}</span>
            </li>
          ))}
        </ul>
      </Dialog>
    </RecordPage>
  );
}
