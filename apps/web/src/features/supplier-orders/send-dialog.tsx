import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { dayIn } from '../../shared/trade/day-in.js';
import { TextInput } from '../../shared/ui/fields.js';
import { Notice } from '../../shared/ui/notice.js';
import { RadioChoice } from '../../shared/ui/radio-choice.js';
import type { SupplierOrder } from './supplier-orders.list.js';

interface SendDialogProps {
  readonly order: SupplierOrder;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

const CONFIRM: Readonly<Record<string, 'orders.send.by-mail' | 'orders.send.to-cart'>> = {
  mail: 'orders.send.by-mail',
  cart: 'orders.send.to-cart',
};

/** ST-21, ST-27: how an order goes to its supplier, and when it is awaited. */
export function SendDialog({ order, commands, onClose }: SendDialogProps) {
  const t = useText();
  const api = useApi();
  const { address, terms } = useSupplier(order.supplierPartyId);
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const mails = terms?.orderingChannel === 'email' && address !== '';
  const usual = order.hasCart ? 'cart' : mails ? 'mail' : 'other';
  const channel = chosen ?? usual;
  const expectedOn = typed ?? dayIn(terms?.leadTimeDays ?? 0);
  return (
    <AskDialog
      title={t('orders.send.title', { number: order.number })}
      confirm={t(CONFIRM[channel] ?? 'orders.send.mark')}
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('send', (key) =>
            answered(
              api.POST('/api/v1/supplier-orders/{id}/send', {
                params: { path: { id: order.id }, header: { 'Idempotency-Key': key } },
                body: { channel: channel === 'mail' || channel === 'cart' ? channel : '', expectedOn },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      {terms?.orderingChannel === 'platform' && !order.hasCart && (
        <Notice tone="waiting">{t('orders.send.no-cart')}</Notice>
      )}
      <RadioChoice
        label={t('orders.send.how')}
        value={channel}
        onChange={setChosen}
        options={[
          ...(order.hasCart ? [{ id: 'cart', title: t('orders.send.cart'), hint: t('orders.send.cart-hint') }] : []),
          {
            id: 'mail',
            title: t('orders.send.mail'),
            hint: address === '' ? t('orders.send.no-address') : t('orders.send.to', { address }),
          },
          { id: 'other', title: t('orders.send.other'), hint: t('orders.send.other-hint') },
        ]}
      />
      <TextInput
        label={t('orders.send.expected')}
        type="date"
        value={expectedOn}
        onChange={setTyped}
        error={fieldErrorsOf(commands.error).get('/expectedOn')}
      />
    </AskDialog>
  );
}

/** ST-21: an order that has gone is mailed once more, where its supplier has another address now. */
export function MailAgainDialog({ order, commands, onClose }: SendDialogProps) {
  const t = useText();
  const api = useApi();
  const { address, isKnown } = useSupplier(order.supplierPartyId);
  const to = isKnown ? address : t('orders.mail-again.of-record');
  const mail = async () => {
    const done = await commands.run('mail', (key) =>
      answered(
        api.POST('/api/v1/supplier-orders/{id}/mail', {
          params: { path: { id: order.id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    );
    if (done) onClose();
  };
  return (
    <AskDialog
      title={t('orders.mail-again.title', { number: order.number })}
      text={to === '' ? t('orders.mail-again.no-address') : t('orders.mail-again.text', { address: to })}
      confirm={t('orders.send.by-mail')}
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => void mail()}
    />
  );
}

/** Where the supplier gets its mails, '' for nowhere, and how one orders from it; nothing to who may not see parties. */
function useSupplier(id: string) {
  const api = useApi();
  const may = useMay();
  const { data: supplier } = useQuery({
    queryKey: ['supplier', id],
    enabled: may('parties:party.read'),
    queryFn: async () => (await answered(api.GET('/api/v1/parties/{id}', { params: { path: { id } } }))).data,
  });
  const contact = supplier?.contacts.find(({ isDefault }) => isDefault)?.email;
  return {
    address: supplier?.emails[0] ?? contact ?? '',
    terms: supplier?.pricingTerms,
    isKnown: supplier !== undefined,
  };
}
