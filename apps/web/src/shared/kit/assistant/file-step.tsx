import { FileUp, Upload } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useText } from '../../i18n/use-text.js';
import { Button } from '../../ui/button.js';
import { ProblemBox } from '../../ui/problem-box.js';
import { useCommands } from '../record/use-commands.js';
import css from './file-step.module.css';
import { FILE_ENDINGS } from './table-file.js';

interface FileStepProps {
  /** Why a file may not be sent. */
  readonly mayNot: string | undefined;
  readonly hints: readonly string[];
  readonly send: (file: File, key: string) => Promise<unknown>;
}

/** The first step of what begins with a file: a table is chosen or dropped, and sent. */
export function FileStep({ mayNot, hints, send }: FileStepProps) {
  const t = useText();
  const commands = useCommands();
  const [file, setFile] = useState<File>();
  const [isOver, setOver] = useState(false);

  const take = (chosen: File | undefined) => {
    if (chosen === undefined || mayNot !== undefined) return;
    commands.forget();
    setFile(chosen);
    // Another file is another matter, whatever the last one's answer was.
    const name = `${chosen.name} ${String(chosen.size)} ${String(chosen.lastModified)}`;
    void commands.run(name, (key) => send(chosen, key));
  };
  const onDrag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };

  return (
    <div className={css['body'] ?? ''}>
      <ProblemBox
        error={commands.error}
        onRetry={() => {
          take(file);
        }}
      />
      <div
        className={css['drop'] ?? ''}
        role="group"
        aria-label={t('assistant.drop')}
        aria-busy={commands.isRunning}
        data-over={isOver}
        onDragOver={onDrag}
        onDragLeave={onDrag}
        onDrop={(event) => {
          onDrag(event);
          take(event.dataTransfer.files[0]);
        }}
      >
        <Upload aria-hidden size="2.5em" />
        <p>{commands.isRunning ? t('assistant.sending', { name: file?.name ?? '' }) : t('assistant.drop')}</p>
        <FileTrigger
          acceptedFileTypes={FILE_ENDINGS}
          onSelect={(files) => {
            take(files?.[0]);
          }}
        >
          <Button kind="primary" icon={FileUp} autoFocus isDisabled={mayNot !== undefined || commands.isRunning}>
            {t('assistant.choose-file')}
          </Button>
        </FileTrigger>
        {mayNot !== undefined && <p>{mayNot}</p>}
      </div>
      <ul className={css['hints'] ?? ''}>
        {hints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
    </div>
  );
}
