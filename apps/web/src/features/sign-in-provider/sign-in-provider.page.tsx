import { answered, type Schema } from '@navette/api-client';
import { signInProviderDetails } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText, type Translate } from '../../shared/i18n/use-text.js';
import type { Difference } from '../../shared/kit/record/conflict-dialog.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { ProviderFields } from './provider-fields.js';

type Provider = Schema<'SignInProvider'>;
type Values = z.output<typeof signInProviderDetails>;

const valuesOf = ({ id: _, version: __, hasSecret: ___, ...values }: Provider): Values => values;

/** ID-7: the OpenID provider of the network. */
export default function SignInProviderPage() {
  const api = useApi();
  const definition = {
    kind: 'sign-in-provider',
    id: 'network',
    read: () => answered(api.GET('/api/v1/sign-in-provider')),
  };
  const { data, error, refetch } = useRecord(definition);
  if (data === undefined) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  return <ProviderRecord held={data} definition={definition} />;
}

interface ProviderRecordProps {
  readonly held: Held<Provider>;
  readonly definition: { readonly kind: string; readonly id: string; readonly read: () => Promise<Held<Provider>> };
}

function ProviderRecord({ held, definition }: ProviderRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('identity:sign-in-provider.change');
  const provider = held.data;
  // Beside the form, whose drafts are kept in the window: a secret is not.
  const [clientSecret, setClientSecret] = useState('');
  const edit = useRecordForm<Provider, Values>(definition, held, {
    schema: signInProviderDetails,
    valuesOf,
    draft: `draft.sign-in-provider.${provider.id}`,
    write: async (values, etag) => {
      const saved = await answered(
        api.PUT('/api/v1/sign-in-provider/{id}', {
          params: { path: { id: provider.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: { ...values, clientSecret },
        }),
      );
      setClientSecret('');
      return saved;
    },
  });
  const { isDirty, isSaving, error, save, discard } = edit;
  const changed = isDirty || clientSecret !== '';
  const untouched = changed ? undefined : t('sign-in-provider.nothing-to-save');
  const mayNot = may ? undefined : t('sign-in-provider.may-not');
  return (
    <RecordPage
      title={t('sign-in-provider.title')}
      facts={[provider.version === '0' ? t('sign-in-provider.none') : provider.name]}
      unsaved={changed}
      actions={[
        {
          id: 'sign-in-provider.discard',
          title: t('form.discard'),
          icon: RotateCcw,
          notNow: untouched,
          run: () => {
            setClientSecret('');
            discard();
          },
        },
        {
          id: 'sign-in-provider.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: mayNot ?? (isSaving ? t('sign-in-provider.saving') : untouched),
          run: save,
        },
      ]}
      side={<Timeline service="identity" entityType="sign-in-provider" id={provider.id} version={provider.version} />}
    >
      <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, valuesOf(theirs))}>
        <p className="muted">{t('sign-in-provider.text')}</p>
        <ProviderFields
          secret={{
            value: clientSecret,
            isKept: provider.hasSecret,
            error: fieldErrorsOf(error).get('/clientSecret'),
            onChange: setClientSecret,
          }}
        />
      </RecordForm>
    </RecordPage>
  );
}

/** The fields that differ, in the words of the page. */
function differences(t: Translate, mine: Values, theirs: Values): Difference[] {
  return (Object.keys(mine) as (keyof Values)[])
    .map((name) => ({ label: t(`sign-in-provider.${name}`), mine: textOf(mine[name]), theirs: textOf(theirs[name]) }))
    .filter((line) => line.mine !== line.theirs);
}

const textOf = (value: Values[keyof Values]): string =>
  Array.isArray(value)
    ? value.map((one) => (typeof one === 'string' ? one : `${one.value} → ${one.role}`)).join(', ')
    : String(value);
