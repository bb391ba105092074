import { expect, it } from '@jest/globals';
import { isLostConnection } from './lost-connection.js';

it.each([
  ['a server that shuts down', Object.assign(new Error('terminating connection'), { code: '57P01' }), true],
  ['a server that is not there', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
  ['a pool whose client died', new Error('Connection terminated unexpectedly'), true],
  ['a constraint', Object.assign(new Error('duplicate key'), { code: '23505' }), false],
  ['a bug', new TypeError('undefined is not a function'), false],
  ['no error at all', 'ECONNRESET', false],
])('%s', (_what, error, lost) => {
  expect(isLostConnection(error)).toBe(lost);
});
