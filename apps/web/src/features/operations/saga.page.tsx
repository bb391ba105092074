import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { Gavel, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Facts, LineTable } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import { isOver, sagaTone, type SagaRow } from './sagas.list.js';
import { SAGA_SERVICES } from '../../shared/api/services.js';

const LOOK_MS = 2_000;
/** What a saga is about, by its type: the record that its key names. */
const ABOUT: Readonly<Record<string, string>> = {
  'order-receipt-to-allocation': '/receipts/',
  'mission-to-file': '/mission-orders/',
  'station-transfer': '/transfers/',
  'file-to-invoice': '/files/',
  'delivery-slip': '/invoices/',
};

/** WE-9, ST-24: one saga, step by step; asked again, or ended by hand. */
export default function SagaPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const service = SAGA_SERVICES.find((one) => one === params['service']) ?? 'stock';
  const query = useQuery({
    queryKey: ['record', 'saga', service, id],
    // No event tells of its steps: while it runs and is looked at, it is asked for.
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data.data) ? false : LOOK_MS),
    queryFn: () =>
      answered(api.GET('/api/v1/operations/{service}/sagas/{id}', { params: { path: { service, id } } })).then(
        ({ data, etag }) => ({ data: { ...data, service, version: data.updatedAt }, etag }),
      ),
  });
  return <RecordLoader query={query}>{({ data }) => <OneSaga key={id} saga={data} />}</RecordLoader>;
}

function OneSaga({ saga }: { readonly saga: SagaRow }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const commands = useCommands();
  const [isResolving, setResolving] = useState(false);
  const [outcome, setOutcome] = useState('done');
  const [note, setNote] = useState('');
  const path = { service: saga.service, id: saga.id };
  const open = saga.items.filter(({ state }) => state === 'open');
  const unless = (right: string) => {
    if (!may(`operations:saga.${right}`)) return t('operations.may-not');
    return saga.status === 'done' || saga.status === 'compensated' ? t('operations.saga.is-over') : undefined;
  };
  const close = () => {
    commands.forget();
    setResolving(false);
  };
  const about = ABOUT[saga.type];
  const subject = saga.correlationKey.split('/')[0] ?? '';
  return (
    <RecordPage
      title={t(`operations.saga.of.${saga.type}`, { id: saga.id })}
      chip={{ tone: sagaTone[saga.status], text: t(`operations.saga.status.${saga.status}`) }}
      facts={[saga.state, formats.instant(saga.updatedAt)]}
      actions={[
        {
          id: 'saga.resolve',
          title: t('operations.do.resolve'),
          icon: Gavel,
          notNow: unless('resolve') ?? (open.length === 0 ? t('operations.saga.nothing-open') : undefined),
          run: () => {
            commands.forget();
            setResolving(true);
          },
        },
        {
          id: 'saga.retry',
          title: t('operations.do.retry'),
          icon: RotateCw,
          primary: saga.status === 'needs_operator',
          notNow: unless('retry'),
          run: () =>
            void commands.run('retry', () =>
              answered(api.POST('/api/v1/operations/{service}/sagas/{id}/retry', { params: { path } })),
            ),
        },
      ]}
      side={
        <>
          <Section title={t('operations.saga.history')}>
            <LineTable
              label={t('operations.saga.history')}
              lines={saga.history.map((entry, index) => ({ ...entry, id: String(index) })).reverse()}
              idOf={({ id }) => id}
              empty={t('operations.saga.no-history')}
              columns={[
                { id: 'at', title: t('operations.saga.at'), cell: ({ at }) => formats.instant(at) },
                { id: 'what', title: t('operations.saga.what'), cell: ({ what }) => what },
                { id: 'state', title: t('operations.saga.step'), cell: ({ state }) => state },
              ]}
            />
          </Section>
          <Timeline service={saga.service} entityType="saga" id={saga.id} version={saga.version} />
        </>
      }
    >
      {!isResolving && <ProblemBox error={commands.error} />}
      <Section title={t('operations.saga.about')}>
        <Facts
          facts={[
            [
              t('operations.saga.about'),
              about === undefined ? (
                saga.correlationKey
              ) : (
                <PageLink href={`${about}${subject}`} className="reference">
                  {saga.correlationKey}
                </PageLink>
              ),
            ],
            [t('operations.saga.problem'), saga.problem],
            [t('operations.saga.started'), formats.instant(saga.startedAt)],
            [t('operations.saga.deadline'), formats.instant(saga.deadlineAt)],
          ]}
        />
      </Section>
      <Section title={t('operations.saga.items')}>
        <LineTable
          label={t('operations.saga.items')}
          lines={saga.items}
          idOf={({ key, participant }) => `${participant} ${key}`}
          empty={t('operations.saga.no-items')}
          columns={[
            { id: 'step', title: t('operations.saga.step'), cell: ({ participant }) => participant },
            {
              id: 'key',
              title: t('operations.saga.item'),
              cell: ({ key }) => <span className="reference">{key}</span>,
            },
            {
              id: 'state',
              title: t('operations.saga.answer'),
              cell: ({ state }) =>
                state === 'open' ? (
                  <StateChip tone="waiting">{t('operations.saga.open')}</StateChip>
                ) : (
                  <StateChip tone={state === 'done' ? 'done' : 'late'}>{state}</StateChip>
                ),
            },
            {
              id: 'asked',
              title: t('operations.saga.asked'),
              isNumber: true,
              cell: ({ asked }) => formats.count(asked),
            },
            { id: 'next', title: t('operations.saga.deadline'), cell: ({ deadlineAt }) => formats.instant(deadlineAt) },
          ]}
        />
      </Section>
      <AskDialog
        title={t('operations.do.resolve')}
        text={t('operations.resolve.text', { count: open.length })}
        confirm={t('operations.do.resolve')}
        isOpen={isResolving}
        notNow={outcome.trim() === '' || note.trim() === '' || commands.isRunning}
        error={commands.error}
        onClose={close}
        onConfirm={() => {
          void commands
            .run('resolve', () =>
              answered(
                api.POST('/api/v1/operations/{service}/sagas/{id}/resolve', {
                  params: { path },
                  body: { itemKeys: [], outcome: outcome.trim(), note },
                }),
              ),
            )
            .then((done) => {
              if (done) close();
            });
        }}
      >
        <TextInput
          label={t('operations.resolve.outcome')}
          hint={t('operations.resolve.outcome.hint')}
          isRequired
          value={outcome}
          onChange={setOutcome}
        />
        <TextInput label={t('operations.note')} isRequired autoFocus value={note} onChange={setNote} lines={2} />
      </AskDialog>
    </RecordPage>
  );
}
