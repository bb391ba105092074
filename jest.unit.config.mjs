import { base } from './jest.base.mjs';

/** Pure specs: no I/O. */
export default {
  ...base,
  testMatch: ['<rootDir>/{libs,apps,tools}/**/*.spec.{ts,mjs}'],
  testPathIgnorePatterns: ['/node_modules/', '\\.(int|flow)\\.spec\\.'],
};
