import { inRoot } from '../lib/paths.mjs';

export const jestProgram = [inRoot('node_modules', 'jest', 'bin', 'jest.js')];

/** Jest loads ES modules only with this flag, and warns of it at each start without the other. */
export function jestEnvironment() {
  const given = process.env['NODE_OPTIONS'] ?? '';
  return { ...process.env, NODE_OPTIONS: `${given} --experimental-vm-modules --no-warnings`.trim() };
}
