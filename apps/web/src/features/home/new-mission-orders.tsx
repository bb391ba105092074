import { answered, type Schema } from '@navette/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import { Card, Rows } from './card.js';
import css from './home.module.css';

type MissionOrder = Schema<'StationMissionOrder'>;

/** WE-1, WE-14: the mission orders that wait for an answer, accepted or refused in place. */
export function NewMissionOrders() {
  const t = useText();
  const api = useApi();
  const formats = useFormats();
  const may = useMay();
  const client = useQueryClient();
  const [refusing, refuse] = useState<MissionOrder>();
  const { data, error, refetch } = useQuery({
    queryKey: ['home', 'mission-orders'],
    enabled: may('interventions:mission-order.read'),
    queryFn: async ({ signal }) => {
      const query = { 'filter[state][eq]': 'received' as const, limit: 6 };
      return (await answered(api.GET('/api/v1/mission-orders', { signal, params: { query } }))).data.missionOrders;
    },
  });
  const renew = () => {
    void refetch();
    void client.invalidateQueries({ queryKey: ['list'] });
  };
  useLive(['mission-order'], () => void refetch());
  const accept = useMutation({
    // One key per press, however often it is tried.
    mutationFn: ({ id, key }: { id: string; key: string }) =>
      answered(
        api.POST('/api/v1/mission-orders/{id}/accept', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { consumerPartyId: '', newConsumer: false },
        }),
      ),
    onSuccess: renew,
  });
  if (!may('interventions:mission-order.read')) return null;
  return (
    <Card title={t('home.mission-orders')} more="/mission-orders">
      <ProblemBox error={accept.error} />
      <Rows rows={data} error={error} onRetry={() => void refetch()} empty={t('home.mission-orders.none')}>
        {(order) => (
          <>
            <PageLink href={`/mission-orders/${order.id}`}>{order.externalNumber || order.number}</PageLink>
            <span>
              {[order.product?.brand, order.consumer?.name, order.consumer?.address?.city].filter(Boolean).join(' · ')}
            </span>
            <time dateTime={order.receivedAt} title={formats.instant(order.receivedAt)}>
              {formats.ago(order.receivedAt)}
            </time>
            <span className={css['answers'] ?? ''}>
              <IconButton
                icon={Check}
                label={t('home.mission-orders.accept', { number: order.number })}
                isDisabled={!may('interventions:mission-order.accept') || accept.isPending}
                onPress={() => {
                  accept.mutate({ id: order.id, key: crypto.randomUUID() });
                }}
              />
              <IconButton
                icon={X}
                label={t('home.mission-orders.refuse', { number: order.number })}
                isDisabled={!may('interventions:mission-order.refuse') || accept.isPending}
                onPress={() => {
                  refuse(order);
                }}
              />
            </span>
          </>
        )}
      </Rows>
      {refusing !== undefined && (
        <Refusal
          order={refusing}
          onClose={() => {
            refuse(undefined);
            renew();
          }}
        />
      )}
    </Card>
  );
}

function Refusal({ order, onClose }: { readonly order: MissionOrder; readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const [reason, setReason] = useState('');
  const refuse = useMutation({
    mutationFn: (key: string) =>
      answered(
        api.POST('/api/v1/mission-orders/{id}/refuse', {
          params: { path: { id: order.id }, header: { 'Idempotency-Key': key } },
          body: { reason },
        }),
      ),
    onSuccess: onClose,
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    refuse.mutate(crypto.randomUUID());
  };
  return (
    <Dialog title={t('home.mission-orders.refuse', { number: order.number })} isOpen onClose={onClose}>
      <form onSubmit={onSubmit} className={css['form'] ?? ''}>
        <p>{t('home.mission-orders.refuse.text')}</p>
        <TextInput label={t('home.mission-orders.reason')} value={reason} onChange={setReason} isRequired autoFocus />
        <ProblemBox error={refuse.error} />
        <div>
          <Button kind="danger" type="submit" isPending={refuse.isPending} isDisabled={reason.trim() === ''}>
            {t('home.mission-orders.refuse.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
