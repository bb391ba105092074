/** A file of a tote, and whom it is for. */
export interface ToteFile {
  readonly id: string;
  readonly number: string;
  readonly whom: string;
}

/** As many files as one tote holds, and its paper lists. */
export const MOST = 200;

/** What is in a tote, and how many of the files that were put in last found no room. */
export interface Tote {
  readonly files: readonly ToteFile[];
  readonly left: number;
}

/** ST-16: puts files into a tote, before those that are in it already and stay there; who finds no room is counted. */
export function packed({ files }: Tote, more: readonly ToteFile[]): Tote {
  const known = new Set(files.map(({ id }) => id));
  const added = new Map(more.map((file) => [file.id, file]));
  const fresh = [...added.keys()].filter((id) => !known.has(id));
  const stay = new Set([...known, ...fresh.slice(0, MOST - files.length)]);
  const first = [...added.values()].filter(({ id }) => stay.has(id));
  return { files: [...first, ...files.filter(({ id }) => !added.has(id))], left: added.size - first.length };
}
