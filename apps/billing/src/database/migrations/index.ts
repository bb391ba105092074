import type { Migration } from '@navette/platform/database';
import { billing } from './202611220104-billing.js';

export const migrations: readonly Migration[] = [billing];
