import { answered, type Schema } from '@navette/api-client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi, useSelf } from '../../shared/api/session.js';

type Hit = Schema<'SearchHit'>;

export interface FoundRecord extends Hit {
  readonly href: string;
}

const PAGES: Readonly<Record<Hit['kind'], string>> = {
  party: '/parties/',
  part: '/parts/',
  intervention_file: '/files/',
  mission_order: '/mission-orders/',
  customer_order: '/customer-orders/',
  supplier_order: '/supplier-orders/',
  goods_receipt: '/receipts/',
  document: '/invoices/',
};

/** Who types fast asks once. */
const PAUSE_MS = 80;
const SHORTEST = 2;
const AGAIN_MS = 2_000;

/** WE-6: the records that a text names, of every kind that one may read. */
export function useRecords(text: string): { records: readonly FoundRecord[]; isAsking: boolean; away: boolean } {
  const api = useApi();
  const { stationId, stations } = useSelf();
  const q = usePaused(text.trim());
  const station = stations.find(({ id }) => id === stationId)?.code ?? '';
  const enabled = q.length >= SHORTEST;
  const { data, isFetching, error } = useQuery({
    queryKey: ['search', q],
    enabled,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/api/v1/search', { signal, params: { query: { q, station } } }))).data,
    // A service that did not answer in time is asked again while somebody looks.
    refetchInterval: (asked) => ((asked.state.data?.away.length ?? 0) > 0 ? AGAIN_MS : false),
  });
  const hits = enabled ? (data?.hits ?? []) : [];
  return {
    records: hits.map((hit) => ({ ...hit, href: PAGES[hit.kind] + hit.id })),
    isAsking: enabled && (isFetching || q !== text.trim()),
    away: enabled && (error !== null || (data?.away.length ?? 0) > 0),
  };
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setPaused(text);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return paused;
}
