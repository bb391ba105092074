import { answered } from '@navette/api-client';
import { COMMISSION, newCommissionScale } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useMemo } from 'react';
import type { z } from 'zod';
import { useApi, useMay } from '../../../shared/api/session.js';
import { decimal, fractionOf, percentOf, plain } from '../../../shared/i18n/decimals.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { FormChoice, FormText } from '../../../shared/kit/form/form-fields.js';
import { RecordForm, useRecordForm } from '../../../shared/kit/record/record-form.js';
import { RecordLoader } from '../../../shared/kit/record/record-loader.js';
import { Fields, RecordPage, Section } from '../../../shared/kit/record/record-page.js';
import { Timeline } from '../../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../../shared/kit/record/use-record.js';
import { useRelated } from '../../../shared/kit/record/use-related.js';
import { PageLink } from '../../../shared/work/page-link.js';
import { textOf } from '../party-values.js';
import { FormBands, hasAmount, hasRate } from './form-bands.js';
import { fullName, type CommissionScale } from '../../../shared/trade/use-representatives.js';
import css from '../parties.module.css';

type Values = z.output<typeof newCommissionScale>;

const CHOICES = {
  basis: COMMISSION.bases,
  document: COMMISSION.documents,
  mode: COMMISSION.modes,
  period: COMMISSION.periods,
} as const;
const LABELS: Readonly<Record<string, string>> = { validFrom: 'valid-from', validTo: 'valid-to' };

/** As it is typed: rates in percent. */
function valuesOf({ id: _id, version: _version, bands, ...scale }: CommissionScale): Values {
  const typed = bands.map(({ from, amount, rate, formula }) => ({
    from: plain(from),
    formula,
    amount: plain(amount),
    rate: percentOf(rate),
  }));
  return { ...scale, bands: typed };
}

const sentOf = ({ bands, ...scale }: Values): Values => ({
  ...scale,
  bands: bands.map(({ from, amount, rate, formula }) => ({
    from: decimal(from),
    formula,
    amount: hasAmount(formula) ? decimal(amount) : '',
    rate: hasRate(formula) ? fractionOf(rate) : '',
  })),
});

/** PA-13: what representatives are to be paid by. Nothing is computed from it yet. */
export default function CommissionScalePage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'commission-scale',
      id,
      read: () => answered(api.GET('/api/v1/commission-scales/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<CommissionScale>(definition);
  return (
    <RecordLoader query={query}>{(held) => <ScaleRecord key={id} definition={definition} held={held} />}</RecordLoader>
  );
}

interface ScaleRecordProps {
  readonly definition: Parameters<typeof useRecord<CommissionScale>>[0];
  readonly held: Held<CommissionScale>;
}

function ScaleRecord({ definition, held }: ScaleRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('parties:commission-scale.change');
  const { id, version, code, label } = held.data;
  const edit = useRecordForm<CommissionScale, Values>(definition, held, {
    schema: newCommissionScale,
    valuesOf,
    draft: `draft.commission-scale.${id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/commission-scales/{id}', {
          params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOf(values),
        }),
      ),
  });
  const untouched = edit.isDirty ? undefined : t('parties.nothing-to-save');
  const labelOf = (field: keyof Values) => t(`commission-scales.${LABELS[field] ?? field}`);
  const shown = (field: keyof Values, value: unknown) =>
    field in CHOICES ? t(`commission-scales.${field}.${String(value)}`) : textOf(value);
  return (
    <RecordPage
      title={label}
      facts={[code]}
      unsaved={edit.isDirty}
      actions={[
        {
          id: 'commission-scale.discard',
          title: t('form.discard'),
          icon: RotateCcw,
          notNow: untouched,
          run: edit.discard,
        },
        {
          id: 'commission-scale.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: !may ? t('representatives.may-not') : edit.isSaving ? t('parties.saving') : untouched,
          run: edit.save,
        },
      ]}
      side={
        <>
          <PaidByIt id={id} />
          <Timeline service="parties" entityType="commission-scale" id={id} version={version} />
        </>
      }
    >
      <RecordForm
        edit={edit}
        differences={(mine, theirs) =>
          (Object.keys(newCommissionScale.shape) as (keyof Values)[])
            .map((field) => ({
              label: labelOf(field),
              mine: shown(field, mine[field]),
              theirs: shown(field, valuesOf(theirs)[field]),
            }))
            .filter((one) => one.mine !== one.theirs)
        }
      >
        <Section title={t('commission-scales.identity')}>
          <Fields>
            <FormText name="code" label={labelOf('code')} isRequired />
            <FormText name="label" label={labelOf('label')} isRequired />
            {(['basis', 'document', 'mode', 'period'] as const).map((field) => (
              <FormChoice
                key={field}
                name={field}
                label={labelOf(field)}
                choices={CHOICES[field].map((one) => ({ id: one, text: t(`commission-scales.${field}.${one}`) }))}
              />
            ))}
            <FormText name="validFrom" label={labelOf('validFrom')} type="date" />
            <FormText name="validTo" label={labelOf('validTo')} type="date" />
          </Fields>
        </Section>
        <Section title={t('commission-scales.bands')}>
          <FormBands />
        </Section>
      </RecordForm>
    </RecordPage>
  );
}

/** Who is paid by a scale, of their own or by their family. */
function PaidByIt({ id }: { readonly id: string }) {
  const t = useText();
  const api = useApi();
  const may = useMay()('parties:representative.read');
  const paid = useRelated(['paid-by', id], ['representative', 'family'], may, async () => {
    const query = { 'filter[commissionScaleId][eq]': id, sort: 'name', limit: 200 } as never;
    return (await answered(api.GET('/api/v1/representatives', { params: { query } }))).data.representatives;
  });
  if (paid === undefined) return null;
  return (
    <Section title={t('representatives.list')}>
      {paid.length === 0 && <p className="muted">{t('commission-scales.nobody')}</p>}
      <ul className={css['paid'] ?? ''}>
        {paid.map((one) => (
          <li key={one.id}>
            <PageLink href={`/representatives/${one.id}`}>{fullName(one)}</PageLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
