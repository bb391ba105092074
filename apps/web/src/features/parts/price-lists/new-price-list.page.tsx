import { useApi, useMay } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { AssistantPage } from '../../../shared/kit/assistant/assistant-page.js';
import { FileStep } from '../../../shared/kit/assistant/file-step.js';
import { useTab } from '../../../shared/work/use-work.js';
import { sendPriceList } from './price-list.js';
import { useSteps } from './use-steps.js';

/** ST-6: the first step: a file is chosen or dropped; what becomes of it is a record of its own. */
export default function NewPriceListPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const title = t('price-lists.new');
  const tab = useTab(title);
  const steps = useSteps();
  return (
    <AssistantPage title={title} steps={steps} now="file">
      <FileStep
        mayNot={may('stock:price-list.import') ? undefined : t('price-lists.may-not')}
        hints={(['formats', 'size', 'nothing-yet'] as const).map((hint) => t(`price-lists.hint.${hint}`))}
        send={async (file, key) => {
          const { data } = await sendPriceList(api, file, key);
          tab.become(`/price-lists/${data.id}`);
        }}
      />
    </AssistantPage>
  );
}
