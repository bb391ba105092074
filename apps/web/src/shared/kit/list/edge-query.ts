import { listParameters, type ListQuery } from './list-query.js';

/** A list's question as parameters of the edge. @param operators that each field's filter is asked with */
export function edgeQuery(
  { filters, sort, cursor, limit }: ListQuery,
  operators: Readonly<Record<string, string>>,
): object {
  return {
    ...listParameters(filters, operators),
    limit,
    ...(sort !== '' && { sort }),
    ...(cursor !== '' && { cursor }),
  };
}
