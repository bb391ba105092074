/** The page docs/rights.md: each right with the operations that need it. */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

/**
 * @param {any[]} definitions of the services
 * @param {{ ROLES: readonly string[], NETWORK_ROLES: readonly string[], rightsOfRole: Function }} roles and what they pre-select
 * @returns {string}
 */
export function rightsPage(definitions, { ROLES, NETWORK_ROLES, rightsOfRole }) {
  const operations = definitions.flatMap(operationsOf);
  const rights = [...new Set(operations.flatMap(({ right }) => right ?? []))].sort();
  const preselected = [...ROLES, ...NETWORK_ROLES].map((role) => [role, rightsOfRole(role, rights)]);
  const rolesWith = (right) =>
    preselected
      .filter(([, some]) => some.includes(right))
      .map(([role]) => role)
      .join(', ');
  const contexts = [...new Set(rights.map((right) => right.split(':')[0]))];
  return [
    '# Rights',
    '',
    'Written by `node tools/generators/reference.mjs` from the declarations beside the operations (ID-4); a check refuses a page',
    'that says otherwise. A right is held in a station. What a service needs of another when it acts by itself stands last.',
    'Behind a right stand the roles that pre-select it (ID-2, ID-3; `libs/reference/src/role-rights.ts`).',
    '',
    ...contexts.flatMap((context) => [
      `## ${context}`,
      '',
      ...rights
        .filter((right) => right.startsWith(`${context}:`))
        .flatMap((right) => [
          `- \`${right}\` – ${rolesWith(right)}`,
          ...allowed(operations, right).map((name) => `  - ${name}`),
        ]),
      '',
    ]),
    '## On one’s own',
    '',
    'Whoever is signed in may do these about themselves; nobody can be kept from them.',
    '',
    ...operations.flatMap(({ name, own }) => (own === undefined ? [] : `- ${name}`)).sort(),
    '',
    '## Without a right',
    '',
    ...operations.flatMap(({ name, why }) => (why === undefined ? [] : `- ${name}: ${why}`)).sort(),
    '',
    '## Services among themselves',
    '',
    ...definitions.flatMap(
      ({ name, calls = [] }) =>
      calls.length === 0 ? [] : `- ${name}: ${[...calls].sort().map((right) => `\`${right}\``).join(', ')}`, // prettier-ignore
    ),
    '',
  ].join('\n');
}

/** The rights as a module, for services that must know those of others: who grants them checks their names. */
export function rightsModule(definitions) {
  const rights = new Set(definitions.flatMap(operationsOf).flatMap(({ right }) => right ?? []));
  return [
    '/** Every right that an operation of some service asks for (ID-4). Written by `node tools/generators/reference.mjs`. */',
    `export const RIGHTS: readonly string[] = ${JSON.stringify([...rights].sort())};`,
    '',
  ].join('\n');
}

function allowed(operations, right) {
  const names = operations.filter((one) => one.right === right).map(({ name }) => name);
  return [...new Set(names)].sort();
}

/** Methods of gRPC and routes of HTTP alike: both declare what they ask of their caller. */
function operationsOf({ grpc, http = [] }) {
  const controllers = [...(grpc?.controllers ?? []), ...http];
  return controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype).flatMap((key) => {
      const handler = Object.getOwnPropertyDescriptor(controller.prototype, key)?.value;
      const access = typeof handler === 'function' ? Reflect.getMetadata('navette:access', handler) : undefined;
      if (access === undefined) return [];
      return { name: nameOf(controller, handler), right: access.right, own: access.own, why: access.public };
    }),
  );
}

function nameOf(controller, handler) {
  const method = Reflect.getMetadata('navette:rpc-method', handler);
  if (method !== undefined) return `\`${method.path.split('/').map((part) => part.split('.').at(-1)).slice(1).join('.')}\``; // prettier-ignore
  const [base, path] = [controller, handler].map((one) => Reflect.getMetadata(PATH_METADATA, one) ?? '');
  const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler)];
  const route = `/${base}/${path}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
  const summary = Reflect.getMetadata('navette:operation', handler)?.summary;
  return `\`${verb} ${route}\`${summary === undefined ? '' : ` ${summary}`}`;
}
