import { base } from './jest.base.mjs';

/** Business flows across real service processes. */
export default {
  ...base,
  testMatch: ['<rootDir>/flows/**/*.flow.spec.ts'],
  globalSetup: '<rootDir>/libs/testing/src/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.mjs',
  testTimeout: 300_000,
  maxWorkers: 1,
};
