import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi, useMay } from './session.js';

export type Right = Schema<'Right'>;

const NONE: readonly Right[] = [];

/** ID-4: every right, for those who may see who has which. */
export function useRights(): readonly Right[] {
  const api = useApi();
  const may = useMay()('identity:user.read');
  const { data } = useQuery({
    queryKey: ['rights'],
    enabled: may,
    staleTime: Infinity,
    queryFn: async () => (await answered(api.GET('/api/v1/rights'))).data.rights,
  });
  return data ?? NONE;
}

/** The rights of one context after another: `stock:part.read` belongs to `stock`. */
export function byContext(rights: readonly Right[]): ReadonlyMap<string, readonly Right[]> {
  const groups = new Map<string, Right[]>();
  for (const right of rights) {
    const context = right.name.split(':', 1)[0] ?? '';
    groups.set(context, [...(groups.get(context) ?? []), right]);
  }
  return groups;
}
