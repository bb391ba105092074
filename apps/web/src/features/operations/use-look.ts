import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Page, Row } from '../../shared/kit/list/list-definition.js';

/**
 * No event tells of a saga's steps, of what waits in an outbox or of a message that failed: there would be more of them than of
 * all others (ADR 41). While its page is in front, it is asked this often.
 */
export const LOOK_MS = 10_000;

/** Asks again for a list while one of the rows that are shown may go on by itself. */
export function useLook<R extends Row>(list: string, mayGoOn: (row: R) => boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => {
      const shown = client.getQueriesData<InfiniteData<Page<R>>>({ queryKey: ['list', list], type: 'active' });
      const goesOn = shown.some(([, data]) => data?.pages.some(({ rows }) => rows.some(mayGoOn)));
      if (goesOn && !document.hidden) void client.invalidateQueries({ queryKey: ['list', list] });
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [client, list, mayGoOn]);
}
