import { answered } from '@navette/api-client';
import { newParty } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useMemo } from 'react';
import { FormProvider } from 'react-hook-form';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useEdgeForm, useFieldErrors } from '../../shared/kit/form/use-edge-form.js';
import { ConflictDialog } from '../../shared/kit/record/conflict-dialog.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useEdit, useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { PartyFields } from './party-fields.js';
import { nameOf, sentOf, textOf, valuesOf, type Party, type PartyValues } from './party-values.js';
import css from './parties.module.css';

/** PA-1, WE-12: one party, to read and to edit. */
export default function PartyPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'party',
      id,
      read: () => answered(api.GET('/api/v1/parties/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const { data: held, error, refetch } = useRecord<Party>(definition);
  useTab(held === undefined ? '' : nameOf(held.data));
  if (held === undefined) {
    return (
      <div className={css['form'] ?? ''} aria-busy={error === null} style={{ padding: 16 }}>
        <ProblemBox error={error} onRetry={() => void refetch()} />
        {error === null && <p className="muted">{t('list.loading')}</p>}
      </div>
    );
  }
  return <PartyForm key={id} definition={definition} held={held} />;
}

interface PartyFormProps {
  readonly definition: Parameters<typeof useRecord<Party>>[0];
  readonly held: Held<Party>;
}

function PartyForm({ definition, held }: PartyFormProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const party = held.data;
  const draft = `draft.party.${party.id}`;
  const form = useEdgeForm(newParty, valuesOf(party), { draft });
  const { isDirty, isSaving, error, save, discard, conflict } = useEdit<Party, PartyValues>(definition, held, {
    valuesOf,
    form,
    draft,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOf(values),
        }),
      ),
  });
  useFieldErrors(form, error);
  const untouched = isDirty ? undefined : t('parties.nothing-to-save');
  const notNow = !may('parties:party.change')
    ? t('parties.may-not-change')
    : isSaving
      ? t('parties.saving')
      : untouched;
  return (
    <RecordPage
      title={nameOf(party)}
      chip={party.suspended ? { tone: 'late', text: t('parties.suspended') } : undefined}
      facts={[
        party.kinds.map((kind) => t(`parties.kind.${kind}`)).join(', '),
        party.mainAddress?.city ?? '',
        formats.phone(party.phones[0] ?? ''),
        party.emails[0] ?? '',
      ]}
      unsaved={isDirty}
      actions={[
        { id: 'party.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
        { id: 'party.save', title: t('form.save'), icon: Save, keys: 'mod+s', primary: true, notNow, run: save },
      ]}
      side={<Timeline service="parties" entityType="party" id={party.id} version={party.version} />}
    >
      <ProblemBox error={error} />
      <FormProvider {...form}>
        <form
          className={css['form'] ?? ''}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
          noValidate
        >
          <PartyFields />
          <button type="submit" hidden />
        </form>
      </FormProvider>
      {conflict !== undefined && (
        <ConflictDialog
          differences={differences(t, form.getValues(), valuesOf(conflict.theirs))}
          onMine={conflict.keepMine}
          onTheirs={conflict.keepTheirs}
          onBack={conflict.goBack}
        />
      )}
    </RecordPage>
  );
}

const LABELS: Partial<Record<keyof PartyValues, string>> = {
  firstName: 'first-name',
  vatNumber: 'vat-number',
  phones: 'phone',
  emails: 'email',
  mainAddress: 'address.mainAddress',
  billingAddress: 'address.billingAddress',
  deliveryAddress: 'address.deliveryAddress',
  refusedChannels: 'refused-channels',
};

function differences(t: (key: string) => string, mine: PartyValues, theirs: PartyValues) {
  return (Object.keys(mine) as (keyof PartyValues)[])
    .map((name) => ({
      label: t(`parties.${LABELS[name] ?? name}`),
      mine: textOf(mine[name]),
      theirs: textOf(theirs[name]),
    }))
    .filter(({ mine: one, theirs: other }) => one !== other);
}
