import type { Migration } from '../migration.js';
import { platform } from './202611220001-platform.js';
import { sagas } from './202611220002-sagas.js';
import { migrationsReadable } from './202611220720-migrations-readable.js';
import { operatorsAudited } from './202611220425-operators-audited.js';
import { timerTraces } from './202611220420-timer-traces.js';
import { operatorsLists } from './202611221825-operators-lists.js';
import { unfinishedAttempts } from './202611220440-unfinished-attempts.js';

/** Tables of the engines, in every service's database. */
export const platformMigrations: readonly Migration[] = [
  platform,
  sagas,
  timerTraces,
  operatorsAudited,
  unfinishedAttempts,
  migrationsReadable,
  operatorsLists,
];
