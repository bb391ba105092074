import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLive } from '../../api/live.js';
import { useApi } from '../../api/session.js';
import { useCoalesced } from '../record/use-coalesced.js';
import { useTabSearch } from '../../work/use-work.js';
import type { ListDefinition, Row } from './list-definition.js';
import { isNarrowed, readListState, writeListState, type ListState } from './list-query.js';
import { useSavedSearches } from './saved-searches.js';

const PAGE = 50;
const NONE: ListState = { search: '', filters: {}, sort: '' };

/** What a list is asked for, kept in its tab's address, and the rows that answer. */
export function useList<R extends Row>(list: ListDefinition<R>) {
  const api = useApi();
  const [address, setAddress] = useTabSearch();
  const state = useMemo(() => readListState(address), [address]);
  const isOpen = useOpening(list.id, address, setAddress);
  const asked = useDeferredValue(isOpen ? state : undefined);
  const shown = asked ?? NONE;
  const waits = asked !== undefined && list.waitsForSearch === true && !isNarrowed(asked);
  const query = useInfiniteQuery({
    queryKey: ['list', list.id, shown, list.fixed],
    enabled: asked !== undefined && !waits,
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      list.load(
        api,
        { ...shown, filters: { ...shown.filters, ...list.fixed }, cursor: pageParam, limit: PAGE },
        signal,
      ),
    getNextPageParam: ({ nextCursor }) => (nextCursor === '' ? undefined : nextCursor),
  });
  const { data, refetch } = query;
  const again = useCoalesced(() => void refetch());
  useLive(list.live ?? [], again);
  const answered = useMemo(() => (waits ? [] : (data?.pages.flatMap((page) => page.rows) ?? [])), [waits, data]);
  // Drawing a page of rows takes longer than a key may: it gives way to what is typed meanwhile.
  const rows = useDeferredValue(answered);
  return {
    state,
    setState: (next: ListState) => {
      setAddress(writeListState(next));
    },
    /** The state that `rows` answer; behind `state` while somebody types. */
    shown,
    rows,
    /** Nothing is asked for until somebody searches. */
    waits,
    query,
    isFirstLoad: asked === undefined || query.isLoading,
  };
}

/**
 * PA-17: a list opens with the search that is its default, from its first request on; one whose address says what to show
 * waits for nothing.
 *
 * @returns whether it is known what the list opens with
 */
function useOpening(listId: string, address: URLSearchParams, setAddress: (search: URLSearchParams) => void): boolean {
  const { saved, isReady } = useSavedSearches(listId);
  const [isOpen, setOpen] = useState(false);
  const standard = saved.find(({ isDefault }) => isDefault)?.search ?? '';
  const opensWith = isOpen || !isReady || address.size > 0 ? '' : standard;
  if (!isOpen && (address.size > 0 || (isReady && opensWith === ''))) setOpen(true);
  useEffect(() => {
    if (opensWith !== '') setAddress(new URLSearchParams(opensWith));
  }, [opensWith, setAddress]);
  return isOpen;
}
