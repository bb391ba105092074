import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateDir, stateDir } from './lib/paths.mjs';
import { newSecret } from './servers/credentials.mjs';
import { databaseRoles, services } from './services.mjs';

/**
 * @typedef {object} Secrets
 * @property {Record<string, Record<string, string>>} databases by service, then by role
 * @property {Record<string, string>} clients by service: its own client credentials
 * @property {Record<string, string>} nats by service: of its own user
 * @property {Record<string, string>} keys by service: with what it encrypts at rest
 * @property {string} manufacturerClient of the one seeded manufacturer
 * @property {{ login: string, password: string }} signIn of the one seeded person
 */

export const secretsFile = join(stateDir, 'secrets.json');

/**
 * Generated once and kept, since the databases know them; what a newer version needs is added.
 *
 * @param {string} [file]
 * @returns {Secrets}
 */
export function secrets(file = secretsFile) {
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const complete = fill(known);
  if (JSON.stringify(complete) !== JSON.stringify(known)) {
    privateDir(join(file, '..'));
    writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600 });
  }
  return complete;
}

/** @param {Partial<Secrets>} known @returns {Secrets} */
function fill(known) {
  const databases = services
    .filter(({ database }) => database)
    .map(({ name }) => [name, fillNames(databaseRoles, known.databases?.[name])]);
  return {
    databases: Object.fromEntries(databases),
    clients: fillNames(
      services.map(({ name }) => name),
      known.clients,
    ),
    nats: fillNames(
      services.map(({ name }) => name),
      known.nats,
    ),
    keys: fillNames(
      services.map(({ name }) => name),
      known.keys,
    ),
    manufacturerClient: known.manufacturerClient ?? newSecret(),
    signIn: known.signIn ?? { login: 'demo', password: newSecret().slice(0, 16) },
  };
}

/** @param {readonly string[]} names @param {Record<string, string>} [known] */
const fillNames = (names, known = {}) => Object.fromEntries(names.map((name) => [name, known[name] ?? newSecret()]));
