import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { ShoppingCart } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { useOpen } from '../../shared/work/use-work.js';
import { planList, type PlanRow } from './plan.list.js';

/** ST-20, ST-21: lines of the plan are chosen and become one order per supplier, all or none. */
export default function ReplenishmentPage() {
  const t = useText();
  const may = useMay();
  const [chosen, setChosen] = useState<readonly PlanRow[]>([]);
  return (
    <>
      <ListPage
        list={planList}
        bulk={[
          {
            id: 'plan.order',
            title: t('plan.do.order'),
            icon: ShoppingCart,
            notNow: () => (may('stock:supplier-order.place') ? undefined : t('plan.may-not')),
            all: setChosen,
          },
        ]}
      />
      {chosen.length > 0 && (
        <OrderDialog
          rows={chosen}
          onClose={() => {
            setChosen([]);
          }}
        />
      )}
    </>
  );
}

function OrderDialog({ rows, onClose }: { readonly rows: readonly PlanRow[]; readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const [supplierPartyId, setSupplier] = useState('');
  const { data } = useQuery({
    queryKey: ['suppliers'],
    queryFn: async () => {
      const query = { 'filter[kind][in]': 'supplier,manufacturer', limit: 200 };
      return (await answered(api.GET('/api/v1/parties', { params: { query } }))).data.parties;
    },
  });
  const counts = new Map<string, number>();
  for (const { supplier } of rows) counts.set(supplier, (counts.get(supplier) ?? 0) + 1);
  const isBlocked = supplierPartyId === '' && rows.some(({ exhausted }) => exhausted);
  return (
    <AskDialog
      title={t('plan.order.title')}
      text={isBlocked ? t('plan.exhausted-chosen') : t('plan.order.text', { count: rows.length })}
      confirm={t('plan.do.order')}
      isOpen
      notNow={isBlocked || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands.run('order', async (key) => {
          const selections = rows.map(({ needId, partId }) => ({
            ...(needId === '' ? { partId } : { needId }),
            supplierPartyId,
          }));
          const { data: placed } = await answered(
            api.POST('/api/v1/supplier-orders', {
              params: { header: { 'Idempotency-Key': key } },
              body: { selections },
            }),
          );
          onClose();
          for (const { id } of placed.orders) open(`/supplier-orders/${id}`);
        });
      }}
    >
      <ul>
        {[...counts].map(([supplier, count]) => (
          <li key={supplier}>{`${supplier || t('plan.order.no-supplier')} : ${String(count)}`}</li>
        ))}
      </ul>
      <ChoiceInput
        label={t('plan.order.other-supplier')}
        value={supplierPartyId}
        onChange={setSupplier}
        choices={[{ id: '', text: '—' }, ...(data ?? []).map(({ id, name }) => ({ id, text: name }))]}
      />
    </AskDialog>
  );
}
