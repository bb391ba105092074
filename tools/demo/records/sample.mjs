/**
 * `limit` positions taken evenly from `count`, in order, each once: the middle of each of `limit` equal parts, so that
 * neither end of the file is preferred.
 *
 * @param {number} count
 * @param {number} limit
 * @returns {number[]}
 */
export function evenly(count, limit) {
  const taken = Math.min(count, limit);
  return Array.from({ length: taken }, (_none, i) => Math.floor(((2 * i + 1) * count) / (2 * taken)));
}
