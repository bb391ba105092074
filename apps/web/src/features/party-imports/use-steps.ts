import { useText } from '../../shared/i18n/use-text.js';
import type { Step } from '../../shared/kit/assistant/assistant-page.js';

/** The steps of an import. @param onColumns goes back to the columns, where that is possible */
export function useSteps(onColumns?: () => void): readonly Step[] {
  const t = useText();
  return [
    { id: 'file', title: t('party-imports.step.file') },
    { id: 'columns', title: t('party-imports.step.columns'), onBack: onColumns },
    { id: 'check', title: t('party-imports.step.check') },
    { id: 'commit', title: t('party-imports.step.commit') },
    { id: 'result', title: t('party-imports.step.result') },
  ];
}
