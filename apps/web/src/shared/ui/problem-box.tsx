import { CircleAlert } from 'lucide-react';
import { isPassing, requestIdOf } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';
import { Button } from './button.js';
import css from './problem-box.module.css';

interface ProblemBoxProps {
  readonly error: unknown;
  /** Tries the same again; offered where that may help. */
  readonly onRetry?: () => void;
}

/** WE-11: what happened, what to do, and the id to tell those who run the system. Nothing where there is no error. */
export function ProblemBox({ error, onRetry }: ProblemBoxProps) {
  const t = useText();
  if (!(error instanceof Error)) return null;
  const requestId = requestIdOf(error);
  return (
    <div role="alert" className={css['box'] ?? ''}>
      <CircleAlert aria-hidden size="1.2em" />
      <div>
        <p>{error instanceof TypeError ? t('ui.problem.offline') : error.message}</p>
        {isPassing(error) && <p className="muted">{t('ui.problem.kept')}</p>}
        {requestId !== '' && <p className={css['request'] ?? ''}>{t('ui.problem.request', { requestId })}</p>}
      </div>
      {onRetry !== undefined && <Button onPress={onRetry}>{t('ui.problem.retry')}</Button>}
    </div>
  );
}
