import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../api/live.js';
import { useApi, useMay } from '../api/session.js';
import { useCoalesced } from '../kit/record/use-coalesced.js';

export type Representative = Schema<'Representative'>;
export type CommissionScale = Schema<'CommissionScale'>;

/** What one chooses from: few, so all of them come; none to who may not see them. */
function useAll<T>(kind: string, right: string, load: () => Promise<readonly T[]>): readonly T[] {
  const may = useMay()(right);
  const { data, refetch } = useQuery({ queryKey: ['list', `choices.${kind}`], enabled: may, queryFn: load });
  const again = useCoalesced(() => void refetch());
  useLive([kind], again);
  return data ?? [];
}

/** Representatives of the station, by code; those who are set aside too. */
export function useRepresentatives(): readonly Representative[] {
  const api = useApi();
  return useAll('representative', 'parties:representative.read', async () => {
    const query = { limit: 200 } as never;
    return (await answered(api.GET('/api/v1/representatives', { params: { query } }))).data.representatives;
  });
}

/** Commission scales of the station, by code. */
export function useScales(): readonly CommissionScale[] {
  const api = useApi();
  return useAll('commission-scale', 'parties:commission-scale.read', async () => {
    const query = { limit: 200 } as never;
    return (await answered(api.GET('/api/v1/commission-scales', { params: { query } }))).data.scales;
  });
}

export const fullName = ({ firstName, name }: Pick<Representative, 'firstName' | 'name'>): string =>
  [firstName, name].filter(Boolean).join(' ');

/** What a representative is called; '' where one may not see it. */
export function useRepresentativeName(): (id: string) => string {
  const all = useRepresentatives();
  return (id) => {
    const found = all.find((one) => one.id === id);
    return found === undefined ? '' : fullName(found);
  };
}
