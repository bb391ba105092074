/** Jest in ESM mode over the TypeScript sources; workspace packages resolve to their sources, so no build is needed. */
export const base = {
  testEnvironment: 'node',
  // Modules of a spec stay in the memory of its worker: one that holds so much is followed by a fresh one.
  workerIdleMemoryLimit: '1GB',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['/dist/', '/.navette/'],
  moduleNameMapper: {
    '^@navette/contracts/google/status$': '<rootDir>/libs/contracts/src/gen/google/rpc/status.ts',
    '^@navette/contracts/google/error-details$': '<rootDir>/libs/contracts/src/gen/google/rpc/error_details.ts',
    '^@navette/contracts/(.*)$': '<rootDir>/libs/contracts/src/gen/navette/$1.ts',
    '^@navette/platform/(.*)$': '<rootDir>/libs/platform/src/$1/index.ts',
    '^@navette/(kernel|contracts|messages|reference|documents|testing|api-schema|api-client)$':
      '<rootDir>/libs/$1/src/index.ts',
    '^@navette/([^/]+)$': '<rootDir>/apps/$1/src/index.ts',
    // Its ES modules import JSON without saying so, which Jest complains of for each file of each spec.
    '^libphonenumber-js(/max)?$': '<rootDir>/node_modules/libphonenumber-js$1/index.cjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
};
