import { answered } from '@navette/api-client';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { decimal, fractionOf, percentOf, plain } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Fields } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import type { FileLine } from './file-values.js';

interface LineDialogProps {
  readonly fileId: string;
  readonly line: FileLine;
  readonly onClose: () => void;
}

/** IN-8: price, discount, payer and note of a line of parts, labour or a flat rate; what was ordered for it stays. */
export function LineDialog({ fileId, line, onClose }: LineDialogProps) {
  const t = useText();
  const api = useApi();
  const commands = useCommands();
  const [unitPrice, setUnitPrice] = useState(plain(line.unitPrice));
  const [discount, setDiscount] = useState(percentOf(line.discount));
  const [payer, setPayer] = useState<string>(line.payer);
  const [note, setNote] = useState(line.note);
  const errors = fieldErrorsOf(commands.error);
  return (
    <AskDialog
      title={t('files.line.edit', { reference: line.reference })}
      confirm={t('files.line.save')}
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const body = {
          unitPrice: decimal(unitPrice),
          discount: fractionOf(discount || '0'),
          payer: payer as FileLine['payer'],
          note,
        };
        void commands
          .run(`line.${line.id}`, (key) =>
            answered(
              api.PUT('/api/v1/intervention-files/{id}/lines/{lineId}', {
                params: { path: { id: fileId, lineId: line.id }, header: { 'Idempotency-Key': key } },
                body,
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <Fields>
        <TextInput
          label={t('files.unit-price')}
          inputMode="decimal"
          autoFocus
          value={unitPrice}
          onChange={setUnitPrice}
          error={errors.get('/unitPrice')}
        />
        <TextInput
          label={t('files.discount-percent')}
          inputMode="decimal"
          value={discount}
          onChange={setDiscount}
          error={errors.get('/discount')}
        />
        <ChoiceInput
          label={t('files.payer')}
          value={payer}
          onChange={setPayer}
          choices={(['consumer', 'ordering_party'] as const).map((id) => ({ id, text: t(`files.payer.${id}`) }))}
          error={errors.get('/payer')}
        />
      </Fields>
      <TextInput
        label={t('files.line.note')}
        value={note}
        onChange={setNote}
        lines={2}
        maxLength={1_000}
        error={errors.get('/note')}
      />
    </AskDialog>
  );
}
