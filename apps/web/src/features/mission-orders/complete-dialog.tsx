import { answered } from '@navette/api-client';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { PartyPicker } from '../../shared/trade/party-picker.js';
import { useDespite } from '../../shared/trade/use-despite.js';
import { consumerOf, type MissionOrder } from './mission-orders.list.js';

interface CompleteDialogProps {
  readonly order: MissionOrder;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** IN-2: names what kept an accepted order from becoming a file: its consumer, or who ordered and pays. */
export function CompleteDialog({ order, commands, onClose }: CompleteDialogProps) {
  const t = useText();
  const api = useApi();
  const [consumerPartyId, setConsumer] = useState('');
  const [orderingPartyId, setOrderingParty] = useState('');
  const despite = useDespite('interventions', commands.error);
  const errors = fieldErrorsOf(commands.error);
  const body = { consumerPartyId, orderingPartyId };
  return (
    <AskDialog
      title={t('missions.do.complete')}
      text={t('missions.complete.text')}
      confirm={t('missions.do.complete')}
      isOpen
      size="wide"
      notNow={(consumerPartyId === '' && orderingPartyId === '') || despite.isMissing || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('complete', (key) => {
            const params = { path: { id: order.id }, header: { 'Idempotency-Key': key } };
            return despite.reason === ''
              ? answered(api.POST('/api/v1/mission-orders/{id}/complete', { params, body }))
              : answered(
                  api.POST('/api/v1/mission-orders/{id}/complete-despite-suspension', {
                    params,
                    body: { ...body, reason: despite.reason },
                  }),
                );
          })
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <PartyPicker
        label={t('missions.consumer')}
        kind="consumer"
        words={consumerOf(order)}
        autoFocus
        value={consumerPartyId}
        onChange={setConsumer}
        error={errors.get('/consumerPartyId')}
      />
      <PartyPicker
        label={t('missions.ordering-party')}
        value={orderingPartyId}
        onChange={setOrderingParty}
        error={errors.get('/orderingPartyId')}
      />
      {despite.field}
    </AskDialog>
  );
}
