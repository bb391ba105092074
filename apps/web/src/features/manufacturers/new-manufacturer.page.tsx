import { answered } from '@navette/api-client';
import { listedManufacturer } from '@navette/api-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useRef } from 'react';
import { FormProvider } from 'react-hook-form';
import { isPassing } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { startFrom } from '../../shared/kit/form/start-from.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { ManufacturerFields } from './manufacturer-fields.js';
import css from './manufacturers.module.css';

const DRAFT = 'draft.manufacturer.new';
const EMPTY = { alphaCode: '', name: '', machineClientId: '', documentationUrl: '' };

/** PA-10: one more manufacturer for every station of the network. */
export default function NewManufacturerPage() {
  const t = useText();
  const api = useApi();
  const may = useMay()('parties:manufacturer.list');
  const client = useQueryClient();
  const tab = useTab('');
  const key = useRef(crypto.randomUUID());
  const form = useEdgeForm(listedManufacturer, EMPTY, { draft: DRAFT });
  const add = useMutation({
    mutationFn: (body: typeof EMPTY) =>
      answered(api.POST('/api/v1/manufacturers', { params: { header: { 'Idempotency-Key': key.current } }, body })),
    onSuccess: ({ data }) => {
      startFrom(form, DRAFT, EMPTY);
      void client.invalidateQueries({ queryKey: ['list'] });
      tab.become(`/manufacturers/${data.id}`);
    },
    onError: (error) => {
      // Refused, what is sent next is another intent; unanswered, it may have been done.
      if (!isPassing(error)) key.current = crypto.randomUUID();
    },
  });
  useFieldErrors(form, add.error);
  const submit = form.handleSubmit((values) => {
    add.mutate(values);
  });
  return (
    <RecordPage
      title={t('manufacturers.new')}
      unsaved={form.formState.isDirty}
      actions={[
        {
          id: 'manufacturer.add',
          title: t('manufacturers.add'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: !may ? t('manufacturers.may-not') : add.isPending ? t('manufacturers.saving') : undefined,
          run: () => void submit(),
        },
      ]}
    >
      <ProblemBox error={add.error} />
      <FormProvider {...form}>
        <form className={css['form'] ?? ''} onSubmit={(event) => void submit(event)} noValidate>
          <ManufacturerFields mayEdit={may} />
          <button type="submit" hidden />
        </form>
      </FormProvider>
    </RecordPage>
  );
}
