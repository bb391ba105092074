import type { ReactNode } from 'react';
import { Loading } from '../../ui/loading.js';
import { ProblemBox } from '../../ui/problem-box.js';
import css from './record-page.module.css';
import type { Held } from './use-record.js';

interface RecordLoaderProps<T> {
  readonly query: { readonly data: Held<T> | undefined; readonly error: Error | null; readonly refetch: () => unknown };
  readonly children: (held: Held<T>) => ReactNode;
}

/** A record once it is there; until then that it is on its way, or why it is not. */
export function RecordLoader<T>({ query: { data, error, refetch }, children }: RecordLoaderProps<T>) {
  if (data !== undefined) return children(data);
  return (
    <div className={css['page'] ?? ''} aria-busy={error === null}>
      <ProblemBox error={error} onRetry={() => void refetch()} />
      {error === null && <Loading />}
    </div>
  );
}
