/** What each server must at least be, how it is asked, and what its answer looks like. */
export const requirements = Object.freeze({
  postgres: { program: 'postgres', label: 'PostgreSQL', minimum: '15', asks: ['--version'] },
  nats: { program: 'nats-server', label: 'NATS', minimum: '2.10', asks: ['--version'] },
  redis: { program: 'redis-server', label: 'Redis', minimum: '7', asks: ['--version'] },
});

/** @typedef {keyof typeof requirements} Kind */

export const kinds = /** @type {Kind[]} */ (Object.keys(requirements));

/**
 * The version in an answer to `--version`:
 * "postgres (PostgreSQL) 15.18 (Debian …)", "nats-server: v2.10.27", "Redis server v=7.0.15 sha=…".
 *
 * @param {string} answer
 * @returns {string | null}
 */
export function versionIn(answer) {
  return /(?:^|[\s=v])(\d+(?:\.\d+){0,2})/.exec(answer)?.[1] ?? null;
}

/**
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const have = version.split('.').map(Number);
  const need = minimum.split('.').map(Number);
  for (const [index, wanted] of need.entries()) {
    const got = have[index] ?? 0;
    if (got !== wanted) return got > wanted;
  }
  return true;
}
