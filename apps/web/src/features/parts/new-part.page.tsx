import { answered } from '@navette/api-client';
import { partRecord } from '@navette/api-schema';
import { Save } from 'lucide-react';
import { FormProvider } from 'react-hook-form';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { startFrom } from '../../shared/kit/form/start-from.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { PartFields } from './part-fields.js';
import { emptyPart, sentOf, type PartValues } from './part-values.js';

/** ST-1: a new part or special item; its prices are typed on its record. */
export default function NewPartPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const api = useApi();
  const tab = useTab('');
  const commands = useCommands();
  const kind = params['kind'] === 'special_item' ? 'special_item' : 'part';
  const draft = `draft.part.new.${kind}`;
  const empty = emptyPart(kind);
  const form = useEdgeForm<PartValues>(partRecord, empty, { draft });
  useFieldErrors(form, commands.error);
  const create = form.handleSubmit(async (values) => {
    await commands.run('create', async (key) => {
      const given = { params: { header: { 'Idempotency-Key': key } }, body: { kind, ...sentOf(values) } } as const;
      const { data } = await answered(api.POST('/api/v1/parts', given));
      startFrom(form, draft, empty);
      tab.become(`/parts/${data.id}`);
    });
  });
  return (
    <RecordPage
      title={t(`parts.new.${kind}`)}
      unsaved={form.formState.isDirty}
      actions={[
        {
          id: 'part.create',
          title: t('parts.create'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: commands.isRunning ? t('parts.saving') : undefined,
          run: () => void create(),
        },
      ]}
    >
      <ProblemBox error={commands.error} />
      <FormProvider {...form}>
        <form onSubmit={(event) => void create(event)} noValidate style={{ display: 'contents' }}>
          <PartFields kind={kind} />
          <button type="submit" hidden />
        </form>
      </FormProvider>
    </RecordPage>
  );
}
