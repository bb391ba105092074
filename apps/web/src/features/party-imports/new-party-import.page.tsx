import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AssistantPage } from '../../shared/kit/assistant/assistant-page.js';
import { FileStep } from '../../shared/kit/assistant/file-step.js';
import { useTab } from '../../shared/work/use-work.js';
import { sendFile } from './party-import.js';
import { useSteps } from './use-steps.js';

/** PA-15: the first step: a file is chosen or dropped; what becomes of it is a record of its own. */
export default function NewPartyImportPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const title = t('party-imports.new');
  const tab = useTab(title);
  const steps = useSteps();
  return (
    <AssistantPage title={title} steps={steps} now="file">
      <FileStep
        mayNot={may('parties:party.import') ? undefined : t('party-imports.may-not')}
        hints={(['formats', 'size', 'nothing-yet'] as const).map((hint) => t(`party-imports.hint.${hint}`))}
        send={async (file, key) => {
          const { data } = await sendFile(api, file, key);
          tab.become(`/party-imports/${data.id}`);
        }}
      />
    </AssistantPage>
  );
}
