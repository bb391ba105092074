import { answered } from '@navette/api-client';
import { product } from '@navette/api-schema';
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
import { NEW_PRODUCT, ProductFields, type ProductValues } from './product-fields.js';

const DRAFT = 'draft.product.new';

/** ST-1: a new model of appliance. */
export default function NewProductPage() {
  const t = useText();
  const api = useApi();
  const tab = useTab('');
  const commands = useCommands();
  const form = useEdgeForm<ProductValues>(product, NEW_PRODUCT, { draft: DRAFT });
  useFieldErrors(form, commands.error);
  const create = form.handleSubmit(async (body) => {
    await commands.run('create', async (key) => {
      const given = { params: { header: { 'Idempotency-Key': key } }, body } as const;
      const { data } = await answered(api.POST('/api/v1/products', given));
      startFrom(form, DRAFT, NEW_PRODUCT);
      tab.become(`/products/${data.id}`);
    });
  });
  return (
    <RecordPage
      title={t('products.new')}
      unsaved={form.formState.isDirty}
      actions={[
        {
          id: 'product.create',
          title: t('products.create'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: commands.isRunning ? t('products.saving') : undefined,
          run: () => void create(),
        },
      ]}
    >
      <ProblemBox error={commands.error} />
      <FormProvider {...form}>
        <form onSubmit={(event) => void create(event)} noValidate style={{ display: 'contents' }}>
          <ProductFields />
          <button type="submit" hidden />
        </form>
      </FormProvider>
    </RecordPage>
  );
}
