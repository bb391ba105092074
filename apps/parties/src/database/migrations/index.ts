import type { Migration } from '@navette/platform/database';
import { parties } from './202611220101-parties.js';

export const migrations: readonly Migration[] = [parties];
