import { answered } from '@navette/api-client';
import { Check, UserRoundCheck, X } from 'lucide-react';
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
import { useRecord } from '../../shared/kit/record/use-record.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { missionOrderTone } from '../../shared/trade/tones.js';
import { TextInput } from '../../shared/ui/fields.js';
import { Notice } from '../../shared/ui/notice.js';
import { PageLink } from '../../shared/work/page-link.js';
import { AcceptDialog } from './accept-dialog.js';
import { CompleteDialog } from './complete-dialog.js';
import { applianceOf, consumerOf, type MissionOrder } from './mission-orders.list.js';

/** What keeps an accepted order from becoming a file, by its code. */
const WHY: Readonly<Record<string, string>> = {
  'interventions.mission-order.ordering-party-unknown': 'missions.why.ordering-party',
  'interventions.mission-order.consumer-unknown': 'missions.why.consumer',
  'platform.suspension.party-suspended': 'missions.why.suspended',
};

/** IN-1, IN-2: one mission order, to accept or to refuse. */
export function MissionOrderRecord({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'mission-order',
      id,
      read: () => answered(api.GET('/api/v1/mission-orders/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<MissionOrder>(definition);
  return <RecordLoader query={query}>{({ data }) => <OneMissionOrder key={id} order={data} />}</RecordLoader>;
}

function OneMissionOrder({ order }: { readonly order: MissionOrder }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const nameOf = usePartyNames([order.orderingPartyId]);
  const commands = useCommands();
  const [asked, setAsked] = useState<'accept' | 'refuse' | 'complete'>();
  const [reason, setReason] = useState('');
  const close = () => {
    commands.forget();
    setAsked(undefined);
  };
  const ask = (what: typeof asked) => () => {
    commands.forget();
    setAsked(what);
  };
  const unless = (right: string) => {
    if (!may(`interventions:mission-order.${right}`)) return t('missions.may-not');
    return order.state === 'received'
      ? undefined
      : t('missions.not-in-state', { state: t(`missions.state.${order.state}`) });
  };
  const { consumer } = order;
  const address = consumer.address;
  return (
    <RecordPage
      title={order.externalNumber}
      chip={{ tone: missionOrderTone[order.state], text: t(`missions.state.${order.state}`) }}
      facts={[consumerOf(order), applianceOf(order), order.underWarranty ? t('missions.under-warranty') : '']}
      actions={[
        {
          id: 'mission.refuse',
          title: t('missions.do.refuse'),
          icon: X,
          keys: 'r',
          notNow: unless('refuse'),
          run: ask('refuse'),
        },
        {
          id: 'mission.complete',
          title: t('missions.do.complete'),
          icon: UserRoundCheck,
          keys: 'c',
          primary: order.toComplete !== '',
          notNow: !may('interventions:mission-order.complete')
            ? t('missions.may-not')
            : order.state === 'accepted' && order.toComplete !== ''
              ? undefined
              : t('missions.nothing-to-complete'),
          run: ask('complete'),
        },
        {
          id: 'mission.accept',
          title: t('missions.do.accept'),
          icon: Check,
          keys: 'a',
          primary: order.state === 'received',
          notNow: unless('accept'),
          run: ask('accept'),
        },
      ]}
      side={
        <>
          <Section title={t('missions.links')}>
            <Links>
              {order.orderingPartyId !== '' && (
                <li>
                  <span className="muted">{t('missions.ordering-party')}</span>
                  <PageLink href={`/parties/${order.orderingPartyId}`}>
                    {nameOf(order.orderingPartyId) || order.clientId}
                  </PageLink>
                </li>
              )}
              {order.fileId !== '' && (
                <li>
                  <span className="muted">{t('missions.file')}</span>
                  <PageLink href={`/files/${order.fileId}`}>{t('missions.open-file')}</PageLink>
                </li>
              )}
            </Links>
          </Section>
          <Timeline service="interventions" entityType="mission-order" id={order.id} version={order.version} />
        </>
      }
    >
      {order.toComplete !== '' && (
        <Notice tone="waiting">
          {t('missions.waits')} {t(WHY[order.toComplete] ?? 'missions.why.other', { code: order.toComplete })}
        </Notice>
      )}
      <Section title={t('missions.consumer')}>
        <Facts
          facts={[
            [t('missions.name'), [consumer.civility, consumer.name, consumer.firstName].filter(Boolean).join(' ')],
            [t('missions.phone'), formats.phone(consumer.phone)],
            [t('missions.email'), consumer.email],
            [
              t('missions.address'),
              [address.line1, address.line2, `${address.postcode} ${address.city}`]
                .filter((part) => part.trim() !== '')
                .join(', '),
            ],
          ]}
        />
      </Section>
      <Section title={t('missions.request')}>
        <Facts
          facts={[
            [t('missions.product'), applianceOf(order)],
            [t('missions.serial-number'), order.product?.serialNumber],
            [t('missions.purchased-on'), formats.date(order.product?.purchaseDate ?? '')],
            [t('missions.type'), t(`missions.type.${order.fileType}`)],
            [t('missions.symptom'), order.symptom],
            [t('missions.comment'), order.comment],
            [t('missions.reseller'), order.reseller?.name],
            [t('missions.received'), formats.instant(order.receivedAt)],
            [t('missions.expires'), order.state === 'received' && formats.instant(order.expiresAt)],
            [t('missions.reason'), order.refusalReason || order.withdrawalReason],
          ]}
        />
      </Section>
      {asked === 'complete' && <CompleteDialog order={order} commands={commands} onClose={close} />}
      {asked === 'accept' && <AcceptDialog order={order} commands={commands} onClose={close} />}
      <AskDialog
        title={t('missions.do.refuse')}
        text={t('missions.refuse.text')}
        confirm={t('missions.do.refuse')}
        isOpen={asked === 'refuse'}
        notNow={reason.trim() === '' || commands.isRunning}
        error={commands.error}
        onClose={close}
        onConfirm={() => {
          void commands
            .run('refuse', (key) =>
              answered(
                api.POST('/api/v1/mission-orders/{id}/refuse', {
                  params: { path: { id: order.id }, header: { 'Idempotency-Key': key } },
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
          label={t('missions.reason')}
          isRequired
          autoFocus
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
      </AskDialog>
    </RecordPage>
  );
}
