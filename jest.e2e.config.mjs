import { base } from './jest.base.mjs';

/** What people do, in a real browser against real services. */
export default {
  ...base,
  testMatch: ['<rootDir>/e2e/**/*.e2e.spec.ts'],
  globalSetup: '<rootDir>/libs/testing/src/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.mjs',
  testTimeout: 180_000,
  maxWorkers: 1,
};
