import { answered, answeredFile } from '@navette/api-client';
import { Ban, CalendarCheck, Mail, PackageOpen, Printer, Send, Sheet, SquareX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable, Links } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { usePartyNames, useRelated } from '../../shared/kit/record/use-related.js';
import { NeedLinks } from '../../shared/trade/need-links.js';
import { supplierOrderTone } from '../../shared/trade/tones.js';
import { Notice } from '../../shared/ui/notice.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useOpen } from '../../shared/work/use-work.js';
import { AcknowledgeDialog } from './acknowledge-dialog.js';
import { OrderDeposit } from './order-deposit.js';
import { OrderMails } from './order-mails.js';
import { MailAgainDialog, SendDialog } from './send-dialog.js';
import type { SupplierOrder } from './supplier-orders.list.js';

type State = SupplierOrder['state'];
const RECEIVABLE: readonly State[] = ['sent', 'acknowledged', 'partially_received', 'received'];
const AWAITED: readonly State[] = ['sent', 'acknowledged', 'partially_received'];

/** ST-22: one supplier order: what is ordered, what has come, for whom. */
export function OneSupplierOrder({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'supplier-order',
      id,
      read: () => answered(api.GET('/api/v1/supplier-orders/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<SupplierOrder>(definition);
  // What has come of it is told by receipts.
  const again = useCoalesced(() => void query.refetch());
  useLive(['goods-receipt'], again);
  return <RecordLoader query={query}>{({ data }) => <OneOrder key={id} order={data} />}</RecordLoader>;
}

function OneOrder({ order }: { readonly order: SupplierOrder }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const open = useOpen();
  const nameOf = usePartyNames([order.supplierPartyId]);
  const commands = useCommands();
  const [asked, setAsked] = useState<'close' | 'cancel' | 'acknowledge' | 'send' | 'mail'>();
  const unless = (right: string, states: readonly State[]) => {
    if (!may(`stock:${right}`)) return t('orders.may-not');
    return states.includes(order.state)
      ? undefined
      : t('orders.not-in-state', { state: t(`orders.state.${order.state}`) });
  };
  const path = { id: order.id };
  const header = (key: string) => ({ 'Idempotency-Key': key });
  const receipts = useRelated(['receipts-of', order.id], ['goods-receipt'], may('stock:receipt.read'), async () => {
    const query = { 'filter[supplierOrderId][eq]': order.id };
    return (await answered(api.GET('/api/v1/goods-receipts', { params: { query } }))).data.receipts;
  });
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const close = () => {
    commands.forget();
    setAsked(undefined);
  };
  const receive = () => {
    void commands.run('receive', async (key) => {
      const { data: receipt } = await answered(
        api.POST('/api/v1/goods-receipts', {
          params: { header: header(key) },
          body: { supplierPartyId: order.supplierPartyId, supplierOrderId: order.id, pull: 'none' },
        }),
      );
      open(`/receipts/${receipt.id}`);
    });
  };
  const print = (format: 'pdf' | 'xlsx') => () => {
    void commands.run(format, async () => {
      const options = { params: { path }, parseAs: 'blob' } as const;
      const asked =
        format === 'pdf'
          ? api.GET('/api/v1/supplier-orders/{id}/document.pdf', options)
          : api.GET('/api/v1/supplier-orders/{id}/document.xlsx', options);
      saveFile(`${order.number}.${format}`, await answeredFile(asked));
    });
  };
  const confirm = () => {
    const done = commands.run(asked ?? '', (key) => {
      const params = { path, header: header(key) };
      return asked === 'close'
        ? answered(api.POST('/api/v1/supplier-orders/{id}/close', { params }))
        : answered(api.POST('/api/v1/supplier-orders/{id}/cancel', { params }));
    });
    void done.then((is) => {
      if (is) close();
    });
  };
  return (
    <RecordPage
      title={order.number}
      chip={{ tone: supplierOrderTone[order.state], text: t(`orders.state.${order.state}`) }}
      facts={[nameOf(order.supplierPartyId), formats.instant(order.placedAt)]}
      actions={[
        {
          id: 'order.cancel',
          title: t('orders.do.cancel'),
          icon: Ban,
          notNow: unless('supplier-order.cancel', ['draft', 'sent', 'acknowledged']),
          run: ask('cancel'),
        },
        {
          id: 'order.close',
          title: t('orders.do.close'),
          icon: SquareX,
          notNow: unless('supplier-order.close', AWAITED),
          run: ask('close'),
        },
        {
          id: 'order.acknowledge',
          title: t('orders.do.acknowledge'),
          icon: CalendarCheck,
          notNow: unless('supplier-order.acknowledge', AWAITED),
          run: ask('acknowledge'),
        },
        order.state === 'draft'
          ? {
              id: 'order.send',
              title: t('orders.do.send'),
              icon: Send,
              primary: true,
              notNow: unless('supplier-order.send', ['draft']),
              run: ask('send'),
            }
          : {
              id: 'order.mail-again',
              title: t('orders.do.mail-again'),
              icon: Mail,
              notNow: unless('supplier-order.mail', RECEIVABLE),
              run: ask('mail'),
            },
        {
          id: 'order.print',
          title: t('orders.do.print'),
          icon: Printer,
          keys: 'p',
          notNow: undefined,
          run: print('pdf'),
        },
        {
          id: 'order.sheet',
          title: t('orders.do.sheet'),
          icon: Sheet,
          notNow: undefined,
          run: print('xlsx'),
        },
        {
          id: 'order.receive',
          title: t('orders.do.receive'),
          icon: PackageOpen,
          keys: 'r',
          primary: AWAITED.includes(order.state),
          notNow: unless('receipt.create', RECEIVABLE),
          run: receive,
        },
      ]}
      side={
        <>
          <Section title={t('orders.links')}>
            <Links>
              <li>
                <span className="muted">{t('orders.supplier')}</span>
                <PageLink href={`/parties/${order.supplierPartyId}`}>
                  {nameOf(order.supplierPartyId) || t('orders.supplier')}
                </PageLink>
              </li>
              {receipts?.map((receipt) => (
                <li key={receipt.id}>
                  <span className="muted">{t('orders.receipt')}</span>
                  <PageLink href={`/receipts/${receipt.id}`} className="reference">
                    {receipt.number}
                  </PageLink>
                  <span>{t(`receipts.state.${receipt.state}`)}</span>
                </li>
              ))}
            </Links>
          </Section>
          <OrderDeposit order={order} />
          <OrderMails orderId={order.id} />
          <NeedLinks title={t('orders.for')} of={{ supplierOrderId: order.id }} />
          <Timeline service="stock" entityType="supplier-order" id={order.id} version={order.version} />
        </>
      }
    >
      {asked === undefined && <ProblemBox error={commands.error} />}
      <Section title={t('orders.lines')}>
        <LineTable
          label={t('orders.lines')}
          lines={order.lines}
          idOf={({ id }) => id}
          isMuted={({ quantity, cancelled }) => Number(cancelled) >= Number(quantity)}
          empty={t('orders.lines.none')}
          columns={[
            {
              id: 'reference',
              title: t('orders.reference'),
              cell: ({ partId, reference }) => (
                <PageLink href={`/parts/${partId}`} className="reference">
                  {reference}
                </PageLink>
              ),
            },
            { id: 'designation', title: t('orders.designation'), cell: ({ designation }) => designation },
            {
              id: 'quantity',
              title: t('orders.quantity'),
              isNumber: true,
              cell: ({ quantity }) => formats.quantity(quantity),
            },
            {
              id: 'received',
              title: t('orders.received'),
              isNumber: true,
              cell: ({ received }) => formats.quantity(received),
            },
            {
              id: 'cancelled',
              title: t('orders.cancelled'),
              isNumber: true,
              cell: ({ cancelled }) => formats.quantity(cancelled),
            },
            {
              id: 'price',
              title: t('orders.unit-price'),
              isNumber: true,
              cell: ({ unitPrice }) => formats.money(unitPrice),
            },
            {
              id: 'expected',
              title: t('orders.expected'),
              cell: ({ expectedOn: day, exhausted }) =>
                exhausted ? <StateChip tone="late">{t('orders.exhausted')}</StateChip> : formats.date(day),
            },
          ]}
        />
      </Section>
      {asked === 'send' && <SendDialog order={order} commands={commands} onClose={close} />}
      {asked === 'mail' && <MailAgainDialog order={order} commands={commands} onClose={close} />}
      {asked === 'acknowledge' && <AcknowledgeDialog order={order} commands={commands} onClose={close} />}
      {(asked === 'close' || asked === 'cancel') && (
        <AskDialog
          title={t(`orders.do.${asked}`)}
          text={t(`orders.${asked}.text`)}
          confirm={t(`orders.do.${asked}`)}
          isOpen
          notNow={commands.isRunning}
          error={commands.error}
          onClose={close}
          onConfirm={confirm}
        >
          {order.deposit?.state === 'collected' && (
            <Notice tone="waiting">{t('orders.cart.tell', { reference: order.deposit.reference })}</Notice>
          )}
        </AskDialog>
      )}
    </RecordPage>
  );
}
