/**
 * What began this often without an end has killed the process, and is not begun again. Two, since the first time anything
 * may have killed it.
 */
const UNFINISHED = 2;

/** A message or timer in which the process died again and again; it can only be set aside. */
export class Poison extends Error {
  override readonly name = 'Poison';

  constructor() {
    super('the process died in it again and again');
  }
}

/**
 * Runs what may have killed the process: one at a time, each attempt noted before it begins. What dies then is the culprit,
 * and what merely ran beside it is not blamed.
 */
export class Suspects {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param begin notes that an attempt begins; how many have begun without an end, this one included
   * @param ended notes that it has come to its good end; who calls notes a bad one
   * @throws Poison instead of the attempt that would be one too many
   */
  alone<T>(begin: () => Promise<number>, work: () => Promise<T>, ended: () => Promise<void>): Promise<T> {
    const turn = this.#last.then(async () => {
      if ((await begin()) > UNFINISHED) throw new Poison();
      const value = await work();
      await ended();
      return value;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
