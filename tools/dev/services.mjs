/**
 * What runs. Each service is one folder of `apps/`; all of them also run in one process, `apps/solo`.
 *
 * @typedef {object} Service
 * @property {string} name
 * @property {boolean} database has a database of its own and answers gRPC
 */

/** @type {readonly Service[]} */
export const services = Object.freeze([
  { name: 'identity', database: true },
  { name: 'parties', database: true },
  { name: 'interventions', database: true },
  { name: 'stock', database: true },
  { name: 'billing', database: true },
  { name: 'accounting', database: true },
  { name: 'notifications', database: true },
  { name: 'device-gateway', database: true },
  { name: 'api', database: false },
]);

/** Roles of each database: owner migrates, the others are the three doors of `libs/platform/database`. */
export const databaseRoles = Object.freeze(/** @type {const} */ (['owner', 'app', 'network', 'engine']));

/** As it stands in the names of variables. @param {string} service */
export const variablePart = (service) => service.toUpperCase().replaceAll('-', '_');

/** As it stands in the names of databases. @param {string} service */
export const databasePart = (service) => service.replaceAll('-', '_');

/** What is started: one process for all, or one for each. @param {boolean} separate */
export const appsToRun = (separate) => (separate ? services.map(({ name }) => name) : ['solo']);
