import { answered } from '@navette/api-client';
import { catalogueEntry, PLACE_TYPES, UNIT_TYPES } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useMemo } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal, plain } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import type { CatalogueEntry } from './entries.list.js';

const FIELDS = ['kind', 'code', 'label', 'notes', 'active', 'unitType', 'decimals', 'placeType', 'amount'] as const;
type Values = Pick<CatalogueEntry, (typeof FIELDS)[number]>;
const valuesOf = (entry: CatalogueEntry): Values => ({
  ...(Object.fromEntries(FIELDS.map((name) => [name, entry[name]])) as Values),
  amount: plain(entry.amount),
});

/** ST-1, ST-11, E-033: one entry of a list that the station keeps. */
export default function CatalogueEntryPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'catalogue-entry',
      id,
      read: () => answered(api.GET('/api/v1/catalogue-entries/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<CatalogueEntry>(definition);
  return <RecordLoader query={query}>{(held) => <Entry key={id} definition={definition} held={held} />}</RecordLoader>;
}

interface EntryProps {
  readonly definition: Parameters<typeof useRecord<CatalogueEntry>>[0];
  readonly held: Held<CatalogueEntry>;
}

function Entry({ definition, held }: EntryProps) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const entry = held.data;
  const edit = useRecordForm<CatalogueEntry, Values>(definition, held, {
    schema: catalogueEntry,
    valuesOf,
    draft: `draft.catalogue-entry.${entry.id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/catalogue-entries/{id}', {
          params: { path: { id: entry.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: { ...body, amount: decimal(body.amount ?? '') },
        }),
      ),
  });
  const untouched = edit.isDirty ? undefined : t('catalogue.nothing-to-save');
  return (
    <RecordPage
      title={entry.label}
      chip={entry.active ? undefined : { tone: 'draft', text: t('catalogue.active.false') }}
      facts={[
        entry.code,
        t(`catalogue.list.${entry.kind}`),
        t(entry.listed ? 'catalogue.source.system' : 'catalogue.source.own'),
      ]}
      unsaved={edit.isDirty}
      actions={[
        {
          id: 'catalogue-entry.discard',
          title: t('form.discard'),
          icon: RotateCcw,
          notNow: untouched,
          run: edit.discard,
        },
        {
          id: 'catalogue-entry.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: may('stock:catalogue-entry.change')
            ? edit.isSaving
              ? t('catalogue.saving')
              : untouched
            : t('catalogue.may-not'),
          run: edit.save,
        },
      ]}
      side={<Timeline service="stock" entityType="catalogue-entry" id={entry.id} version={entry.version} />}
    >
      <RecordForm
        edit={edit}
        differences={(mine, theirs) =>
          (['code', 'label', 'notes', 'active', 'unitType', 'decimals', 'placeType', 'amount'] as const)
            .map((name) => ({ label: t(TITLES[name]), mine: String(mine[name]), theirs: String(theirs[name]) }))
            .filter((one) => one.mine !== one.theirs)
        }
      >
        <Section title={t('catalogue.identity')}>
          <Fields>
            <FormText name="code" label={t('catalogue.code')} isRequired isReadOnly={entry.listed} />
            <FormText name="label" label={t('catalogue.label')} isRequired isReadOnly={entry.listed} />
            {entry.kind === 'stock_place' && (
              <FormChoice
                name="placeType"
                label={t('catalogue.place-type')}
                choices={PLACE_TYPES.map((id) => ({ id, text: t(`catalogue.place-type.${id}`) }))}
              />
            )}
            {entry.kind === 'eco_fee' && <FormText name="amount" label={t('catalogue.amount')} isRequired />}
            {entry.kind === 'unit' && (
              <>
                <FormChoice
                  name="unitType"
                  label={t('catalogue.unit-type')}
                  choices={UNIT_TYPES.map((id) => ({ id, text: t(`catalogue.unit-type.${id}`) }))}
                />
                <FormChoice
                  name="decimals"
                  label={t('catalogue.decimals')}
                  hint={t('catalogue.decimals.hint')}
                  isNumber
                  choices={['0', '1', '2', '3', '4'].map((id) => ({ id, text: id }))}
                />
              </>
            )}
          </Fields>
          <FormSwitch name="active" label={t('catalogue.offered')} hint={t('catalogue.offered.hint')} />
          <FormText name="notes" label={t('catalogue.notes')} lines={2} />
          {entry.listed && <p className="muted">{t('catalogue.listed')}</p>}
        </Section>
      </RecordForm>
    </RecordPage>
  );
}

const TITLES = {
  code: 'catalogue.code',
  label: 'catalogue.label',
  notes: 'catalogue.notes',
  active: 'catalogue.offered',
  unitType: 'catalogue.unit-type',
  decimals: 'catalogue.decimals',
  placeType: 'catalogue.place-type',
  amount: 'catalogue.amount',
} as const;
