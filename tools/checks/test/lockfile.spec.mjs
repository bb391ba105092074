import { describe, expect, it } from '@jest/globals';
import { foreignHosts, npmErrors } from '../lockfile.mjs';

describe('lockfile', () => {
  it('knows packages of the public registry, of this checkout, and without an address', () => {
    const packages = {
      '': {},
      'node_modules/@navette/kernel': { resolved: 'libs/kernel', link: true },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { resolved: 'https://registry.npmjs.org/b/-/b-1.0.0.tgz' },
    };
    expect(foreignHosts(packages)).toEqual([]);
  });

  it.each([
    'https://npm.example.com/b/-/b-1.0.0.tgz',
    'http://registry.npmjs.org/b/-/b-1.0.0.tgz',
    'https://registry.npmjs.org.example.com/b.tgz',
    'git+ssh://git@example.com/b.git#0123',
    '../elsewhere/b.tgz',
  ])('refuses a package from %s', (resolved) => {
    expect(foreignHosts({ 'node_modules/b': { resolved } })).toHaveLength(1);
  });

  it('passes on what npm ci misses', () => {
    const stderr = [
      'npm warn EBADENGINE Unsupported engine',
      'npm error code EUSAGE',
      'npm error',
      'npm error Missing: @bufbuild/buf-darwin-arm64@1.75.0 from lock file',
      'npm error Clean install a project',
    ].join('\n');
    expect(npmErrors(stderr)).toEqual(['Missing: @bufbuild/buf-darwin-arm64@1.75.0 from lock file']);
    expect(npmErrors('spawn npm ENOENT')).toEqual(['spawn npm ENOENT']);
  });
});
