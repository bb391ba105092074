import type { ReactNode } from 'react';
import css from './notice.module.css';

/** What a record says of itself before anything else: that it was refused, or what it waits for. */
export function Notice({ tone, children }: { readonly tone: 'late' | 'waiting'; readonly children: ReactNode }) {
  return (
    <p className={css['notice'] ?? ''} data-tone={tone} role="status">
      {children}
    </p>
  );
}
