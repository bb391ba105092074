import { answered } from '@navette/api-client';
import { newUser } from '@navette/api-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useRef } from 'react';
import { FormProvider, useWatch } from 'react-hook-form';
import { isPassing } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormSwitch } from '../../shared/kit/form/form-fields.js';
import { startFrom } from '../../shared/kit/form/start-from.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { PersonFields } from './person-fields.js';
import { RightsEditor, type Work } from './rights-editor.js';
import { ROLES } from './users.list.js';
import css from './users.module.css';

const DRAFT = 'draft.user.new';

interface Values {
  person: { login: string; name: string; email: string; colour: string; idleMinutes: number; language: string };
  work: { role: string; addedRights: string[]; removedRights: string[] };
  mailLink: boolean;
}

const EMPTY: Values = {
  person: { login: '', name: '', email: '', colour: '#2f6f9f', idleMinutes: 60, language: 'fr' },
  work: { role: 'technician', addedRights: [], removedRights: [] },
  mailLink: true,
};

/** ID-2: a new user with a role in this station; they choose their password by a link. */
export default function NewUserPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const client = useQueryClient();
  const tab = useTab('');
  const key = useRef(crypto.randomUUID());
  const form = useEdgeForm(newUser, EMPTY, { draft: DRAFT });
  const work = useWatch({ control: form.control, name: 'work' });
  const save = useMutation({
    mutationFn: (body: Values) =>
      answered(api.POST('/api/v1/users', { params: { header: { 'Idempotency-Key': key.current } }, body })),
    onSuccess: ({ data }) => {
      startFrom(form, DRAFT, EMPTY);
      void client.invalidateQueries({ queryKey: ['list'] });
      tab.become(`/users/${data.id}`);
    },
    onError: (error) => {
      // Refused, what is sent next is another intent; unanswered, it may have been done.
      if (!isPassing(error)) key.current = crypto.randomUUID();
    },
  });
  useFieldErrors(form, save.error);
  const submit = form.handleSubmit((values) => {
    // Without an address there is nothing to mail to: the link is shown from the record.
    save.mutate({ ...values, mailLink: values.mailLink && values.person.email.trim() !== '' });
  });
  const setWork = ({ role, addedRights, removedRights }: Work) => {
    form.setValue(
      'work',
      { role, addedRights: [...addedRights], removedRights: [...removedRights] },
      { shouldDirty: true },
    );
  };
  return (
    <RecordPage
      title={t('users.new')}
      unsaved={form.formState.isDirty}
      actions={[
        {
          id: 'user.create',
          title: t('users.create'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: !may('identity:user.create') ? t('users.may-not') : save.isPending ? t('users.saving') : undefined,
          run: () => void submit(),
        },
      ]}
    >
      <ProblemBox error={save.error} />
      <FormProvider {...form}>
        <form className={css['form'] ?? ''} onSubmit={(event) => void submit(event)} noValidate>
          <Section title={t('users.person')}>
            <div className={css['form'] ?? ''}>
              <PersonFields isNew />
              <FormSwitch name="mailLink" label={t('users.mail-new')} hint={t('users.mail-new.hint')} />
            </div>
          </Section>
          <Section title={t('users.work')}>
            <FormChoice
              name="work.role"
              label={t('users.role')}
              hint={t('users.role.hint')}
              choices={ROLES.map((id) => ({ id, text: t(`users.role.${id}`) }))}
            />
            <RightsEditor work={work} onChange={setWork} isDisabled={false} />
          </Section>
          <button type="submit" hidden />
        </form>
      </FormProvider>
    </RecordPage>
  );
}
