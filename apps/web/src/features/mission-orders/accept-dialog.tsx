import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { useDespite } from '../../shared/trade/use-despite.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { RadioChoice } from '../../shared/ui/radio-choice.js';
import { consumerOf, type MissionOrder } from './mission-orders.list.js';

const FOUND = 'found';
const NEW = 'new';

interface AcceptDialogProps {
  readonly order: MissionOrder;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** IN-2: the known consumers that this may be, a new one, or whom the service finds; accepted for good. */
export function AcceptDialog({ order, commands, onClose }: AcceptDialogProps) {
  const t = useText();
  const api = useApi();
  const [choice, setChoice] = useState(FOUND);
  const despite = useDespite('interventions', commands.error);
  const known = useQuery({
    queryKey: ['known-consumers', order.id],
    queryFn: async () => {
      const asked = api.GET('/api/v1/mission-orders/{id}/known-consumers', { params: { path: { id: order.id } } });
      return (await answered(asked)).data.candidates;
    },
  });
  const options = [
    { id: FOUND, title: t('missions.consumer.found'), hint: t('missions.consumer.found.hint') },
    ...(known.data ?? []).map(({ id, name, firstName, mainAddress, phones, emails, suspended }) => ({
      id,
      title: [name, firstName].filter(Boolean).join(' '),
      hint: [mainAddress?.city ?? '', ...phones, ...emails].filter(Boolean).join(' · '),
      mark: suspended ? t('trade.suspended') : '',
    })),
    { id: NEW, title: t('missions.consumer.new'), hint: consumerOf(order) },
  ];
  return (
    <AskDialog
      title={t('missions.do.accept')}
      text={t('missions.accept.text')}
      confirm={t('missions.do.accept')}
      isOpen
      isReady
      size="wide"
      notNow={despite.isMissing || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const consumerPartyId = choice === FOUND || choice === NEW ? '' : choice;
        const body = { consumerPartyId, newConsumer: choice === NEW };
        void commands
          .run('accept', (key) => {
            const params = { path: { id: order.id }, header: { 'Idempotency-Key': key } };
            return despite.reason === ''
              ? answered(api.POST('/api/v1/mission-orders/{id}/accept', { params, body }))
              : answered(
                  api.POST('/api/v1/mission-orders/{id}/accept-despite-suspension', {
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
      <ProblemBox error={known.error} />
      <RadioChoice label={t('missions.consumer.for')} options={options} value={choice} onChange={setChoice} />
      {despite.field}
    </AskDialog>
  );
}
