import { base } from './jest.base.mjs';

/** Business flows across real service processes; two at a time, since half of what a flow does is waiting. */
export default {
  ...base,
  testMatch: ['<rootDir>/flows/**/*.flow.spec.ts'],
  globalSetup: '<rootDir>/libs/testing/src/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.mjs',
  testTimeout: 300_000,
  maxWorkers: 2,
};
