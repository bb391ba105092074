import { answered, Refusal } from '@navette/api-client';
import { Ban, Check, ListChecks, ListPlus, NotebookPen, PackageCheck, Tags, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Facts, Links } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { usePartyNames, useRelated } from '../../shared/kit/record/use-related.js';
import { NeedLinks } from '../../shared/trade/need-links.js';
import { receiptTone } from '../../shared/trade/tones.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import { NotesDialog, PullDialog } from './receipt-dialogs.js';
import { PutAwaySection } from './put-away-section.js';
import { ReceiptLines, type SetLine } from './receipt-lines.js';
import { ReceiptScan } from './receipt-scan.js';
import type { Receipt } from './receipts.list.js';
import { RecentScans } from './recent-scans.js';
import { ReturnDialog } from './return-dialog.js';
import { usePrintLabels } from './use-print-labels.js';
import { usePutAway } from './use-put-away.js';

/** ST-23: one goods receipt: counted by scanning, then validated once. */
export default function ReceiptPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'goods-receipt',
      id,
      read: () => answered(api.GET('/api/v1/goods-receipts/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<Receipt>(definition);
  return <RecordLoader query={query}>{(held) => <OneReceipt key={id} held={held} />}</RecordLoader>;
}

const OVER_RECEIPT = ['stock.goods-receipt.over-receipt', 'stock.goods-receipt.over-received'];
const isOverReceipt = (error: unknown) => error instanceof Refusal && OVER_RECEIPT.includes(error.problem.code);

function OneReceipt({ held }: { readonly held: Held<Receipt> }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const receipt = held.data;
  const nameOf = usePartyNames([receipt.supplierPartyId]);
  const commands = useCommands();
  const [asked, setAsked] = useState<'void' | 'pull' | 'notes' | 'return'>();
  const isVoiding = asked === 'void';
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const close = () => {
    commands.forget();
    setAsked(undefined);
  };
  const [reason, setReason] = useState('');
  const putAway = usePutAway(receipt.id);
  const labels = usePrintLabels(receipt.id);
  const isDraft = receipt.state === 'draft';
  const unless = (right: string, isPossible: boolean) =>
    !may(`stock:receipt.${right}`)
      ? t('receipts.may-not')
      : isPossible
        ? undefined
        : t('receipts.not-in-state', { state: t(`receipts.state.${receipt.state}`) });
  const path = { id: receipt.id };
  const returns = useRelated(
    ['returns-of', receipt.id],
    ['supplier-return'],
    may('stock:supplier-return.read'),
    async () => {
      const query = { 'filter[goodsReceiptId][eq]': receipt.id };
      return (await answered(api.GET('/api/v1/supplier-returns', { params: { query } }))).data.returns;
    },
  );
  const mayNotReturn = () => {
    if (!may('stock:supplier-return.create')) return t('receipts.may-not');
    return receipt.state === 'validated'
      ? undefined
      : t('receipts.not-in-state', { state: t(`receipts.state.${receipt.state}`) });
  };
  const validate = (acceptOverReceipt: boolean) => {
    void commands.run(`validate.${String(acceptOverReceipt)}`, (key) =>
      answered(
        api.POST('/api/v1/goods-receipts/{id}/validate', {
          params: { path, header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' } },
          body: { acceptOverReceipt },
        }),
      ),
    );
  };
  const setLines = (lines: SetLine[]) =>
    commands.run('lines', (key) =>
      answered(
        api.PUT('/api/v1/goods-receipts/{id}/lines', {
          params: { path, header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' } },
          body: { lines },
        }),
      ),
    );
  const progressOf = ({ lines }: Receipt): string => {
    const sum = (quantities: readonly string[]) =>
      formats.quantity(String(quantities.reduce((all, one) => all + Number(one), 0)));
    const counts = {
      counted: sum(lines.map(({ quantity }) => quantity)),
      awaited: sum(lines.map(({ awaited }) => awaited)),
    };
    return lines.length === 0 ? '' : t('receipts.progress', counts);
  };
  const uncounted = receipt.lines.filter(({ awaited, quantity }) => Number(quantity) < Number(awaited));
  const mayNotCount = unless('create', isDraft);
  const isOver = isOverReceipt(commands.error);
  return (
    <RecordPage
      title={receipt.number}
      chip={{ tone: receiptTone[receipt.state], text: t(`receipts.state.${receipt.state}`) }}
      facts={[nameOf(receipt.supplierPartyId), receipt.deliveryNote, receipt.countermark, progressOf(receipt)]}
      actions={[
        {
          id: 'receipt.void',
          title: t(isDraft ? 'receipts.do.discard' : 'receipts.do.void'),
          icon: Ban,
          notNow: unless('void', receipt.state !== 'voided'),
          run: ask('void'),
        },
        {
          id: 'receipt.return',
          title: t('receipts.do.return'),
          icon: Undo2,
          notNow: mayNotReturn(),
          run: ask('return'),
        },
        {
          id: 'receipt.notes',
          title: t('receipts.do.notes'),
          icon: NotebookPen,
          notNow: mayNotCount,
          run: ask('notes'),
        },
        {
          id: 'receipt.pull',
          title: t('receipts.do.pull'),
          icon: ListPlus,
          notNow: mayNotCount ?? (receipt.supplierOrderId === '' ? undefined : t('receipts.pull.of-order')),
          run: ask('pull'),
        },
        {
          id: 'receipt.labels',
          title: t('receipts.do.labels'),
          icon: Tags,
          keys: 'alt+e',
          notNow: putAway?.places.length ? undefined : t('receipts.labels.none'),
          run: () => {
            labels.print();
          },
        },
        {
          id: 'receipt.put-away',
          title: t('receipts.do.put-away'),
          icon: ListChecks,
          notNow: putAway?.places.length ? undefined : t('receipts.labels.none'),
          run: labels.printList,
        },
        {
          id: 'receipt.all',
          title: t('receipts.do.all'),
          icon: PackageCheck,
          notNow: mayNotCount ?? (uncounted.length === 0 ? t('receipts.all-counted') : undefined),
          run: () => void setLines(uncounted.map(({ id, awaited }) => ({ lineId: id, quantity: awaited }))),
        },
        {
          id: 'receipt.validate',
          title: t('receipts.do.validate'),
          icon: Check,
          keys: 'mod+enter',
          primary: true,
          notNow: commands.isRunning ? t('receipts.running') : unless('validate', isDraft),
          run: () => {
            validate(false);
          },
        },
      ]}
      side={
        <>
          <Section title={t('receipts.links')}>
            <Links>
              <li>
                <span className="muted">{t('receipts.supplier')}</span>
                <PageLink href={`/parties/${receipt.supplierPartyId}`}>
                  {nameOf(receipt.supplierPartyId) || t('receipts.supplier')}
                </PageLink>
              </li>
              {ordersOf(receipt).map(([id, number]) => (
                <li key={id}>
                  <span className="muted">{t('receipts.order')}</span>
                  <PageLink href={`/supplier-orders/${id}`} className="reference">
                    {number}
                  </PageLink>
                </li>
              ))}
              {returns?.map((one) => (
                <li key={one.id}>
                  <span className="muted">{t('receipts.return')}</span>
                  <PageLink href={`/supplier-returns/${one.id}`} className="reference">
                    {one.number}
                  </PageLink>
                </li>
              ))}
              {receipt.sagaId !== '' && may('operations:saga.read') && (
                <li>
                  <PageLink href={`/operations/sagas/stock/${receipt.sagaId}`}>{t('receipts.saga')}</PageLink>
                </li>
              )}
            </Links>
          </Section>
          <NeedLinks title={t('receipts.given-to')} of={{ goodsReceiptId: receipt.id }} />
          <Timeline service="stock" entityType="goods-receipt" id={receipt.id} version={receipt.version} />
        </>
      }
    >
      {asked === undefined && !isOver && <ProblemBox error={commands.error} />}
      <ProblemBox error={labels.error} />
      {isDraft && (
        <ReceiptScan
          receipt={receipt}
          mayNot={mayNotCount}
          isCovered={asked !== undefined || isOver}
          onLabel={labels.print}
        />
      )}
      <RecentScans receiptId={receipt.id} scans={putAway?.scans ?? []} mayNot={mayNotCount} onLabel={labels.print} />
      <Section title={t('receipts.lines')}>
        <ReceiptLines receipt={receipt} mayNot={mayNotCount} onSet={setLines} />
      </Section>
      {putAway !== undefined && <PutAwaySection putAway={putAway} />}
      <Section title={t('receipts.about')}>
        <Facts
          facts={[
            [t('receipts.delivery-note'), receipt.deliveryNote],
            [t('receipts.countermark'), receipt.countermark],
            [t('receipts.created'), formats.instant(receipt.createdAt)],
            [t('receipts.validated'), formats.instant(receipt.validatedAt)],
          ]}
        />
      </Section>
      {asked === 'return' && <ReturnDialog receipt={receipt} commands={commands} onClose={close} />}
      <AskDialog
        title={t('receipts.over.title')}
        text={isOver ? (commands.error?.message ?? '') : ''}
        confirm={t('receipts.over.confirm')}
        isOpen={isOver}
        error={null}
        onClose={commands.forget}
        onConfirm={() => {
          validate(true);
        }}
      />
      <AskDialog
        title={t(isDraft ? 'receipts.do.discard' : 'receipts.do.void')}
        text={t(isDraft ? 'receipts.discard.text' : 'receipts.void.text')}
        confirm={t(isDraft ? 'receipts.do.discard' : 'receipts.do.void')}
        isOpen={isVoiding}
        notNow={reason.trim() === '' || commands.isRunning}
        error={commands.error}
        onClose={close}
        onConfirm={() => {
          void commands
            .run('void', (key) =>
              answered(
                api.POST('/api/v1/goods-receipts/{id}/void', {
                  params: { path, header: { 'Idempotency-Key': key } },
                  body: { reason },
                }),
              ),
            )
            .then((done) => {
              if (done) close();
            });
        }}
      >
        <TextInput
          label={t('receipts.reason')}
          isRequired
          autoFocus
          value={reason}
          onChange={setReason}
          maxLength={200}
        />
      </AskDialog>
      {asked === 'pull' && <PullDialog held={held} commands={commands} onClose={close} />}
      {asked === 'notes' && <NotesDialog held={held} commands={commands} onClose={close} />}
    </RecordPage>
  );
}

/** The orders whose lines it answers, each once. */
function ordersOf({ lines }: Receipt): [id: string, number: string][] {
  const orders = lines.map(({ supplierOrderId, supplierOrderNumber }): [string, string] => [
    supplierOrderId,
    supplierOrderNumber,
  ]);
  return [...new Map(orders.filter(([id]) => id !== ''))];
}
