import { answered } from '@navette/api-client';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { useOpen } from '../../shared/work/use-work.js';
import type { Receipt } from './receipts.list.js';

const REASONS = ['defective', 'wrong', 'warranty'] as const;

interface ReturnDialogProps {
  readonly receipt: Receipt;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** ST-25: which parts of a receipt go back to its supplier, and why; a line left empty stays. */
export function ReturnDialog({ receipt, commands, onClose }: ReturnDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const open = useOpen();
  const [quantities, setQuantities] = useState<Readonly<Record<string, string>>>({});
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [comment, setComment] = useState('');
  const lines = receipt.lines.filter(({ quantity }) => Number(quantity) > 0);
  const chosen = lines.filter(({ id }) => (quantities[id] ?? '').trim() !== '');
  const reasonOf = (id: string) => reasons[id] ?? 'defective';
  const errors = fieldErrorsOf(commands.error);
  const errorOf = (id: string, field: string) =>
    errors.get(`/lines/${String(chosen.findIndex((line) => line.id === id))}/${field}`);
  return (
    <AskDialog
      title={t('receipts.do.return')}
      text={t('receipts.return.text')}
      confirm={t('receipts.return.confirm')}
      isOpen
      size="wide"
      notNow={chosen.length === 0 || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands.run('return', async (key) => {
          const { data: made } = await answered(
            api.POST('/api/v1/supplier-returns', {
              params: { header: { 'Idempotency-Key': key } },
              body: {
                goodsReceiptId: receipt.id,
                comment,
                lines: chosen.map(({ id }) => ({
                  receiptLineId: id,
                  quantity: decimal(quantities[id] ?? ''),
                  reason: reasonOf(id),
                })),
              },
            }),
          );
          onClose();
          open(`/supplier-returns/${made.id}`);
        });
      }}
    >
      <LineTable
        label={t('receipts.lines')}
        lines={lines}
        idOf={({ id }) => id}
        empty=""
        columns={[
          {
            id: 'reference',
            title: t('receipts.reference'),
            cell: ({ reference }) => <span className="reference">{reference}</span>,
          },
          {
            id: 'received',
            title: t('receipts.return.received'),
            isNumber: true,
            cell: ({ quantity }) => formats.quantity(quantity),
          },
          {
            id: 'quantity',
            title: t('receipts.return.quantity'),
            cell: ({ id, reference }) => (
              <TextInput
                label={t('receipts.return.quantity-of', { reference })}
                isLabelHidden
                inputMode="decimal"
                value={quantities[id] ?? ''}
                onChange={(quantity) => {
                  setQuantities({ ...quantities, [id]: quantity });
                }}
                error={errorOf(id, 'quantity') ?? errorOf(id, 'receiptLineId')}
              />
            ),
          },
          {
            id: 'reason',
            title: t('receipts.return.reason'),
            cell: ({ id, reference }) => (
              <ChoiceInput
                label={t('receipts.return.reason-of', { reference })}
                isLabelHidden
                value={reasonOf(id)}
                onChange={(reason) => {
                  setReasons({ ...reasons, [id]: reason });
                }}
                choices={REASONS.map((reason) => ({ id: reason, text: t(`receipts.return.reason.${reason}`) }))}
              />
            ),
          },
        ]}
      />
      <TextInput
        label={t('receipts.return.comment')}
        value={comment}
        onChange={setComment}
        maxLength={500}
        autoComplete="off"
        error={errors.get('/comment')}
      />
    </AskDialog>
  );
}
