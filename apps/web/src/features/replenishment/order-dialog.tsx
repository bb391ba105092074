import { answered, type Schema } from '@navette/api-client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { dayIn } from '../../shared/trade/day-in.js';
import { Checkbox, ChoiceInput, type Choice } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { useOpen } from '../../shared/work/use-work.js';
import type { PlanRow } from './plan.list.js';

type PlacedOrder = Schema<'SupplierOrder'>;

interface OrderDialogProps {
  readonly rows: readonly PlanRow[];
  readonly suppliers: readonly Choice[];
  readonly onClose: () => void;
}

/** An order that was placed, and why it could not be put into its manufacturer's cart. */
interface Placed {
  readonly id: string;
  readonly number: string;
  readonly problem?: unknown;
}

/**
 * ST-20, ST-21, ST-27: what the chosen lines come to by supplier, against its minimum order, before they become its order. Those of
 * manufacturers with a cart go there at once unless that is declined; each alone.
 */
export function OrderDialog({ rows, suppliers, onClose }: OrderDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const [supplierPartyId, setSupplier] = useState('');
  const maySend = useMay()('stock:supplier-order.send');
  const [toCart, setToCart] = useState(true);
  const [placed, setPlaced] = useState<readonly Placed[]>();
  const selections = rows.map(({ needId, partId }) => ({
    ...(needId === '' ? { partId } : { needId }),
    supplierPartyId,
  }));
  const { data: previews = [] } = useQuery({
    queryKey: ['order-preview', selections],
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await answered(api.POST('/api/v1/supplier-orders/preview', { body: { selections } }))).data.orders,
  });
  const termsOf = useTerms(previews.map((preview) => preview.supplierPartyId));
  const nameOf = (id: string) => suppliers.find((one) => one.id === id)?.text ?? t('plan.order.no-supplier');
  const carts = maySend ? previews.filter(({ hasCart }) => hasCart).map((preview) => preview.supplierPartyId) : [];
  const send = async ({ id, number, supplierPartyId: of }: PlacedOrder): Promise<Placed> => {
    if (!toCart || !carts.includes(of)) return { id, number };
    const params = { path: { id }, header: { 'Idempotency-Key': crypto.randomUUID() } };
    const body = { channel: 'cart' as const, expectedOn: dayIn(termsOf(of)?.leadTimeDays ?? 0) };
    return answered(api.POST('/api/v1/supplier-orders/{id}/send', { params, body })).then(
      () => ({ id, number }),
      (problem: unknown) => ({ id, number, problem }),
    );
  };
  const finish = (orders: readonly Placed[]) => {
    onClose();
    for (const { id } of orders) open(`/supplier-orders/${id}`);
  };
  if (placed !== undefined) {
    const left = placed.filter(({ problem }) => problem !== undefined);
    return (
      <AskDialog
        title={t('plan.order.title')}
        text={t('plan.order.stay', { count: left.length })}
        confirm={t('plan.order.open')}
        isOpen
        error={undefined}
        onClose={onClose}
        onConfirm={() => {
          finish(placed);
        }}
      >
        {left.map(({ id, number, problem }) => (
          <div key={id}>
            <strong className="reference">{number}</strong>
            <ProblemBox error={problem} />
          </div>
        ))}
      </AskDialog>
    );
  }
  const isBlocked = supplierPartyId === '' && rows.some(({ exhausted }) => exhausted);
  return (
    <AskDialog
      title={t('plan.order.title')}
      text={isBlocked ? t('plan.exhausted-chosen') : t('plan.order.text', { count: rows.length })}
      confirm={t('plan.do.order')}
      isOpen
      size="wide"
      notNow={isBlocked || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands.run('order', async (key) => {
          const { data } = await answered(
            api.POST('/api/v1/supplier-orders', {
              params: { header: { 'Idempotency-Key': key } },
              body: { selections },
            }),
          );
          const orders = await Promise.all(data.orders.map(send));
          if (orders.some(({ problem }) => problem !== undefined)) setPlaced(orders);
          else finish(orders);
        });
      }}
    >
      <LineTable
        label={t('plan.order.previews')}
        lines={previews}
        idOf={(preview) => preview.supplierPartyId || 'none'}
        empty={t('plan.order.nothing')}
        columns={[
          { id: 'supplier', title: t('plan.supplier'), cell: (preview) => nameOf(preview.supplierPartyId) },
          {
            id: 'lines',
            title: t('plan.order.lines'),
            isNumber: true,
            cell: ({ lines }) => formats.count(lines),
          },
          {
            id: 'net',
            title: t('plan.order.net'),
            isNumber: true,
            cell: ({ net, withoutPrice }) =>
              withoutPrice === 0 ? formats.money(net) : t('plan.order.and-more', { net: formats.money(net), count: withoutPrice }), // prettier-ignore
          },
          {
            id: 'minimum',
            title: t('plan.order.minimum'),
            isNumber: true,
            cell: (preview) => formats.money(termsOf(preview.supplierPartyId)?.minimumOrder ?? ''),
          },
          {
            id: 'shipping',
            title: t('plan.order.shipping'),
            isNumber: true,
            cell: (preview) => formats.money(termsOf(preview.supplierPartyId)?.shippingCharge ?? ''),
          },
          {
            id: 'lead',
            title: t('plan.order.lead-time'),
            isNumber: true,
            cell: (preview) => {
              const days = termsOf(preview.supplierPartyId)?.leadTimeDays ?? 0;
              return days === 0 ? '' : t('plan.order.days', { count: days });
            },
          },
          {
            id: 'state',
            title: t('plan.order.state'),
            cell: ({ net, supplierPartyId: id }) => {
              const minimum = termsOf(id)?.minimumOrder ?? '';
              if (id === '') return <StateChip tone="late">{t('plan.order.no-supplier')}</StateChip>;
              return minimum !== '' && Number(net) < Number(minimum) ? (
                <StateChip tone="waiting">{t('plan.order.below')}</StateChip>
              ) : null;
            },
          },
        ]}
      />
      <ChoiceInput
        label={t('plan.order.other-supplier')}
        value={supplierPartyId}
        onChange={setSupplier}
        choices={[{ id: '', text: '—' }, ...suppliers]}
      />
      {carts.length > 0 && (
        <Checkbox isSelected={toCart} onChange={setToCart}>
          {t('plan.order.to-cart', { count: carts.length })}
        </Checkbox>
      )}
    </AskDialog>
  );
}

/** What suppliers ask of an order, for those who may read their records. */
function useTerms(ids: readonly string[]) {
  const api = useApi();
  const may = useMay();
  const wanted = [...new Set(ids)].filter((id) => id !== '').sort();
  const { data } = useQuery({
    queryKey: ['supplier-terms', ...wanted],
    enabled: wanted.length > 0 && may('parties:party.read'),
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const parties = await Promise.all(
        wanted.map(async (id) => (await answered(api.GET('/api/v1/parties/{id}', { params: { path: { id } } }))).data),
      );
      return new Map(parties.map(({ id, pricingTerms }) => [id, pricingTerms]));
    },
  });
  return (id: string) => data?.get(id);
}
