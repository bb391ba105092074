import { readConfig } from '@navette/platform/config';
import { busUserOf } from '@navette/platform/service';
import { busConfig, natsPasswordVariable } from './script-variables.js';
import { services } from './services.js';

/**
 * Prints the users of NATS for its `authorization { include … }`, as JSON: the one of NAVETTE_NATS_URL, who may do all, and
 * one for each service with its NAVETTE_<SERVICE>_NATS_PASSWORD, who may do what the service's code does.
 */
const { url, prefix } = busConfig(process.env);
const passwords = readConfig(Object.assign({}, ...services.map(({ name }) => natsPasswordVariable(name))), process.env);
const { username, password } = new URL(url.split(',')[0] as string);
const users = services.map((definition, index) => {
  const { user, permissions } = busUserOf(definition, services, prefix);
  return { user, password: Object.values(passwords)[index], permissions };
});
const administrator = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
process.stdout.write(`${JSON.stringify({ users: [administrator, ...users] }, null, 2)}\n`);
