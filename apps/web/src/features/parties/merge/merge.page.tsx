import { answered } from '@navette/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeftRight, Merge } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { isPassing } from '../../../shared/api/problem.js';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useFormats } from '../../../shared/i18n/formats.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { RecordPage, Section } from '../../../shared/kit/record/record-page.js';
import { useRecord, type Held } from '../../../shared/kit/record/use-record.js';
import { Loading } from '../../../shared/ui/loading.js';
import { ProblemBox } from '../../../shared/ui/problem-box.js';
import { PageLink } from '../../../shared/work/page-link.js';
import { useTab } from '../../../shared/work/use-work.js';
import { labelOf } from '../party-fields.js';
import { nameOf, sentOf, type Party } from '../party-values.js';
import { mergeChoices, mergedValues, type MergeChoice, type Side } from './merge-choices.js';
import { notToMerge } from './not-to-merge.js';
import css from './merge.module.css';

/** PA-8: two consumers who are one, side by side: who stays, with which values, and what moves. */
export default function MergePage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const ids = [params['id'] ?? '', params['other'] ?? ''] as const;
  const [one, other] = [useParty(ids[0]), useParty(ids[1])];
  useTab(t('parties.merge.title'));
  if (one.data === undefined || other.data === undefined) {
    const error = one.error ?? other.error;
    return (
      <div className={css['away'] ?? ''} aria-busy={error === null}>
        <ProblemBox error={error} />
        {error === null && <Loading />}
      </div>
    );
  }
  return <MergeForm one={one.data} other={other.data} />;
}

function useParty(id: string) {
  const api = useApi();
  const definition = useMemo(
    () => ({ kind: 'party', id, read: () => answered(api.GET('/api/v1/parties/{id}', { params: { path: { id } } })) }),
    [api, id],
  );
  return useRecord<Party>(definition);
}

function MergeForm({ one, other }: { readonly one: Held<Party>; readonly other: Held<Party> }) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const client = useQueryClient();
  const tab = useTab('');
  const [swapped, setSwapped] = useState(false);
  const [chosen, setChosen] = useState<Partial<Record<MergeChoice['field'], Side>>>({});
  const [kept, gone] = swapped ? [other, one] : [one, other];
  const choices = mergeChoices(kept.data, gone.data);
  // One key per intent; refused, what is sent next is another one.
  const key = useRef(crypto.randomUUID());
  const merge = useMutation({
    mutationFn: async () =>
      answered(
        api.POST('/api/v1/parties/{id}/merge', {
          params: {
            path: { id: kept.data.id },
            header: { 'If-Match': kept.etag ?? '', 'Idempotency-Key': key.current },
          },
          body: {
            mergedId: gone.data.id,
            mergedVersion: gone.data.version,
            party: sentOf(mergedValues(kept.data, gone.data, chosen)),
          },
        }),
      ),
    retry: false,
    onSuccess: (saved) => {
      client.setQueryData(['record', 'party', kept.data.id], saved);
      void client.invalidateQueries({ queryKey: ['list'] });
      void client.invalidateQueries({ queryKey: ['record', 'party', gone.data.id] });
      void client.invalidateQueries({ queryKey: ['dealings'] });
      tab.become(`/parties/${kept.data.id}`);
    },
    onError: (error) => {
      if (!isPassing(error)) key.current = crypto.randomUUID();
    },
  });
  const reason = kept.data.id === gone.data.id ? 'same' : notToMerge([kept.data, gone.data]);
  const notNow = !may('parties:party.merge')
    ? t('parties.merge.may-not')
    : reason !== undefined
      ? t(`parties.merge.${reason}`)
      : merge.isPending
        ? t('parties.saving')
        : undefined;
  return (
    <RecordPage
      title={t('parties.merge.title')}
      facts={[t('parties.merge.final')]}
      actions={[
        {
          id: 'merge.swap',
          title: t('parties.merge.swap'),
          icon: ArrowLeftRight,
          run: () => {
            setSwapped(!swapped);
            setChosen({});
          },
        },
        {
          id: 'merge.merge',
          title: t('parties.merge.do'),
          icon: Merge,
          keys: 'mod+s',
          primary: true,
          notNow,
          run: () => {
            merge.mutate();
          },
        },
      ]}
      side={
        <>
          <Moves party={gone.data} title={t('parties.merge.moves', { name: nameOf(gone.data) })} />
          <Moves party={kept.data} title={t('parties.merge.has', { name: nameOf(kept.data) })} />
        </>
      }
    >
      <ProblemBox error={merge.error} />
      <Section title={t('parties.merge.who')}>
        <div className={css['two'] ?? ''}>
          <Who party={kept.data} role={t('parties.merge.stays')} stays />
          <Who party={gone.data} role={t('parties.merge.goes')} />
        </div>
      </Section>
      <Section title={t('parties.merge.values')}>
        {choices.length === 0 && <p className="muted">{t('parties.merge.nothing-to-choose')}</p>}
        {choices.map(({ field, usual, ...choice }) => (
          <RadioGroup
            key={field}
            className={css['choice'] ?? ''}
            value={chosen[field] ?? usual}
            onChange={(side) => {
              setChosen({ ...chosen, [field]: side as Side });
            }}
            aria-label={labelOf(t, field)}
          >
            <span className={css['field'] ?? ''}>{labelOf(t, field)}</span>
            {(['kept', 'gone', ...(choice.canBeBoth ? ['both' as const] : [])] as const).map((side) => (
              <Radio key={side} value={side} className={css['value'] ?? ''}>
                <span className={css['dot'] ?? ''} aria-hidden />
                {side === 'both' ? t('parties.merge.both') : choice[side] || t('parties.merge.nothing')}
              </Radio>
            ))}
          </RadioGroup>
        ))}
      </Section>
    </RecordPage>
  );
}

function Who({
  party,
  role,
  stays = false,
}: {
  readonly party: Party;
  readonly role: string;
  readonly stays?: boolean;
}) {
  return (
    <div className={css['who'] ?? ''} data-stays={stays ? '' : undefined}>
      <span className="muted">{role}</span>
      <PageLink href={`/parties/${party.id}`}>{nameOf(party)}</PageLink>
      <span>{[party.mainAddress?.postcode, party.mainAddress?.city].filter(Boolean).join(' ')}</span>
      <span>{party.phones.join(' · ')}</span>
    </div>
  );
}

/** What a party has in every service, counted. */
function Moves({ party, title }: { readonly party: Party; readonly title: string }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: ['dealings', party.id],
    queryFn: async () =>
      (await answered(api.GET('/api/v1/parties/{id}/dealings', { params: { path: { id: party.id } } }))).data,
  });
  const counted = data && [
    data.files.missing === ''
      ? t('parties.merge.files', { count: data.files.count })
      : t('parties.dealings.files-away'),
    ...(data.billing.missing === ''
      ? [
          t('parties.merge.orders', { count: data.billing.orderCount }),
          t('parties.merge.documents', { count: data.billing.documentCount + data.billing.draftCount }),
        ]
      : [t('parties.dealings.billing-away')]),
    data.ledger.missing === ''
      ? t('parties.merge.balance', { amount: formats.money(data.ledger.balance) })
      : t('parties.dealings.ledger-away'),
  ];
  return (
    <Section title={title}>
      <ProblemBox error={error} />
      {counted === undefined ? (
        <Loading />
      ) : (
        <ul className={css['moves'] ?? ''}>
          {counted.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
