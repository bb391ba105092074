import { answered } from '@navette/api-client';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import type { Held } from '../../shared/kit/record/use-record.js';
import { TextInput } from '../../shared/ui/fields.js';
import { isPullOpen, PULL_ALL, PullChoice } from './pull-choice.js';
import type { Receipt } from './receipts.list.js';

interface ReceiptDialogProps {
  readonly held: Held<Receipt>;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** ST-23: awaited lines come onto the draft as received in full: all, those of some orders, those due until a day. */
export function PullDialog({ held, commands, onClose }: ReceiptDialogProps) {
  const t = useText();
  const api = useApi();
  const [pull, setPull] = useState(PULL_ALL);
  return (
    <AskDialog
      title={t('receipts.do.pull')}
      text={t('receipts.pull.text')}
      confirm={t('receipts.do.pull')}
      isOpen
      notNow={isPullOpen(pull) || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('pull', (key) =>
            answered(
              api.POST('/api/v1/goods-receipts/{id}/pull', {
                params: { path: { id: held.data.id }, header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' } },
                body: pull,
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <PullChoice supplierPartyId={held.data.supplierPartyId} value={pull} onChange={setPull} />
    </AskDialog>
  );
}

/** ST-23: delivery note and countermark, as long as it is a draft. */
export function NotesDialog({ held, commands, onClose }: ReceiptDialogProps) {
  const t = useText();
  const api = useApi();
  const [deliveryNote, setDeliveryNote] = useState(held.data.deliveryNote);
  const [countermark, setCountermark] = useState(held.data.countermark);
  const errors = fieldErrorsOf(commands.error);
  return (
    <AskDialog
      title={t('receipts.do.notes')}
      confirm={t('receipts.notes.save')}
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('notes', (key) =>
            answered(
              api.PATCH('/api/v1/goods-receipts/{id}', {
                params: { path: { id: held.data.id }, header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' } },
                body: { deliveryNote, countermark },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <TextInput
        label={t('receipts.delivery-note')}
        autoFocus
        value={deliveryNote}
        onChange={setDeliveryNote}
        maxLength={60}
        error={errors.get('/deliveryNote')}
      />
      <TextInput
        label={t('receipts.countermark')}
        value={countermark}
        onChange={setCountermark}
        maxLength={60}
        error={errors.get('/countermark')}
      />
    </AskDialog>
  );
}
