import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import css from './mission-orders.module.css';
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
  const known = useQuery({
    queryKey: ['known-consumers', order.id],
    queryFn: async () => {
      const asked = api.GET('/api/v1/mission-orders/{id}/known-consumers', { params: { path: { id: order.id } } });
      return (await answered(asked)).data.candidates;
    },
  });
  const options = [
    { id: FOUND, title: t('missions.consumer.found'), hint: t('missions.consumer.found.hint'), suspended: false },
    ...(known.data ?? []).map(({ id, name, firstName, mainAddress, phones, emails, suspended }) => ({
      id,
      title: [name, firstName].filter(Boolean).join(' '),
      hint: [mainAddress?.city ?? '', ...phones, ...emails].filter(Boolean).join(' · '),
      suspended,
    })),
    { id: NEW, title: t('missions.consumer.new'), hint: consumerOf(order), suspended: false },
  ];
  return (
    <AskDialog
      title={t('missions.do.accept')}
      text={t('missions.accept.text')}
      confirm={t('missions.do.accept')}
      isOpen
      isReady
      size="wide"
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const consumerPartyId = choice === FOUND || choice === NEW ? '' : choice;
        void commands
          .run('accept', (key) =>
            answered(
              api.POST('/api/v1/mission-orders/{id}/accept', {
                params: { path: { id: order.id }, header: { 'Idempotency-Key': key } },
                body: { consumerPartyId, newConsumer: choice === NEW },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <ProblemBox error={known.error} />
      <RadioGroup value={choice} onChange={setChoice} className={css['choices'] ?? ''}>
        <Label>{t('missions.consumer.for')}</Label>
        {options.map(({ id, title, hint, suspended }) => (
          <Radio key={id} value={id} className={css['choice'] ?? ''}>
            <span className={css['dot'] ?? ''} aria-hidden />
            <span>
              {title}
              {suspended && <strong> · {t('missions.suspended')}</strong>}
              <span className="muted"> {hint}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
    </AskDialog>
  );
}
