import { useQuery } from '@tanstack/react-query';
import { useLive } from '../../api/live.js';
import { partyNames } from '../../api/party-names.js';
import { useApi } from '../../api/session.js';
import { useCoalesced } from './use-coalesced.js';

/** Names of the parties that a record tells of, by id; '' until they are there, or where they are not to be had. */
export function usePartyNames(ids: readonly string[]): (id: string) => string {
  const api = useApi();
  const wanted = [...new Set(ids)].filter((id) => id !== '').sort();
  const { data, refetch } = useQuery({
    queryKey: ['record', 'party-names', ...wanted],
    enabled: wanted.length > 0,
    queryFn: ({ signal }) => partyNames(api, wanted, signal),
  });
  const again = useCoalesced(() => void refetch());
  useLive(['party'], (id) => {
    if (id === undefined || wanted.includes(id)) again();
  });
  return (id) => data?.get(id) ?? '';
}

/** Something that belongs to a record, read beside it and anew with every change of these kinds. */
export function useRelated<T>(
  name: readonly string[],
  kinds: readonly string[],
  enabled: boolean,
  read: () => Promise<T>,
) {
  const query = useQuery({ queryKey: ['record', 'related', ...name], enabled, queryFn: read });
  const again = useCoalesced(() => void query.refetch());
  useLive(kinds, () => {
    if (enabled) again();
  });
  return query.data;
}
