import type { PersonalData } from '@navette/contracts/common/v1/common';
import { isUuid } from '@navette/kernel';
import type { Tx } from './tx.js';

/**
 * PA-16: what a service keeps about people, as JSON: for each name the rows of its query.
 * @param sources queries in which `$1` is the station and `$2` the ids of the parties
 */
export async function personalData(
  tx: Tx,
  sources: Readonly<Record<string, string>>,
  partyIds: readonly string[],
): Promise<PersonalData> {
  const found = await Promise.all(
    Object.entries(sources).map(async ([name, sql]) => {
      const row = await tx.first<{ rows: string }>(
        `select coalesce(jsonb_agg(to_jsonb(x) - 'station_id'), '[]')::text as rows from (${sql}) as x`,
        [tx.scope.stationId, partyIds.filter(isUuid)],
      );
      return `${JSON.stringify(name)}:${row?.rows ?? '[]'}`;
    }),
  );
  return { json: `{${found.join()}}` };
}
