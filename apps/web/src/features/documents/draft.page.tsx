import { answered } from '@navette/api-client';
import { FileCheck, Pencil } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { PageLink } from '../../shared/work/page-link.js';
import { AmountLines, OriginLinks, Totals } from './amounts.js';
import { DraftEditor } from './draft-editor.js';
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
  return (
    <RecordLoader query={query}>{(held) => <OneDraft key={id} held={held} read={definition.read} />}</RecordLoader>
  );
}

function OneDraft({ held, read }: { readonly held: Held<Draft>; readonly read: () => Promise<Held<Draft>> }) {
  const draft = held.data;
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([draft.customerPartyId]);
  const commands = useCommands();
  const [asked, setAsked] = useState<'accept' | 'edit'>();
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const close = () => {
    commands.forget();
    setAsked(undefined);
  };
  const unless = (right: string) => {
    if (!may(`billing:draft-invoice.${right}`)) return t(`documents.may-not.${right}`);
    return draft.state === 'accepted' ? t('documents.is-accepted') : undefined;
  };
  return (
    <RecordPage
      title={t('documents.draft-of', { number: draft.originNumber })}
      chip={{ tone: draft.state === 'accepted' ? 'done' : 'draft', text: t(`documents.state.${draft.state}`) }}
      facts={[nameOf(draft.customerPartyId), formats.money(draft.total)]}
      actions={[
        {
          id: 'draft.edit',
          title: t('documents.do.edit'),
          icon: Pencil,
          keys: 'e',
          notNow: unless('edit'),
          run: ask('edit'),
        },
        {
          id: 'draft.accept',
          title: t('documents.do.accept'),
          icon: FileCheck,
          primary: true,
          notNow: unless('accept'),
          run: ask('accept'),
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
        isOpen={asked === 'accept'}
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
      {asked === 'edit' && <DraftEditor held={held} commands={commands} read={read} onClose={close} />}
    </RecordPage>
  );
}
