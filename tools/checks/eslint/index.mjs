import { clock } from './clock.mjs';
import { databaseDoor } from './database-door.mjs';
import { exactNumbers } from './exact-numbers.mjs';
import { fileName } from './file-name.mjs';
import { noCallInTransaction } from './no-call-in-transaction.mjs';
import { noDefaultExport } from './no-default-export.mjs';
import { noFocusedTests } from './no-focused-tests.mjs';
import { reasonedDisable } from './reasoned-disable.mjs';
import { sqlClock } from './sql-clock.mjs';
import { testTitles } from './test-titles.mjs';

/** The rules of this project's design, as an ESLint plugin. Each has its sample in ../samples/lint. */
export const navette = {
  meta: { name: 'navette' },
  rules: {
    clock,
    'database-door': databaseDoor,
    'exact-numbers': exactNumbers,
    'file-name': fileName,
    'no-call-in-transaction': noCallInTransaction,
    'no-default-export': noDefaultExport,
    'no-focused-tests': noFocusedTests,
    'reasoned-disable': reasonedDisable,
    'sql-clock': sqlClock,
    'test-titles': testTitles,
  },
};
