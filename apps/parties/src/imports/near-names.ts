/** From here on two names are spellings of one, as for the duplicates that a person is offered (PA-7). */
const NEAR = 0.5;

/** Somebody known, by the name as it is compared (`normalised`). */
export interface Named {
  readonly id: string;
  readonly name: string;
}

interface Known {
  readonly id: string;
  readonly trigrams: ReadonlySet<string>;
}

/**
 * Names of one place, among which near ones are looked for many times: by the measure of pg_trgm (shared trigrams of all
 * trigrams), which as a join compares each line of a file with everybody in its town.
 *
 * Two sets that share half of their union share one of the rarest trigrams of each: only who has one of those is compared.
 */
export class NearNames {
  readonly #often = new Map<string, number>();
  readonly #having = new Map<string, Known[]>();

  constructor(names: readonly Named[]) {
    const known = names.map(({ id, name }): Known => ({ id, trigrams: trigramsOf(name) }));
    for (const { trigrams } of known) {
      for (const one of trigrams) this.#often.set(one, (this.#often.get(one) ?? 0) + 1);
    }
    for (const one of known) {
      for (const trigram of this.#rarest(one.trigrams)) {
        const having = this.#having.get(trigram);
        if (having === undefined) this.#having.set(trigram, [one]);
        else having.push(one);
      }
    }
  }

  /** Ids of those whose name is near. */
  near(name: string): Set<string> {
    const asked = trigramsOf(name);
    const compared = new Set<Known>();
    const found = new Set<string>();
    for (const trigram of this.#rarest(asked)) {
      for (const one of this.#having.get(trigram) ?? []) {
        if (compared.has(one)) continue;
        compared.add(one);
        if (isNear(asked, one.trigrams)) found.add(one.id);
      }
    }
    return found;
  }

  /** In one order for all, or two names could each have their rarest ones where the other has not. */
  #rarest(trigrams: ReadonlySet<string>): string[] {
    const often = (one: string) => this.#often.get(one) ?? 0;
    return [...trigrams]
      .sort((a, b) => often(a) - often(b) || (a < b ? -1 : 1))
      .slice(0, trigrams.size - Math.ceil(trigrams.size * NEAR) + 1);
  }
}

function isNear(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const one of few) if (many.has(one)) shared += 1;
  return shared >= NEAR * (a.size + b.size - shared);
}

/** As pg_trgm makes them of a normalised name: of each word with two blanks before it and one behind. */
export function trigramsOf(name: string): ReadonlySet<string> {
  const trigrams = new Set<string>();
  for (const word of name.split(' ')) {
    if (word === '') continue;
    const letters = [' ', ' ', ...word, ' '];
    for (let at = 0; at + 3 <= letters.length; at += 1) trigrams.add(letters.slice(at, at + 3).join(''));
  }
  return trigrams;
}
