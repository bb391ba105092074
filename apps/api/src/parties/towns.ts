import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

interface Commune {
  readonly nom: string;
  readonly type: string;
  readonly population?: number;
  readonly codesPostaux?: readonly string[];
}

let towns: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

/** PA-12: the French communes of a postcode, the one with most people first; none where it is no postcode of a commune. */
export async function townsOf(postcode: string): Promise<readonly string[]> {
  towns ??= readTowns();
  return (await towns).get(postcode) ?? [];
}

/** Names by postcode are all that stays in memory; the file has much more. */
async function readTowns(): Promise<ReadonlyMap<string, readonly string[]>> {
  const file = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json');
  const communes = (JSON.parse(await readFile(file, 'utf8')) as readonly Commune[])
    .filter(({ type }) => type === 'commune-actuelle')
    .sort((one, other) => (other.population ?? 0) - (one.population ?? 0));
  const found = new Map<string, string[]>();
  for (const { nom, codesPostaux = [] } of communes) {
    for (const postcode of codesPostaux) found.set(postcode, [...(found.get(postcode) ?? []), nom]);
  }
  return found;
}
