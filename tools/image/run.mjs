import { existsSync, readdirSync } from 'node:fs';

/**
 * Entry of a folder made by `build.sh`: `node run.mjs ROLE`. Roles are the services, `solo` (all of them in one process),
 * `migrate`, `nats-users`, `seed`, `bootstrap` and `keys`. Nothing stands between the process and the role: signals and the exit code are the role's own.
 */
const apps = new URL('apps/', import.meta.url);

/** @type {Map<string, URL>} */
const roles = new Map(
  readdirSync(apps)
    .map((app) => /** @type {const} */ ([app, new URL(`${app}/dist/main.js`, apps)]))
    .filter(([, program]) => existsSync(program)),
);
for (const script of ['migrate', 'nats-users', 'seed', 'bootstrap', 'keys'])
  roles.set(script, new URL(`solo/dist/${script}.js`, apps));

const role = process.argv[2] ?? '';
const program = roles.get(role);
if (program === undefined) {
  console.error(
    `navette: ${role === '' ? 'no role given' : `unknown role ${role}`}. Accepted: ${[...roles.keys()].join(', ')}.`,
  );
  process.exit(2);
}
await import(program.href);
