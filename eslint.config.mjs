import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { navette } from './tools/checks/eslint/index.mjs';

/** Code that runs in production. Its packages are TypeScript projects, so rules that need types can have them. */
const SOURCES = ['{libs,apps}/*/src/**/*.ts'];
const SPECS = ['**/*.spec.{ts,mjs}', '**/test/**'];

export default defineConfig(
  globalIgnores([
    '**/dist/',
    'libs/{contracts,api-client}/src/gen/',
    '.navette/',
    'coverage/',
    'tools/checks/samples/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { navette },
    rules: {
      'navette/file-name': 'error',
      'navette/no-focused-tests': 'error',
      'navette/reasoned-disable': 'error',
      'navette/no-call-in-transaction': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { name: 'react-hooks', files: ['apps/web/src/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    files: ['**/*.{js,mjs}'],
    // The globals of the Node that runs the tools are the ones they may use.
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, false])),
    },
  },
  {
    files: SOURCES,
    // Specs belong to no package's own project (they are not built), and types cost most of the time of this check.
    ignores: SPECS,
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: SOURCES,
    rules: {
      'navette/no-default-export': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Decorator Identifier[name="VersionColumn"]',
          message:
            '@VersionColumn guards nothing on save(): lock the row, or update … where version = $n and check the count',
        },
        {
          selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>7]',
          message: 'more than 7 dependencies: this is two use cases',
        },
      ],
    },
  },
  {
    files: SOURCES,
    ignores: [...SPECS, 'libs/testing/**', 'libs/platform/src/database/**'],
    rules: { 'navette/database-door': 'error' },
  },
  {
    files: SOURCES,
    // A page has the clock of the person's own machine.
    ignores: [...SPECS, 'libs/testing/**', 'libs/platform/**', 'libs/kernel/src/clock.ts', 'apps/web/**'],
    rules: { 'navette/clock': 'error' },
  },
  {
    files: SOURCES,
    ignores: [...SPECS, 'libs/testing/**', 'libs/platform/src/**/migrations/**', 'libs/platform/src/**/*migration*.ts'],
    rules: { 'navette/sql-clock': 'error' },
  },
  {
    files: ['{libs,apps}/*/src/**/*{price,pricing,total,money,amount,cost,valuation,decimal}*.ts'],
    // Of price lists they count lines and bytes; prices are read in the model.
    ignores: [...SPECS, 'apps/stock/src/price-lists/!(price-list).ts', 'apps/api/src/stock/price-list-upload.ts'],
    rules: { 'navette/exact-numbers': 'error' },
  },
  {
    files: ['apps/*/src/**/*.spec.ts'],
    rules: { 'navette/test-titles': 'error' },
  },
);
