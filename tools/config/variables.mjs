import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../dev/lib/paths.mjs';
import { services, variablePart } from '../dev/services.mjs';

/**
 * @typedef {object} Documented
 * @property {string} name
 * @property {string} about
 * @property {boolean} secret then `<NAME>_FILE` may name a file that holds it
 * @property {boolean} required
 * @property {string} default empty where there is none
 *
 * @typedef {object} Section
 * @property {string} title
 * @property {string | null} service whose they are; null where every service reads them
 * @property {string} about
 * @property {Documented[]} variables
 * @property {string[]} [needs] variables of other sections that it does not start without
 */

/** What every service reads, as its compiled code says. @returns {Promise<Section[]>} */
export async function sections() {
  const config = await compiled('libs/platform/dist/config/index.js');
  /** @param {Record<string, import('@navette/platform/config').Variable>} variables @returns {Documented[]} */
  const documented = (variables) =>
    Object.entries(variables).map(([name, variable]) => {
      const { required, value } = config.defaultOf(variable);
      return { name, about: variable.about, secret: variable.secret === true, required, default: value };
    });
  const shared = { ...config.sharedVariables, ...config.processVariables };
  const own = await Promise.all(
    services.map(async ({ name, database }) => ({
      title: name,
      service: name,
      about: `Read by \`${name}\` alone; its addresses by those who call it.`,
      variables: documented({
        ...config.serviceVariables(name, database),
        ...(await definitionOf(name)).variables,
        ...config.addressVariables(name, database),
      }),
    })),
  );
  return [
    { title: 'Every service', service: null, about: 'Read by each of them.', variables: documented(shared) },
    ...own,
    ...scripts(await compiled('apps/solo/dist/script-variables.js'), documented),
  ];
}

/**
 * What prepares databases before any service runs.
 *
 * @param {any} exported by `apps/solo`
 * @param {(variables: any) => Documented[]} documented
 * @returns {Section[]}
 */
export function scripts({ migrateVariables, seedVariables, seededServices }, documented) {
  /** @param {readonly { name: string }[]} list @param {string[]} names */
  const named = (list, names) => list.flatMap(({ name }) => names.map((one) => `NAVETTE_${variablePart(name)}_${one}`));
  const withDatabase = services.filter(({ database }) => database);
  const seeded = services.filter(({ name }) => seededServices.includes(name));
  const running = ['DATABASE_URL', 'DATABASE_APP_PASSWORD', 'DATABASE_ENGINE_PASSWORD', 'DATABASE_NETWORK_PASSWORD'];
  return [
    {
      title: 'migrate',
      service: 'migrate',
      about:
        'Read by `migrate`, beside addresses and passwords of every database, its owner included, and `NAVETTE_NATS_URL`.',
      variables: documented(migrateVariables),
      needs: ['NAVETTE_NATS_URL', ...named(withDatabase, [...running, 'DATABASE_OWNER_PASSWORD'])],
    },
    {
      title: 'seed',
      service: 'seed',
      about: `Read by \`seed\`, beside every client secret and the databases of ${seededServices.join(', ')}.`,
      variables: documented(seedVariables),
      needs: [...named(services, ['CLIENT_SECRET']), ...named(seeded, running)],
    },
  ];
}

/** A service's definition, from its compiled code. @param {string} service @returns {Promise<any>} */
export async function definitionOf(service) {
  const exported = Object.values(await compiled(`apps/${service}/dist/${service}.service.js`));
  const definition = exported.find((one) => one?.name === service);
  if (definition === undefined) throw new Error(`apps/${service} exports no definition of ${service}`);
  return definition;
}

/** @param {string} path @returns {Promise<any>} */
export async function compiled(path) {
  const file = inRoot(path);
  if (!existsSync(file)) throw new Error(`${path} is missing: not compiled yet?`);
  return import(pathToFileURL(file).href);
}
