import { answered } from '@navette/api-client';
import { Ban, Shapes, Truck, X } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
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
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { usePartyNames, useRelated } from '../../shared/kit/record/use-related.js';
import { customerOrderTone } from '../../shared/trade/tones.js';
import { useDocumentHeader } from '../../shared/trade/use-document-header.js';
import { IconButton } from '../../shared/ui/button.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { WhyPrice } from '../../shared/trade/why-price.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { CustomerOrder } from './customer-orders.list.js';
import { TYPES } from './order-types.js';

const ShuttleNotes = lazy(() => import('../../shared/trade/shuttle-notes.js'));

type Line = CustomerOrder['lines'][number];

/** BI-46: one customer order: what is wanted, what is there for it, what is left to cancel. */
export default function CustomerOrderPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'customer-order',
      id,
      read: () => answered(api.GET('/api/v1/customer-orders/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<CustomerOrder>(definition);
  // Allocations change an order's lines before its state.
  const again = useCoalesced(() => void query.refetch());
  useLive(['need', 'goods-receipt'], again);
  return (
    <RecordLoader query={query}>{(held) => <OneOrder key={id} definition={definition} held={held} />}</RecordLoader>
  );
}

/** What of a line may still be cancelled. */
const leftOf = ({ wanted, delivered, cancelled, cancelAsked }: Line): number =>
  Number(wanted) - Number(delivered) - Number(cancelled) - Number(cancelAsked);

type Asking = 'cancel' | 'slip' | 'type';

interface OneOrderProps {
  readonly definition: Parameters<typeof useRecord<CustomerOrder>>[0];
  readonly held: Held<CustomerOrder>;
}

function OneOrder({ definition, held }: OneOrderProps) {
  const order = held.data;
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([order.customerPartyId]);
  const commands = useCommands();
  const [asking, setAsking] = useState<Asking>();
  const [type, setType] = useState(order.type);
  const ask = (what: Asking) => () => {
    commands.forget();
    setAsking(what);
  };
  const close = () => {
    commands.forget();
    setAsking(undefined);
  };
  const orders = useRelated(
    ['orders-of', order.id],
    ['supplier-order', 'goods-receipt'],
    may('stock:supplier-order.read'),
    async () => {
      const query = { 'filter[needOriginId][eq]': order.id };
      return (await answered(api.GET('/api/v1/supplier-orders', { params: { query } }))).data.orders;
    },
  );
  const notes = useRelated(
    ['notes-of', order.id],
    ['document', 'customer-order'],
    may('billing:document.read'),
    async () => {
      const query = { 'filter[originId][eq]': order.id };
      return (await answered(api.GET('/api/v1/documents', { params: { query } }))).data.documents;
    },
  );
  const slipNotNow = () => {
    if (!may('billing:delivery-slip.issue')) return t('sales.slip.may-not');
    if (order.slipInProgress) return t('sales.slip.wait');
    return order.lines.some(({ allocated }) => Number(allocated) > 0) ? undefined : t('sales.slip.none-ready');
  };
  const hasLeft = order.slipInProgress || order.lines.some(({ delivered }) => Number(delivered) > 0);
  const header = useDocumentHeader({
    definition,
    held,
    partyId: order.customerPartyId,
    mayNot: !may('billing:customer-order.edit')
      ? t('sales.may-not-edit')
      : order.state === 'cancelled' || order.state === 'validated'
        ? t('sales.header-final')
        : undefined,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/customer-orders/{id}/header', {
          params: { path: { id: order.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const notNow = !may('billing:customer-order.cancel')
    ? t('sales.may-not')
    : order.lines.some((line) => leftOf(line) > 0)
      ? undefined
      : t('sales.nothing-left');
  return (
    <RecordPage
      title={order.number}
      chip={{ tone: customerOrderTone[order.state], text: t(`sales.state.${order.state}`) }}
      facts={[nameOf(order.customerPartyId), t(`sales.type.${order.type}`), formats.instant(order.placedAt)]}
      actions={[
        ...header.actions,
        ...(order.type === 'counter'
          ? []
          : [
              {
                id: 'sale.slip',
                title: t('sales.do.slip'),
                icon: Truck,
                primary: true,
                notNow: slipNotNow(),
                run: ask('slip'),
              },
            ]),
        {
          id: 'sale.type',
          title: t('sales.do.type'),
          icon: Shapes,
          notNow: !may('billing:customer-order.edit')
            ? t('sales.may-not-edit')
            : hasLeft || order.state === 'cancelled'
              ? t('sales.type-final')
              : undefined,
          run: () => {
            setType(order.type);
            ask('type')();
          },
        },
        {
          id: 'sale.cancel',
          title: t('sales.do.cancel'),
          icon: Ban,
          notNow,
          run: ask('cancel'),
        },
      ]}
      side={
        <>
          <Section title={t('sales.links')}>
            <Links>
              <li>
                <span className="muted">{t('sales.customer')}</span>
                <PageLink href={`/parties/${order.customerPartyId}`}>
                  {nameOf(order.customerPartyId) || t('sales.customer')}
                </PageLink>
              </li>
              {orders?.map((one) => (
                <li key={one.id}>
                  <span className="muted">{t('sales.supplier-order')}</span>
                  <PageLink href={`/supplier-orders/${one.id}`} className="reference">
                    {one.number}
                  </PageLink>
                  <span>{t(`orders.state.${one.state}`)}</span>
                </li>
              ))}
              {notes?.map((one) => (
                <li key={one.id}>
                  <span className="muted">{t('sales.slip')}</span>
                  <PageLink href={`/invoices/${one.id}`} className="reference">
                    {one.number}
                  </PageLink>
                  {one.inProgress && <span>{t('sales.slip.in-progress')}</span>}
                </li>
              ))}
            </Links>
          </Section>
          {order.type === 'e_shop' && (
            <Suspense>
              <ShuttleNotes originId={order.id} />
            </Suspense>
          )}
          <Timeline service="billing" entityType="customer-order" id={order.id} version={order.version} />
        </>
      }
    >
      {asking === undefined && <ProblemBox error={commands.error} />}
      <Section title={t('sales.lines')}>
        <LineTable
          label={t('sales.lines')}
          lines={order.lines}
          idOf={({ id }) => id}
          isMuted={({ wanted, cancelled }) => Number(cancelled) >= Number(wanted)}
          empty={t('sales.lines.none')}
          columns={[
            {
              id: 'reference',
              title: t('sales.reference'),
              cell: ({ partId, reference }) => (
                <PageLink href={`/parts/${partId}`} className="reference">
                  {reference}
                </PageLink>
              ),
            },
            { id: 'designation', title: t('sales.designation'), cell: ({ designation }) => designation },
            {
              id: 'wanted',
              title: t('sales.wanted'),
              isNumber: true,
              cell: ({ wanted }) => formats.quantity(wanted),
            },
            {
              id: 'allocated',
              title: t('sales.allocated'),
              isNumber: true,
              cell: ({ allocated }) => formats.quantity(allocated),
            },
            {
              id: 'delivered',
              title: t('sales.delivered'),
              isNumber: true,
              cell: ({ delivered }) => formats.quantity(delivered),
            },
            {
              id: 'cancelled',
              title: t('sales.cancelled'),
              isNumber: true,
              cell: ({ cancelled }) => formats.quantity(cancelled),
            },
            { id: 'standing', title: t('sales.standing'), cell: (line) => <Standing line={line} /> },
            {
              id: 'price',
              title: t('sales.unit-price'),
              isNumber: true,
              cell: ({ unitPrice, priceExplanation, reference }) => (
                <WhyPrice of={reference} explanation={priceExplanation} price={formats.money(unitPrice)} />
              ),
            },
            {
              id: 'cancel',
              title: '',
              cell: (line) =>
                leftOf(line) > 0 && (
                  <IconButton
                    icon={X}
                    label={t('sales.line.cancel', { reference: line.reference })}
                    isDisabled={notNow !== undefined || commands.isRunning}
                    onPress={() =>
                      void commands.run(`cancel.${line.id}`, (key) =>
                        answered(
                          api.POST('/api/v1/customer-orders/{id}/lines/{lineId}/cancel', {
                            params: { path: { id: order.id, lineId: line.id }, header: { 'Idempotency-Key': key } },
                            body: {},
                          }),
                        ),
                      )
                    }
                  />
                ),
            },
          ]}
        />
      </Section>
      {header.section}
      <AskDialog
        title={t(`sales.do.${asking ?? 'cancel'}`)}
        text={t(`sales.${asking ?? 'cancel'}.text`)}
        confirm={t(`sales.do.${asking ?? 'cancel'}`)}
        isOpen={asking !== undefined}
        notNow={commands.isRunning || (asking === 'type' && type === order.type)}
        error={commands.error}
        onClose={close}
        onConfirm={() => {
          if (asking === undefined) return;
          void commands
            .run(asking, (key) => {
              const params = { path: { id: order.id }, header: { 'Idempotency-Key': key } };
              if (asking === 'slip')
                return answered(api.POST('/api/v1/customer-orders/{id}/delivery-slip', { params }));
              if (asking === 'cancel') return answered(api.POST('/api/v1/customer-orders/{id}/cancel', { params }));
              const header = { ...params.header, 'If-Match': held.etag ?? '' };
              return answered(
                api.PUT('/api/v1/customer-orders/{id}/type', { params: { ...params, header }, body: { type } }),
              );
            })
            .then((done) => {
              if (done) close();
            });
        }}
      >
        {asking === 'type' && (
          <ChoiceInput
            label={t('sales.type')}
            value={type}
            onChange={(chosen) => {
              setType(TYPES.find((one) => one === chosen) ?? type);
            }}
            choices={TYPES.map((id) => ({ id, text: t(`sales.type.${id}`) }))}
          />
        )}
      </AskDialog>
    </RecordPage>
  );
}

/** Where a line stands, as colour and word. */
function Standing({ line }: { readonly line: Line }) {
  const t = useText();
  if (Number(line.cancelAsked) > 0) return <StateChip tone="waiting">{t('sales.cancel-asked')}</StateChip>;
  if (line.exhausted) return <StateChip tone="late">{t('sales.exhausted')}</StateChip>;
  const due = Number(line.wanted) - Number(line.cancelled) - Number(line.delivered);
  if (due <= 0) return null;
  if (Number(line.allocated) >= due) return <StateChip tone="done">{t('sales.there')}</StateChip>;
  return Number(line.ordered) > 0 ? (
    <StateChip tone="waiting">{t('sales.on-order')}</StateChip>
  ) : (
    <StateChip tone="waiting">{t('sales.to-order')}</StateChip>
  );
}
