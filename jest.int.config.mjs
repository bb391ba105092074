import { base } from './jest.base.mjs';

/** One service or engine with its real PostgreSQL and NATS. */
export default {
  ...base,
  testMatch: ['<rootDir>/{libs,apps,tools}/**/*.int.spec.{ts,mjs}'],
  globalSetup: '<rootDir>/libs/testing/src/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.mjs',
  testTimeout: 60_000,
  maxWorkers: 2,
};
