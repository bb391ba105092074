import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Action } from '../../actions/actions.js';
import { useActions } from '../../actions/use-actions.js';
import { useText } from '../../i18n/use-text.js';
import { StateChip, type Tone } from '../../ui/state-chip.js';
import { useTab } from '../../work/use-work.js';
import { Ribbon } from '../ribbon.js';
import css from './assistant-page.module.css';

export interface Step {
  readonly id: string;
  readonly title: string;
  /** Goes back to it, where that is possible; what was filled in stays. */
  readonly onBack?: (() => void) | undefined;
}

interface AssistantPageProps {
  readonly title: string;
  readonly chip?: { readonly tone: Tone; readonly text: string };
  readonly facts?: readonly string[];
  readonly actions?: readonly Action[];
  readonly steps: readonly Step[];
  /** The step in hand; those before it are done. */
  readonly now: string;
  readonly children: ReactNode;
}

/** Something that takes several steps: the steps at the left, the one in hand beside them. */
export function AssistantPage({ title, chip, facts = [], actions = [], steps, now, children }: AssistantPageProps) {
  const t = useText();
  useTab(title);
  useActions(actions);
  const place = steps.findIndex(({ id }) => id === now);
  return (
    <div className={css['page'] ?? ''}>
      <header className={css['head'] ?? ''}>
        <div>
          <h1>{title}</h1>
          {chip && <StateChip tone={chip.tone}>{chip.text}</StateChip>}
          {facts.filter(Boolean).map((fact) => (
            <span key={fact} className="muted">
              {fact}
            </span>
          ))}
        </div>
        <Ribbon actions={actions} />
      </header>
      <div className={css['body'] ?? ''}>
        <ol className={css['steps'] ?? ''} aria-label={t('assistant.steps')}>
          {steps.map(({ id, title: name, onBack }, index) => (
            <li
              key={id}
              {...(id === now && { 'aria-current': 'step' })}
              data-step={index < place ? 'done' : index === place ? 'now' : 'later'}
            >
              <i aria-hidden>{index < place ? <Check size="1em" /> : index + 1}</i>
              {onBack === undefined ? (
                <span>{name}</span>
              ) : (
                <button type="button" onClick={onBack}>
                  {name}
                </button>
              )}
              {index < place && <span className="visually-hidden">{t('assistant.done')}</span>}
            </li>
          ))}
        </ol>
        <div className={css['step'] ?? ''}>{children}</div>
      </div>
    </div>
  );
}
