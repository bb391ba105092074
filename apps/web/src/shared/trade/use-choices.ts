import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../api/live.js';
import { useApi, useMay } from '../api/session.js';
import { useCoalesced } from '../kit/record/use-coalesced.js';
import type { Choice } from '../ui/fields.js';

export type CatalogueEntry = Schema<'CatalogueEntry'>;

/** Entries of a kind that are offered, to choose from; few, so all of them come. */
export function useEntries(kind: CatalogueEntry['kind']): readonly CatalogueEntry[] {
  const api = useApi();
  const may = useMay()('stock:catalogue-entry.read');
  const { data, refetch } = useQuery({
    queryKey: ['list', `choices.entry.${kind}`],
    enabled: may,
    queryFn: async () => {
      const query = { 'filter[kind][eq]': kind, 'filter[active][eq]': 'true', limit: 200 } as never;
      return (await answered(api.GET('/api/v1/catalogue-entries', { params: { query } }))).data.entries;
    },
  });
  const again = useCoalesced(() => void refetch());
  useLive(['catalogue-entry'], again);
  return data ?? NONE;
}

const NONE: readonly never[] = [];
const choicesOf = (parties: readonly { readonly id: string; readonly name: string }[]): readonly Choice[] =>
  parties.map(({ id, name }) => ({ id, text: name }));

/** Parties of the kinds to choose from; none for who may not read them. */
export function useParties(...kinds: ('supplier' | 'manufacturer' | 'reseller')[]): readonly Choice[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['list', 'choices', ...kinds],
    enabled: useMay()('parties:party.read'),
    queryFn: async () => {
      const query = { 'filter[kind][in]': kinds.join(','), limit: 200 };
      return (await answered(api.GET('/api/v1/parties', { params: { query } }))).data.parties;
    },
    select: choicesOf,
  });
  return data ?? NONE;
}
