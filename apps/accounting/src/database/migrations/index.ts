import type { Migration } from '@navette/platform/database';
import { accounting } from './202611220105-accounting.js';

export const migrations: readonly Migration[] = [accounting];
