import { FileUp, Upload } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AssistantPage } from '../../shared/kit/assistant/assistant-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { FILE_ENDINGS, sendFile } from './party-import.js';
import css from './party-imports.module.css';
import { useSteps } from './use-steps.js';

/** PA-15: the first step: a file is chosen or dropped; what becomes of it is a record of its own. */
export default function NewPartyImportPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const title = t('party-imports.new');
  const tab = useTab(title);
  const commands = useCommands();
  const [file, setFile] = useState<File>();
  const [isOver, setOver] = useState(false);
  const steps = useSteps();
  const isAllowed = may('parties:party.import');

  const take = (chosen: File | undefined) => {
    if (chosen === undefined || !isAllowed) return;
    commands.forget();
    setFile(chosen);
    // Another file is another import, whatever the last one's answer was.
    const name = `${chosen.name} ${String(chosen.size)} ${String(chosen.lastModified)}`;
    void commands.run(name, async (key) => {
      const { data } = await sendFile(api, chosen, key);
      tab.become(`/party-imports/${data.id}`);
    });
  };
  const onDrag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };

  return (
    <AssistantPage title={title} steps={steps} now="file">
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
          aria-label={t('party-imports.drop')}
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
          <p>{commands.isRunning ? t('party-imports.sending', { name: file?.name ?? '' }) : t('party-imports.drop')}</p>
          <FileTrigger
            acceptedFileTypes={FILE_ENDINGS}
            onSelect={(files) => {
              take(files?.[0]);
            }}
          >
            <Button kind="primary" icon={FileUp} autoFocus isDisabled={!isAllowed || commands.isRunning}>
              {t('party-imports.choose-file')}
            </Button>
          </FileTrigger>
          {!isAllowed && <p>{t('party-imports.may-not')}</p>}
        </div>
        <ul className={css['hints'] ?? ''}>
          {(['formats', 'size', 'nothing-yet'] as const).map((hint) => (
            <li key={hint}>{t(`party-imports.hint.${hint}`)}</li>
          ))}
        </ul>
      </div>
    </AssistantPage>
  );
}
