import { answered } from '@navette/api-client';
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { decimal, fractionOf, percentOf, plain } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import type { Held } from '../../shared/kit/record/use-record.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import type { Draft } from './drafts.list.js';

const VAT = ['standard', 'intermediate', 'reduced', 'super_reduced'] as const;
const TYPED = ['reference', 'designation', 'quantity', 'unitPrice', 'discount', 'ventilationCode'] as const;

type TypedLine = Readonly<Record<(typeof TYPED)[number] | 'id' | 'key', string>> & {
  readonly vatCategory: (typeof VAT)[number];
};

interface DraftEditorProps {
  readonly held: Held<Draft>;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/**
 * BI-20: lines and date of an invoice that is not issued yet. It is saved over the version it began from: who saves second is
 * told, and keeps what was typed.
 */
export function DraftEditor({ held: given, commands, onClose }: DraftEditorProps) {
  const t = useText();
  const api = useApi();
  const newKey = useId();
  // Another's change that comes meanwhile must not pass for seen.
  const [held] = useState(given);
  const [datedOn, setDatedOn] = useState(held.data.datedOn);
  const [lines, setLines] = useState<readonly TypedLine[]>(
    held.data.lines.map((line) => ({
      ...line,
      key: line.id,
      vatCategory: line.vatCategory as TypedLine['vatCategory'],
      quantity: plain(line.quantity),
      unitPrice: plain(line.unitPrice),
      discount: percentOf(line.discount),
    })),
  );
  const [added, setAdded] = useState(0);
  const errors = fieldErrorsOf(commands.error);
  const change = (key: string, field: string, value: string) => {
    setLines(lines.map((line) => (line.key === key ? { ...line, [field]: value } : line)));
  };
  const add = () => {
    setAdded(added + 1);
    const last = lines.at(-1);
    setLines([
      ...lines,
      {
        key: `${newKey}${String(added)}`,
        id: '',
        reference: '',
        designation: '',
        quantity: '1',
        unitPrice: '',
        discount: '0',
        vatCategory: last?.vatCategory ?? 'standard',
        ventilationCode: last?.ventilationCode ?? '',
      },
    ]);
  };
  return (
    <AskDialog
      title={t('documents.do.edit')}
      confirm={t('documents.edit.save')}
      isOpen
      size="wide"
      notNow={lines.length === 0 || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const body = {
          datedOn,
          lines: lines.map(({ key: _, ...line }) => ({
            id: line.id,
            reference: line.reference,
            designation: line.designation,
            quantity: decimal(line.quantity),
            unitPrice: decimal(line.unitPrice),
            discount: fractionOf(line.discount || '0'),
            vatCategory: line.vatCategory,
            ventilationCode: line.ventilationCode,
          })),
        };
        void commands
          .run('edit', (key) =>
            answered(
              api.PUT('/api/v1/draft-invoices/{id}', {
                params: { path: { id: held.data.id }, header: { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' } },
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
        label={t('documents.dated')}
        hint={t('documents.dated.hint')}
        type="date"
        value={datedOn}
        onChange={setDatedOn}
        error={errors.get('/datedOn')}
      />
      <LineTable
        label={t('documents.lines')}
        lines={lines}
        idOf={({ key }) => key}
        empty={t('documents.lines.none')}
        columns={[
          ...TYPED.map((field) => ({
            id: field,
            title: t(`documents.edit.${field}`),
            cell: (line: TypedLine) => {
              const index = lines.indexOf(line);
              return (
                <TextInput
                  label={t('documents.edit.of', { field: t(`documents.edit.${field}`), line: index + 1 })}
                  isLabelHidden
                  {...(['quantity', 'unitPrice', 'discount'].includes(field) && { inputMode: 'decimal' as const })}
                  value={line[field]}
                  onChange={(value) => {
                    change(line.key, field, value);
                  }}
                  error={errors.get(`/lines/${String(index)}/${field}`)}
                />
              );
            },
          })),
          {
            id: 'vat',
            title: t('documents.edit.vatCategory'),
            cell: (line) => (
              <ChoiceInput
                label={t('documents.edit.of', {
                  field: t('documents.edit.vatCategory'),
                  line: lines.indexOf(line) + 1,
                })}
                isLabelHidden
                value={line.vatCategory}
                onChange={(value) => {
                  change(line.key, 'vatCategory', value);
                }}
                choices={VAT.map((id) => ({ id, text: t(`documents.vat.${id}`) }))}
                error={errors.get(`/lines/${String(lines.indexOf(line))}/vatCategory`)}
              />
            ),
          },
          {
            id: 'remove',
            title: '',
            cell: (line) => (
              <IconButton
                icon={X}
                label={t('documents.edit.remove', { line: lines.indexOf(line) + 1 })}
                onPress={() => {
                  setLines(lines.filter(({ key }) => key !== line.key));
                }}
              />
            ),
          },
        ]}
      />
      <Button kind="quiet" icon={Plus} onPress={add}>
        {t('documents.edit.add')}
      </Button>
    </AskDialog>
  );
}
