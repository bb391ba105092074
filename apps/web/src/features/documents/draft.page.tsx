import { answered } from '@navette/api-client';
import { FileCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { PageLink } from '../../shared/work/page-link.js';
import { AmountLines, OriginLinks, Totals } from './amounts.js';
import type { Draft } from './drafts.list.js';

/** BI-20: an invoice before it is one; accepted, it is numbered for good. */
export default function DraftPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'draft-invoice',
      id,
      read: () => answered(api.GET('/api/v1/draft-invoices/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<Draft>(definition);
  // Its acceptance is told by the invoice it became.
  const again = useCoalesced(() => void query.refetch());
  useLive(['document'], again);
  return <RecordLoader query={query}>{({ data }) => <OneDraft key={id} draft={data} />}</RecordLoader>;
}

function OneDraft({ draft }: { readonly draft: Draft }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([draft.customerPartyId]);
  const commands = useCommands();
  const [isAccepting, setAccepting] = useState(false);
  const close = () => {
    commands.forget();
    setAccepting(false);
  };
  const notNow = !may('billing:draft-invoice.accept')
    ? t('documents.may-not')
    : draft.state === 'accepted'
      ? t('documents.is-accepted')
      : undefined;
  return (
    <RecordPage
      title={t('documents.draft-of', { number: draft.originNumber })}
      chip={{ tone: draft.state === 'accepted' ? 'done' : 'draft', text: t(`documents.state.${draft.state}`) }}
      facts={[nameOf(draft.customerPartyId), formats.money(draft.total)]}
      actions={[
        {
          id: 'draft.accept',
          title: t('documents.do.accept'),
          icon: FileCheck,
          primary: true,
          notNow,
          run: () => {
            commands.forget();
            setAccepting(true);
          },
        },
      ]}
      side={
        <>
          <OriginLinks {...draft} customer={nameOf(draft.customerPartyId)} />
          <Timeline service="billing" entityType="draft-invoice" id={draft.id} version={draft.version} />
        </>
      }
    >
      <Section title={t('documents.about')}>
        <Facts
          facts={[
            [t('documents.customer'), nameOf(draft.customerPartyId)],
            [t('documents.created'), formats.instant(draft.createdAt)],
            [
              t('documents.dated'),
              draft.datedOn === '' ? t('documents.dated-on-acceptance') : formats.date(draft.datedOn),
            ],
            [
              t('documents.kind.invoice'),
              draft.documentId !== '' && (
                <PageLink href={`/invoices/${draft.documentId}`}>{t('documents.open-invoice')}</PageLink>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t('documents.lines')}>
        <AmountLines lines={draft.lines} />
        <Totals {...draft} />
      </Section>
      <AskDialog
        title={t('documents.do.accept')}
        text={t('documents.accept.text', { total: formats.money(draft.total) })}
        confirm={t('documents.do.accept')}
        isOpen={isAccepting}
        notNow={commands.isRunning}
        error={commands.error}
        onClose={close}
        onConfirm={() => {
          void commands
            .run('accept', (key) =>
              answered(
                api.POST('/api/v1/draft-invoices/{id}/accept', {
                  params: { path: { id: draft.id }, header: { 'Idempotency-Key': key } },
                }),
              ),
            )
            .then((done) => {
              if (done) close();
            });
        }}
      />
    </RecordPage>
  );
}
