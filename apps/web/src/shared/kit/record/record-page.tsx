import type { ReactNode } from 'react';
import type { Action } from '../../actions/actions.js';
import { useActions } from '../../actions/use-actions.js';
import { StateChip, type Tone } from '../../ui/state-chip.js';
import { useTab } from '../../work/use-work.js';
import { Ribbon } from '../ribbon.js';
import css from './record-page.module.css';

interface RecordPageProps {
  readonly title: string;
  readonly chip?: { readonly tone: Tone; readonly text: string } | undefined;
  /** A few words that tell this one from others: number, town, phone. */
  readonly facts?: readonly string[];
  readonly actions?: readonly Action[];
  readonly unsaved?: boolean;
  readonly children: ReactNode;
  /** Timeline, links. */
  readonly side?: ReactNode;
}

/** A record: what it is and what to do next at the top, its sections at the left, what happened at the right. */
export function RecordPage({
  title,
  chip,
  facts = [],
  actions = [],
  unsaved = false,
  children,
  side,
}: RecordPageProps) {
  useTab(title, unsaved);
  useActions(actions);
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
        <div className={css['sections'] ?? ''}>{children}</div>
        {side !== undefined && <aside className={css['side'] ?? ''}>{side}</aside>}
      </div>
    </div>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css['section'] ?? ''}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Fields side by side, as many as there is room for. */
export function Fields({ children }: { readonly children: ReactNode }) {
  return <div className={css['fields'] ?? ''}>{children}</div>;
}
