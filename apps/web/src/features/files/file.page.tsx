import { answered } from '@navette/api-client';
import { Ban, Check, Flag, Receipt, Truck } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { usePreferences } from '../../shared/look/preferences.js';
import { NoMailTo } from '../../shared/trade/no-mail.js';
import { useDocumentHeader } from '../../shared/trade/use-document-header.js';
import { Notice } from '../../shared/ui/notice.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { FileAct } from './file-dialogs.js';
import { FileLines } from './file-lines.js';
import { FileLinks } from './file-links.js';
import { latestStatus, productOf, statusLabel, statusTone, type OpenedFile } from './file-values.js';
import css from './files.module.css';

const FileDialog = lazy(() => import('./file-dialogs.js'));
const ShuttleNotes = lazy(() => import('../../shared/trade/shuttle-notes.js'));

/** IN-6, IN-8, IN-16: one intervention file: what it waits for, what is done to it, what came of it. */
export default function FilePage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'intervention-file',
      id,
      read: () => answered(api.GET('/api/v1/intervention-files/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<OpenedFile>(definition);
  // The bullets tell of stock, which others change.
  const again = useCoalesced(() => void query.refetch());
  useLive(['need', 'part', 'goods-receipt'], again);
  return (
    <RecordLoader query={query}>{(held) => <OneFile key={id} definition={definition} held={held} />}</RecordLoader>
  );
}

interface OneFileProps {
  readonly definition: Parameters<typeof useRecord<OpenedFile>>[0];
  readonly held: Held<OpenedFile>;
}

function OneFile({ definition, held }: OneFileProps) {
  const file = held.data;
  const api = useApi();
  const t = useText();
  const formats = useFormats();
  const { language } = usePreferences();
  const nameOf = usePartyNames([file.consumerPartyId, file.orderingPartyId, file.resellerPartyId]);
  const status = latestStatus(file);
  const commands = useCommands();
  const [asked, setAsked] = useState<FileAct>();
  const notNow = useNotNow(file);
  const header = useDocumentHeader({
    definition,
    held,
    partyId: file.consumerPartyId,
    mayNot: notNow.header,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/intervention-files/{id}/header', {
          params: { path: { id: file.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const ask = (act: FileAct) => () => {
    commands.forget();
    setAsked(act);
  };
  return (
    <RecordPage
      title={file.number}
      chip={status && { tone: statusTone(status), text: statusLabel(status, language) }}
      facts={[t(`files.type.${file.type}`), nameOf(file.consumerPartyId), productOf(file)]}
      actions={[
        {
          id: 'file.status',
          title: t('files.do.status'),
          icon: Flag,
          keys: 's',
          notNow: notNow.status,
          run: ask('status'),
        },
        ...header.actions,
        { id: 'file.cancel', title: t('files.do.cancel'), icon: Ban, notNow: notNow.cancel, run: ask('cancel') },
        {
          id: 'file.finish',
          title: t('files.do.finish'),
          icon: Check,
          keys: 't',
          primary: file.state === 'open',
          notNow: notNow.finish,
          run: ask('finish'),
        },
        {
          id: 'file.bill',
          title: t('files.do.bill'),
          icon: Receipt,
          keys: 'f',
          primary: file.state === 'finished',
          notNow: notNow.bill,
          run: ask('bill'),
        },
        { id: 'file.ship', title: t('files.do.ship'), icon: Truck, notNow: notNow.ship, run: ask('ship') },
      ]}
      side={
        <>
          <FileLinks file={file} nameOf={nameOf} />
          {isShipped(file) && (
            <Suspense>
              <ShuttleNotes originId={file.id} />
            </Suspense>
          )}
          <Section title={t('files.statuses')}>
            <ol className={css['statuses'] ?? ''}>
              {file.statuses.toReversed().map((one) => (
                <li key={one.id}>
                  <StateChip tone={statusTone(one)}>{statusLabel(one, language)}</StateChip>
                  <time dateTime={one.at} title={formats.ago(one.at)} className="muted">
                    {formats.instant(one.at)}
                  </time>
                  {one.comment !== '' && <span>{one.comment}</span>}
                </li>
              ))}
            </ol>
          </Section>
          <Timeline service="interventions" entityType="intervention-file" id={file.id} version={file.version} />
        </>
      }
    >
      {asked === undefined && <ProblemBox error={commands.error} />}
      {file.billingRefusal !== '' && (
        <Notice tone="late">{t('files.billing-refused', { code: file.billingRefusal })}</Notice>
      )}
      <NoMailTo partyId={file.consumerPartyId} />
      <Section title={t('files.lines')}>
        <FileLines file={file} commands={commands} mayNot={notNow.lines} />
      </Section>
      <Section title={t('files.appliance')}>
        <Facts
          facts={[
            [t('files.product'), productOf(file)],
            [t('files.serial-number'), file.product?.serialNumber],
            [t('files.purchased-on'), formats.date(file.product?.purchaseDate ?? '')],
            [t('files.opened'), formats.instant(file.openedAt)],
            [
              t('files.consumer'),
              <PageLink key="consumer" href={`/parties/${file.consumerPartyId}`}>
                {nameOf(file.consumerPartyId) || t('files.consumer')}
              </PageLink>,
            ],
            [t('files.ordering-party'), nameOf(file.orderingPartyId)],
            [t('files.reseller'), nameOf(file.resellerPartyId)],
            [t('files.symptom'), file.symptom],
            [t('files.comment'), file.comment],
          ]}
        />
      </Section>
      {header.section}
      {asked !== undefined && (
        <Suspense>
          <FileDialog
            key={asked}
            act={asked}
            file={file}
            commands={commands}
            onClose={() => {
              commands.forget();
              setAsked(undefined);
            }}
          />
        </Suspense>
      )}
    </RecordPage>
  );
}

/** The appliance is not here any more. */
const GONE = ['shipped', 'handed_back'];
const isShipped = ({ statuses }: OpenedFile) => statuses.some(({ key }) => key === 'shipped');

/** Why each action can't be done now. */
function useNotNow(file: OpenedFile) {
  const { state, type } = file;
  const t = useText();
  const may = useMay();
  const unless = (right: string, ...states: OpenedFile['state'][]): string | undefined => {
    if (!may(`interventions:file.${right}`)) return t('files.may-not');
    return states.includes(state) ? undefined : t('files.not-in-state', { state: t(`files.state.${state}`) });
  };
  return {
    lines: unless('edit', 'open'),
    header: unless('edit', 'open', 'finished'),
    status: unless('status', 'open', 'finished', 'billing', 'billed'),
    cancel: unless('cancel', 'open', 'finished'),
    finish: unless('finish', 'open'),
    bill: unless('bill', 'finished'),
    ship:
      unless('ship', 'finished', 'billed') ??
      (type !== 'workshop' || file.statuses.some(({ key }) => GONE.includes(key)) ? t('files.ship.gone') : undefined),
  };
}
