import { answered, type Schema } from '@navette/api-client';
import { companyDetails, stationDetails } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { Logo } from './logo.js';
import { SignInPolicy } from './sign-in-policy.js';
import { CompanyFields, StationFields } from './station-fields.js';
import css from './station.module.css';
import { companyOf, differences, stationOf, type CompanyValues, type StationValues } from './station-values.js';

type Station = Schema<'Station'>;
type Company = Schema<'Company'>;

/** ID-1: the caller's own station, its company, its logo, and what it demands of who signs in. */
export default function StationPage() {
  const api = useApi();
  const { stationId } = useSelf();
  const params = { path: { id: stationId } };
  const definition = {
    kind: 'station',
    id: stationId,
    read: () => answered(api.GET('/api/v1/stations/{id}', { params })),
  };
  const { data, error, refetch } = useRecord(definition);
  if (data === undefined) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  return <StationRecord held={data} definition={definition} onChanged={() => void refetch()} />;
}

interface StationRecordProps {
  readonly held: Held<Station>;
  readonly definition: { readonly kind: string; readonly id: string; readonly read: () => Promise<Held<Station>> };
  readonly onChanged: () => void;
}

function StationRecord({ held, definition, onChanged }: StationRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const station = held.data;
  const edit = useRecordForm<Station, StationValues>(definition, held, {
    schema: stationDetails,
    valuesOf: stationOf,
    draft: `draft.station.${station.id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/stations/{id}', {
          params: { path: { id: station.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const { isDirty, isSaving, save, discard } = edit;
  const untouched = isDirty ? undefined : t('station.nothing-to-save');
  const mayNot = may('identity:station.change') ? undefined : t('station.may-not');
  return (
    <RecordPage
      title={t('station.title')}
      facts={[`${station.code} · ${station.name}`, station.companyName]}
      unsaved={isDirty}
      actions={[
        { id: 'station.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
        {
          id: 'station.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: mayNot ?? (isSaving ? t('station.saving') : untouched),
          run: save,
        },
      ]}
      side={
        <>
          <Section title={t('station.logo')}>
            <Logo station={station} onChanged={onChanged} />
          </Section>
          <Section title={t('station.policy')}>
            <SignInPolicy />
          </Section>
          <Timeline service="identity" entityType="station" id={station.id} version={station.version} />
        </>
      }
    >
      <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, stationOf(theirs))}>
        <StationFields />
      </RecordForm>
      <CompanySection companyId={station.companyId} />
    </RecordPage>
  );
}

function CompanySection({ companyId }: { readonly companyId: string }) {
  const api = useApi();
  const definition = {
    kind: 'company',
    id: companyId,
    read: () => answered(api.GET('/api/v1/companies/{id}', { params: { path: { id: companyId } } })),
  };
  const { data, error, refetch } = useRecord(definition);
  if (data === undefined) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  return <CompanyRecord held={data} definition={definition} />;
}

interface CompanyRecordProps {
  readonly held: Held<Company>;
  readonly definition: { readonly kind: string; readonly id: string; readonly read: () => Promise<Held<Company>> };
}

/** The legal identity is the company's: all of its stations show it, so it is saved by itself. */
function CompanyRecord({ held, definition }: CompanyRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('identity:company.change');
  const company = held.data;
  const edit = useRecordForm<Company, CompanyValues>(definition, held, {
    schema: companyDetails,
    valuesOf: companyOf,
    draft: `draft.company.${company.id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/companies/{id}', {
          params: { path: { id: company.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: { ...values, sirets: [] },
        }),
      ),
  });
  const { isDirty, isSaving, discard } = edit;
  return (
    <Section title={t('station.company')}>
      <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, companyOf(theirs))}>
        <p className="muted">{t('station.company.text')}</p>
        <CompanyFields />
        <div className={css['line'] ?? ''}>
          <Button type="submit" icon={Save} isDisabled={!may || !isDirty} isPending={isSaving}>
            {t('station.company.save')}
          </Button>
          <Button kind="quiet" isDisabled={!isDirty} onPress={discard}>
            {t('form.discard')}
          </Button>
        </div>
      </RecordForm>
    </Section>
  );
}
