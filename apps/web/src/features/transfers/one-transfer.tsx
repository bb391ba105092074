import { answered, answeredFile } from '@navette/api-client';
import { Ban, Check, PackageCheck, Printer, Truck, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable, Links } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { TextInput } from '../../shared/ui/fields.js';
import { Notice } from '../../shared/ui/notice.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { PageLink } from '../../shared/work/page-link.js';
import { transferState, type Transfer } from './transfers.list.js';

/** ST-15: one transfer, as the station sees it that looks: who asked receives and cancels, who was asked answers and sends. */
export function OneTransfer({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'station-transfer',
      id,
      read: () => answered(api.GET('/api/v1/station-transfers/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<Transfer>(definition);
  return <RecordLoader query={query}>{({ data }) => <Shown key={id} transfer={data} />}</RecordLoader>;
}

const ACTS = {
  accept: { icon: Check, side: 'outgoing', states: ['requested'], right: 'stock:station-transfer.answer' },
  refuse: { icon: X, side: 'outgoing', states: ['requested', 'accepted'], right: 'stock:station-transfer.answer' },
  issue: { icon: Truck, side: 'outgoing', states: ['accepted'], right: 'stock:station-transfer.answer' },
  cancel: { icon: Ban, side: 'incoming', states: ['requested', 'accepted'], right: 'stock:station-transfer.request' },
  receive: { icon: PackageCheck, side: 'incoming', states: ['issued'], right: 'stock:station-transfer.receive' },
} as const;
type Act = keyof typeof ACTS;
/** The states of what is sent that have a note: from when it is promised on. */
const ON_PAPER: readonly string[] = ['accepted', 'issued', 'received'];
const ACT_NAMES = Object.keys(ACTS) as Act[];

function Shown({ transfer }: { readonly transfer: Transfer }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const commands = useCommands();
  const print = () =>
    commands.run('print', async () => {
      const options = { params: { path: { id: transfer.id } }, parseAs: 'blob' } as const;
      const paper = await answeredFile(api.GET('/api/v1/station-transfers/{id}/document.pdf', options));
      saveFile(`${transfer.number}.pdf`, paper);
    });
  const [asking, setAsking] = useState<Act>();
  const { state, side, stationCode, stationName } = transfer;
  const station = stationName || stationCode;
  const chip = transferState(transfer);
  const isPartly = transfer.asked !== transfer.quantity;
  const because = transfer.reason || (transfer.refusal === '' ? '' : t(`transfers.refusal.${transfer.refusal}`));
  const orDash = (text: string, format: (text: string) => string) => (text === '' ? '–' : format(text));
  return (
    <RecordPage
      title={transfer.number}
      chip={{ tone: chip.tone, text: t(chip.text) }}
      facts={[t(`transfers.with.${side}`, { station }), formats.instant(transfer.requestedAt)]}
      actions={[
        ...(side === 'outgoing'
          ? [
              {
                id: 'transfer.print',
                title: t('transfers.do.print'),
                icon: Printer,
                keys: 'p',
                notNow: ON_PAPER.includes(state) ? undefined : t('transfers.no-note'),
                run: () => void print(),
              },
            ]
          : []),
        ...ACT_NAMES.filter((act) => ACTS[act].side === side).map((act) => {
          const { icon, states, right } = ACTS[act];
          const isNow = (states as readonly string[]).includes(state);
          return {
            id: `transfer.${act}`,
            title: t(`transfers.do.${act}`),
            icon,
            primary: isNow && act !== 'refuse' && act !== 'cancel',
            notNow: !may(right) ? t('transfers.may-not') : isNow ? undefined : t(`transfers.not-now.${state}`),
            run: () => {
              commands.forget();
              setAsking(act);
            },
          };
        }),
      ]}
      side={
        <>
          <Section title={t('transfers.links')}>
            <Links>
              <li>
                <span className="muted">{t('transfers.part')}</span>
                <PageLink href={`/parts/${transfer.partId}`} className="reference">
                  {transfer.reference}
                </PageLink>
              </li>
              {transfer.originId !== '' && (
                <li>
                  <span className="muted">{t('transfers.for')}</span>
                  <PageLink
                    href={`/${transfer.originKind === 'customer_order' ? 'customer-orders' : 'files'}/${transfer.originId}`}
                    className="reference"
                  >
                    {transfer.originNumber}
                  </PageLink>
                </li>
              )}
            </Links>
          </Section>
          {/* What nobody here has done is the other station's; who it was there is not told (ADR 50). */}
          <Timeline
            service="stock"
            entityType="station-transfer"
            id={transfer.id}
            version={transfer.version}
            nameOf={(actorId) => (actorId === 'stock' ? station : '')}
          />
        </>
      }
    >
      {asking === undefined && <ProblemBox error={commands.error} />}
      {isPartly && (state === 'accepted' || state === 'issued') && (
        <Notice tone="waiting">
          {t(`transfers.partly.${side}`, {
            station,
            asked: formats.quantity(transfer.asked),
            quantity: formats.quantity(transfer.quantity),
          })}
        </Notice>
      )}
      {because !== '' && (
        <Section title={t(state === 'refused' ? 'transfers.why-refused' : 'transfers.why-lost')}>
          <p>{because}</p>
        </Section>
      )}
      <Section title={t('transfers.parts')}>
        <LineTable
          label={t('transfers.parts')}
          lines={[transfer]}
          idOf={({ id }) => id}
          empty=""
          columns={[
            {
              id: 'reference',
              title: t('transfers.reference'),
              cell: ({ reference }) => <span className="reference">{reference}</span>,
            },
            { id: 'designation', title: t('transfers.designation'), cell: ({ designation }) => designation },
            ...(isPartly
              ? [
                  {
                    id: 'asked',
                    title: t('transfers.asked'),
                    isNumber: true,
                    cell: ({ asked }: Transfer) => formats.quantity(asked),
                  },
                ]
              : []),
            {
              id: 'quantity',
              title: t('transfers.quantity'),
              isNumber: true,
              cell: ({ quantity }) => formats.quantity(quantity),
            },
            {
              id: 'value',
              title: t('transfers.value'),
              isNumber: true,
              cell: ({ value }) => orDash(value, formats.money),
            },
            {
              id: 'received',
              title: t('transfers.received'),
              isNumber: true,
              cell: ({ received }) => orDash(received, formats.quantity),
            },
            {
              id: 'lost',
              title: t('transfers.lost'),
              isNumber: true,
              cell: ({ lost }) => orDash(lost, formats.quantity),
            },
            {
              id: 'lostValue',
              title: t('transfers.lost-value'),
              isNumber: true,
              cell: ({ lostValue }) => orDash(lostValue, formats.money),
            },
          ]}
        />
      </Section>
      {asking !== undefined && (
        <ActDialog
          act={asking}
          transfer={transfer}
          station={station}
          commands={commands}
          onClose={() => {
            commands.forget();
            setAsking(undefined);
          }}
          // What leaves takes its note along.
          onDone={asking === 'issue' ? () => void print() : undefined}
        />
      )}
    </RecordPage>
  );
}

interface ActDialogProps {
  readonly act: Act;
  readonly transfer: Transfer;
  readonly station: string;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
  readonly onDone: (() => void) | undefined;
}

/** What becomes final; a refusal says why, a receipt what has arrived and why something is missing. */
function ActDialog({ act, transfer, station, commands, onClose, onDone }: ActDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const [quantity, setQuantity] = useState(() => formats.quantity(transfer.quantity));
  const [reason, setReason] = useState('');
  const errors = fieldErrorsOf(commands.error);
  const isShort = act === 'receive' && Number(decimal(quantity)) < Number(transfer.quantity);
  const send = (key: string) => {
    const params = { path: { id: transfer.id }, header: { 'Idempotency-Key': key } };
    switch (act) {
      case 'accept':
        return answered(
          api.POST('/api/v1/station-transfers/{id}/accept', { params, body: { quantity: decimal(quantity) } }),
        );
      case 'issue':
        return answered(api.POST('/api/v1/station-transfers/{id}/issue', { params }));
      case 'cancel':
        return answered(api.POST('/api/v1/station-transfers/{id}/cancel', { params }));
      case 'refuse':
        return answered(api.POST('/api/v1/station-transfers/{id}/refuse', { params, body: { reason } }));
      case 'receive': {
        const body = { quantity: decimal(quantity), reason: isShort ? reason : '' };
        return answered(api.POST('/api/v1/station-transfers/{id}/receive', { params, body }));
      }
    }
  };
  return (
    <AskDialog
      title={t(`transfers.do.${act}`)}
      text={t(`transfers.ask.${act}`, { station })}
      confirm={t(`transfers.do.${act}`)}
      isOpen
      isReady={act === 'issue' || act === 'cancel'}
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands.run(act, send).then((done) => {
          if (!done) return;
          onClose();
          onDone?.();
        });
      }}
    >
      {(act === 'accept' || act === 'receive') && (
        <TextInput
          label={t(`transfers.quantity.${act}`)}
          hint={t(`transfers.quantity.${act}.hint`, { quantity: formats.quantity(transfer.quantity) })}
          inputMode="decimal"
          autoFocus
          autoComplete="off"
          value={quantity}
          onChange={setQuantity}
          error={errors.get('/quantity')}
        />
      )}
      {(act === 'refuse' || isShort) && (
        <TextInput
          label={t(act === 'refuse' ? 'transfers.reason.refuse' : 'transfers.reason.receive')}
          isRequired
          autoFocus={act === 'refuse'}
          autoComplete="off"
          maxLength={200}
          value={reason}
          onChange={setReason}
          error={errors.get('/reason')}
        />
      )}
    </AskDialog>
  );
}
