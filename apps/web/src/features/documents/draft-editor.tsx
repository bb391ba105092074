import { answered } from '@navette/api-client';
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { ConflictDialog } from '../../shared/kit/record/conflict-dialog.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { isStale, type Held } from '../../shared/kit/record/use-record.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { bodyOver, draftDifferences, TYPED, valuesOf, VAT, type TypedLine } from './draft-values.js';
import type { Draft } from './drafts.list.js';

interface DraftEditorProps {
  readonly held: Held<Draft>;
  readonly commands: ReturnType<typeof useCommands>;
  /** The draft as the server has it now. */
  readonly read: () => Promise<Held<Draft>>;
  readonly onClose: () => void;
}

/**
 * BI-20, WE-12: lines and date of an invoice that is not issued yet. It is saved over the version it began from: who saves second
 * sees both versions and chooses; what was typed stays until then.
 */
export function DraftEditor({ held: given, commands, read, onClose }: DraftEditorProps) {
  const t = useText();
  const api = useApi();
  const newKey = useId();
  // Another's change that comes meanwhile must not pass for seen.
  const [base, setBase] = useState(given);
  const [{ datedOn, lines }, setValues] = useState(() => valuesOf(given.data));
  const [conflict, setConflict] = useState<Held<Draft>>();
  const setLines = (changed: readonly TypedLine[]) => {
    setValues({ datedOn, lines: changed });
  };
  const [added, setAdded] = useState(0);
  const errors = fieldErrorsOf(commands.error);
  const saveOver = async (over: Held<Draft>) => {
    let isLate = false;
    const done = await commands.run('edit', (key) =>
      answered(
        api.PUT('/api/v1/draft-invoices/{id}', {
          params: { path: { id: over.data.id }, header: { 'Idempotency-Key': key, 'If-Match': over.etag ?? '' } },
          body: bodyOver({ datedOn, lines }, over.data),
        }),
      ).catch((error: unknown) => {
        isLate = isStale(error);
        throw error;
      }),
    );
    if (done) onClose();
    else if (isLate) setConflict(await read());
  };
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
  if (conflict !== undefined) {
    const forget = () => {
      commands.forget();
      setConflict(undefined);
    };
    return (
      <ConflictDialog
        differences={draftDifferences(t, { datedOn, lines }, valuesOf(conflict.data))}
        onMine={() => {
          forget();
          setBase(conflict);
          void saveOver(conflict);
        }}
        onTheirs={() => {
          forget();
          setBase(conflict);
          setValues(valuesOf(conflict.data));
        }}
        onBack={forget}
      />
    );
  }
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
        void saveOver(base);
      }}
    >
      <TextInput
        label={t('documents.dated')}
        hint={t('documents.dated.hint')}
        type="date"
        value={datedOn}
        onChange={(changed) => {
          setValues({ datedOn: changed, lines });
        }}
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
