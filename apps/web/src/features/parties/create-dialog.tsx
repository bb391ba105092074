import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { TextInput } from '../../shared/ui/fields.js';
import { useOpen } from '../../shared/work/use-work.js';

interface CreateDialogProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  /** The two that make one, each with its field in the edge's refusals. */
  readonly code: { readonly label: string; readonly max: number };
  readonly name: { readonly label: string; readonly field: string; readonly max: number };
  /** Makes it, and says where it is. */
  readonly create: (code: string, name: string, key: string) => Promise<string>;
  readonly onClose: () => void;
}

/** Asks for a code and a name, makes what they name, and opens its record, where the rest is said. */
export function CreateDialog({ title, text, confirm, code, name, create, onClose }: CreateDialogProps) {
  const open = useOpen();
  const commands = useCommands();
  const wrong = fieldErrorsOf(commands.error);
  const [typed, setTyped] = useState({ code: '', name: '' });
  const run = async () => {
    const made = await commands.run('create', async (key) => {
      open(await create(typed.code, typed.name, key));
    });
    if (made) onClose();
  };
  return (
    <AskDialog
      title={title}
      text={text}
      confirm={confirm}
      isOpen
      notNow={typed.code.trim() === '' || typed.name.trim() === '' || commands.isRunning}
      error={wrong.size > 0 ? null : commands.error}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      <TextInput
        label={code.label}
        value={typed.code}
        onChange={(value) => {
          setTyped({ ...typed, code: value });
        }}
        error={wrong.get('/code')}
        maxLength={code.max}
        isRequired
        autoFocus
      />
      <TextInput
        label={name.label}
        value={typed.name}
        onChange={(value) => {
          setTyped({ ...typed, name: value });
        }}
        error={wrong.get(name.field)}
        maxLength={name.max}
        isRequired
      />
    </AskDialog>
  );
}
