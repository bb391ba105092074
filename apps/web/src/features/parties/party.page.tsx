import { answered } from '@navette/api-client';
import { Ban, CircleCheck, Merge } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Panes } from '../../shared/kit/record/panes.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { Loading } from '../../shared/ui/loading.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { NoMail } from '../../shared/trade/no-mail.js';
import { useTab, useTabSearch } from '../../shared/work/use-work.js';
import { MergedInto, MergedParties } from './merged.js';
import type { PaneContent, PaneProps } from './party-pane.js';
import { PersonalData } from './personal-data.js';
import { RecordPane } from './record.pane.js';
import { SuspendDialog, useResume } from './suspend.js';
import { nameOf, type Party } from './party-values.js';
import css from './parties.module.css';

// Not before somebody asks for them: the record is to load no more than it shows (WE-10).
const MergeWith = lazy(async () => ({ default: (await import('./merge/merge-with.js')).MergeWith }));
const BillingTermsPane = lazy(async () => ({ default: (await import('./billing-terms.pane.js')).BillingTermsPane }));
const FamiliesPane = lazy(async () => ({ default: (await import('./families/families.pane.js')).FamiliesPane }));
const DealingsPane = lazy(async () => ({ default: (await import('./dealings.pane.js')).DealingsPane }));
const PricingTermsPane = lazy(async () => ({ default: (await import('./pricing-terms.pane.js')).PricingTermsPane }));

const PANES = {
  record: RecordPane,
  dealings: DealingsPane,
  billing: BillingTermsPane,
  pricing: PricingTermsPane,
  families: FamiliesPane,
} as const;

type PaneName = keyof typeof PANES;

/** PA-1 … PA-9, WE-12: one party, to read and to edit. */
export default function PartyPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
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
        {error === null && <Loading />}
      </div>
    );
  }
  return <PartyRecord key={id} definition={definition} held={held} />;
}

function PartyRecord({ definition, held }: Omit<PaneProps, 'frame'>) {
  const t = useText();
  const formats = useFormats();
  const may = useMay();
  const [search, setSearch] = useTabSearch();
  const [asking, setAsking] = useState<'merge' | 'suspend'>();
  const party = held.data;
  const resume = useResume(definition);
  const asked = search.get('pane') ?? 'record';
  const pane: PaneName = asked in PANES ? (asked as PaneName) : 'record';
  const Pane = PANES[pane];
  const isMerged = party.mergedInto !== '';
  const frame = ({ actions, unsaved, children }: PaneContent) => (
    <RecordPage
      title={nameOf(party)}
      chip={
        isMerged
          ? { tone: 'draft', text: t('parties.merged') }
          : party.erasedAt !== ''
            ? { tone: 'draft', text: t('parties.erased') }
            : party.suspended
              ? { tone: 'late', text: t('parties.suspended') }
              : party.pricingToSetUp
                ? { tone: 'waiting', text: t('parties.to-set-up') }
                : undefined
      }
      facts={[
        party.alphaCode,
        party.kinds.map((kind) => t(`parties.kind.${kind}`)).join(', '),
        party.mainAddress?.city ?? '',
        party.phones[0] ?? '',
        party.emails[0] ?? '',
        party.kinds.every((kind) => kind === 'consumer') ? '' : t(`parties.source.${party.source}`),
      ]}
      unsaved={unsaved}
      actions={[
        {
          id: 'party.merge',
          title: t('parties.merge.open'),
          icon: Merge,
          notNow: isMerged
            ? t('parties.merge.merged-already')
            : !may('parties:party.merge')
              ? t('parties.merge.may-not')
              : party.kinds.includes('consumer')
                ? undefined
                : t('parties.merge.consumers-only'),
          run: () => {
            setAsking('merge');
          },
        },
        party.suspended
          ? {
              id: 'party.resume',
              title: t('parties.resume'),
              icon: CircleCheck,
              notNow: may('parties:party.resume') && !isMerged ? undefined : t('parties.may-not-resume'),
              run: resume.run,
            }
          : {
              id: 'party.suspend',
              title: t('parties.suspend'),
              icon: Ban,
              notNow: may('parties:party.suspend') && !isMerged ? undefined : t('parties.may-not-suspend'),
              run: () => {
                setAsking('suspend');
              },
            },
        ...actions,
      ]}
      side={
        <>
          <MergedParties party={party} />
          <PersonalData definition={definition} held={held} />
          <Timeline service="parties" entityType="party" id={party.id} version={party.version} />
        </>
      }
    >
      <ProblemBox error={resume.error} />
      {isMerged && <MergedInto party={party} />}
      {party.erasedAt !== '' && (
        <p className={css['notice'] ?? ''}>{t('parties.erased-on', { date: formats.date(party.erasedAt) })}</p>
      )}
      {party.suspended && (
        <p className={css['notice'] ?? ''}>{t('parties.suspended-because', { reason: party.suspensionReason })}</p>
      )}
      <NoMail party={party} />
      <Panes
        label={t('parties.panes')}
        panes={(Object.keys(PANES) as PaneName[]).map((name) => ({ id: name, text: t(`parties.pane.${name}`) }))}
        current={pane}
        onChoose={(name) => {
          setSearch(new URLSearchParams(name === 'record' ? {} : { pane: name }));
        }}
      />
      <fieldset className={css['bare'] ?? ''} disabled={(isMerged || party.erasedAt !== '') && pane !== 'dealings'}>
        {children}
      </fieldset>
      {asking === 'merge' && (
        <Suspense>
          <MergeWith
            party={party}
            onClose={() => {
              setAsking(undefined);
            }}
          />
        </Suspense>
      )}
      {asking === 'suspend' && (
        <SuspendDialog
          definition={definition}
          party={party}
          onClose={() => {
            setAsking(undefined);
          }}
        />
      )}
    </RecordPage>
  );
  const loading = { actions: [], unsaved: false, children: <Loading /> };
  return (
    <Suspense key={pane} fallback={frame(loading)}>
      <Pane definition={definition} held={held} frame={frame} />
    </Suspense>
  );
}
