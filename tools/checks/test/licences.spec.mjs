import { describe, expect, it } from '@jest/globals';
import { isAccepted, licenceOf, licences } from '../licences.mjs';
import { withRepository } from './_repository.mjs';

describe('licences', () => {
  it.each([
    'MIT',
    'MIT/X11',
    '(MIT OR GPL-2.0-only)',
    'SSPL-1.0 OR (BSD-3-Clause AND Apache-2.0)',
    'GPL-3.0-or-later WITH Classpath-exception-2.0',
    '(MIT AND Zlib)',
  ])('accepts %s', (expression) => {
    expect(isAccepted(expression)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    'SSPL-1.0',
    'GPL-2.0-only',
    'MIT AND BUSL-1.1',
    '(MIT OR Apache-2.0) AND CC-BY-NC-4.0',
    '(MIT',
    'MIT Apache-2.0',
  ])('refuses %s', (expression) => {
    expect(isAccepted(expression)).toBe(false);
  });

  it('reads manifests old and new', () => {
    expect(licenceOf({ license: 'ISC' })).toBe('ISC');
    expect(licenceOf({ license: { type: 'ISC' } })).toBe('ISC');
    expect(licenceOf({ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0-only' }] })).toBe('MIT OR GPL-2.0-only');
    expect(licenceOf({})).toBeUndefined();
  });

  it('asks what ships: what is installed, then the lock, never tools of development', async () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/installed': { license: 'MIT' },
        'node_modules/other-platform': { license: 'MIT', optional: true },
        'node_modules/tool': { license: 'UNLICENSED', dev: true },
        'node_modules/@navette/kernel': { link: true },
      },
    };
    const files = { 'package-lock.json': lock, 'node_modules/installed/package.json': { version: '1.2.3' } };
    const { problems } = await withRepository(files, (root) => licences({ root }));
    expect(problems).toEqual([{ path: 'node_modules/installed', problem: '1.2.3 is under no licence at all' }]);
  });
});
