import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A password that needs no escaping in URLs, SQL or configuration files. */
export const newSecret = () => randomBytes(24).toString('hex');

/**
 * What the servers of a folder were set up with: generated once, since the data on disk know these.
 *
 * @param {string} dir
 */
export function credentials(dir) {
  const file = join(dir, 'credentials.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const all = {
    postgresPassword: newSecret(),
    natsPassword: newSecret(),
    natsServerName: `navette-${newSecret().slice(0, 16)}`,
    redisPassword: newSecret(),
    ...known,
  };
  if (JSON.stringify(all) !== JSON.stringify(known)) {
    writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  }
  return all;
}
