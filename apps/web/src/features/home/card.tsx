import type { ReactNode } from 'react';
import { useText } from '../../shared/i18n/use-text.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './home.module.css';

interface CardProps {
  readonly title: string;
  /** The list that the card shows the beginning of. */
  readonly more?: string;
  readonly children: ReactNode;
}

export function Card({ title, more, children }: CardProps) {
  const t = useText();
  return (
    <section className={css['card'] ?? ''}>
      <header>
        <h2>{title}</h2>
        {more !== undefined && <PageLink href={more}>{t('home.more')}</PageLink>}
      </header>
      {children}
    </section>
  );
}

interface RowsProps<T> {
  /** Absent while they are on their way. */
  readonly rows: readonly T[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly empty: string;
  readonly children: (row: T) => ReactNode;
}

/** The rows of a card, or why there are none. */
export function Rows<T extends { readonly id: string }>({ rows, error, onRetry, empty, children }: RowsProps<T>) {
  if (rows === undefined) {
    return error === null ? (
      <div className={css['waiting'] ?? ''} aria-busy="true" />
    ) : (
      <ProblemBox error={error} onRetry={onRetry} />
    );
  }
  if (rows.length === 0) return <p className="muted">{empty}</p>;
  return (
    <ul className={css['rows'] ?? ''}>
      {rows.map((row) => (
        <li key={row.id}>{children(row)}</li>
      ))}
    </ul>
  );
}
