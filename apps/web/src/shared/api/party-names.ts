import { answered, Refusal, type Api } from '@navette/api-client';

/** As many as fit into an address. */
const AT_ONCE = 100;

/** Names of parties by id; without those who are not to be had: another service is away, or the reader may not see them. */
export async function partyNames(
  api: Api,
  ids: Iterable<string>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== '');
  const names = new Map<string, string>();
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const query = { 'filter[id][in]': wanted.slice(from, from + AT_ONCE).join(','), limit: AT_ONCE };
    try {
      const { data } = await answered(
        api.GET('/api/v1/parties', { params: { query }, ...(signal !== undefined && { signal }) }),
      );
      for (const { id, name, firstName } of data.parties) names.set(id, [name, firstName].filter(Boolean).join(' '));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return names;
    }
  }
  return names;
}
