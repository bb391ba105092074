import { answered } from '@navette/api-client';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { decimal, plain } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { Checkbox, TextInput } from '../../shared/ui/fields.js';
import type { SupplierOrder } from './supplier-orders.list.js';

interface Said {
  readonly expectedOn: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly exhausted: boolean;
}

/** What is ordered of a line, less what the supplier will not send. */
const asOrdered = ({ quantity, cancelled }: SupplierOrder['lines'][number]): string =>
  String(Number(quantity) - Number(cancelled));

interface AcknowledgeDialogProps {
  readonly order: SupplierOrder;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** ST-22: what the supplier says of each line: when it comes, how much of it, at what price, or that it never will. */
export function AcknowledgeDialog({ order, commands, onClose }: AcknowledgeDialogProps) {
  const t = useText();
  const api = useApi();
  const lines = order.lines.filter(({ quantity, cancelled }) => Number(cancelled) < Number(quantity));
  const [forAll, setForAll] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<string, Said>>>({});
  const errors = fieldErrorsOf(commands.error);
  const saidOf = (line: SupplierOrder['lines'][number]): Said =>
    typed[line.id] ?? {
      expectedOn: line.expectedOn || forAll,
      quantity: asOrdered(line),
      unitPrice: plain(line.unitPrice),
      exhausted: line.exhausted,
    };
  return (
    <AskDialog
      title={t('orders.do.acknowledge')}
      text={t('orders.acknowledge.text')}
      confirm={t('orders.do.acknowledge')}
      isOpen
      size="wide"
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const body = {
          lines: lines.map((line) => {
            const { quantity, unitPrice, ...said } = saidOf(line);
            return {
              lineId: line.id,
              ...said,
              quantity: quantity === asOrdered(line) ? '' : decimal(quantity),
              unitPrice: decimal(unitPrice),
            };
          }),
        };
        void commands
          .run('acknowledge', (key) =>
            answered(
              api.POST('/api/v1/supplier-orders/{id}/acknowledge', {
                params: { path: { id: order.id }, header: { 'Idempotency-Key': key } },
                body,
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <TextInput
        label={t('orders.expected.all')}
        type="date"
        value={forAll}
        onChange={(day) => {
          setForAll(day);
          setTyped(Object.fromEntries(lines.map((line) => [line.id, { ...saidOf(line), expectedOn: day }])));
        }}
        autoFocus
      />
      <LineTable
        label={t('orders.lines')}
        lines={lines}
        idOf={({ id }) => id}
        empty={t('orders.lines.none')}
        columns={[
          {
            id: 'reference',
            title: t('orders.reference'),
            cell: ({ reference }) => <span className="reference">{reference}</span>,
          },
          ...(['expectedOn', 'quantity', 'unitPrice'] as const).map((field) => ({
            id: field,
            title: t(`orders.said.${field}`),
            cell: (line: SupplierOrder['lines'][number]) => (
              <TextInput
                label={t(`orders.said.of.${field}`, { reference: line.reference })}
                isLabelHidden
                {...(field === 'expectedOn' ? { type: 'date' as const } : { inputMode: 'decimal' as const })}
                isDisabled={saidOf(line).exhausted}
                value={saidOf(line)[field]}
                onChange={(value) => {
                  setTyped({ ...typed, [line.id]: { ...saidOf(line), [field]: value } });
                }}
                error={errors.get(`/lines/${String(lines.indexOf(line))}/${field}`)}
              />
            ),
          })),
          {
            id: 'exhausted',
            title: t('orders.exhausted'),
            cell: (line) => (
              <Checkbox
                label={t('orders.said.of.exhausted', { reference: line.reference })}
                isSelected={saidOf(line).exhausted}
                onChange={(exhausted) => {
                  setTyped({ ...typed, [line.id]: { ...saidOf(line), exhausted } });
                }}
              />
            ),
          },
        ]}
      />
    </AskDialog>
  );
}
