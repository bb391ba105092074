import { useText } from '../../../shared/i18n/use-text.js';
import type { Step } from '../../../shared/kit/assistant/assistant-page.js';

/** The steps of a price list. @param onColumns goes back to the columns, where that is possible */
export function useSteps(onColumns?: () => void): readonly Step[] {
  const t = useText();
  return [
    { id: 'file', title: t('price-lists.step.file') },
    { id: 'columns', title: t('price-lists.step.columns'), onBack: onColumns },
    { id: 'check', title: t('price-lists.step.check') },
    { id: 'commit', title: t('price-lists.step.commit') },
    { id: 'result', title: t('price-lists.step.result') },
  ];
}
