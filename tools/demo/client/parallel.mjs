/**
 * Works on every item, at most `limit` at a time. The first error ends it: what is under way is waited for, nothing new is
 * begun.
 *
 * @template T
 * @param {Iterable<T>} items
 * @param {number} limit
 * @param {(item: T) => Promise<void>} work
 */
export async function inParallel(items, limit, work) {
  const iterator = items[Symbol.iterator]();
  /** @type {{ error: unknown } | undefined} */
  let failed;
  const worker = async () => {
    for (let next = iterator.next(); !next.done && !failed; next = iterator.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failed) throw failed.error;
}
