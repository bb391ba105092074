import type { Migration } from '@navette/platform/database';
import { notifications } from './202611220107-notifications.js';

export const migrations: readonly Migration[] = [notifications];
