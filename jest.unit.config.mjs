import { base } from './jest.base.mjs';

/** Pure specs: no I/O. */
export default {
  ...base,
  testMatch: ['<rootDir>/{libs,apps,tools}/**/*.spec.{ts,mjs}'],
  testPathIgnorePatterns: ['/node_modules/', '\\.(int|flow)\\.spec\\.'],
  // A password's hash takes a second of a processor by design, and more beside others.
  testTimeout: 60_000,
};
