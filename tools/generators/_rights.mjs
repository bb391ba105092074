/** The page docs/rights.md: each right with the operations that need it. */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

/** @param {any[]} definitions of the services @returns {string} */
export function rightsPage(definitions) {
  const operations = definitions.flatMap(operationsOf);
  const rights = [...new Set(operations.flatMap(({ right }) => right ?? []))].sort();
  const contexts = [...new Set(rights.map((right) => right.split(':')[0]))];
  return [
    '# Rights',
    '',
    'Written by `node tools/generators/reference.mjs` from the declarations beside the operations (ID-4); a check refuses a page',
    'that says otherwise. A right is held in a station. What a service needs of another when it acts by itself stands last.',
    '',
    ...contexts.flatMap((context) => [
      `## ${context}`,
      '',
      ...rights
        .filter((right) => right.startsWith(`${context}:`))
        .flatMap((right) => [`- \`${right}\``, ...allowed(operations, right).map((name) => `  - ${name}`)]),
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
