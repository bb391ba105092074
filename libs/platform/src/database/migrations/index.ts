import type { Migration } from '../migration.js';
import { platform } from './202611220001-platform.js';
import { sagas } from './202611220002-sagas.js';
import { timerTraces } from './202611220420-timer-traces.js';

/** Tables of the engines, in every service's database. */
export const platformMigrations: readonly Migration[] = [platform, sagas, timerTraces];
