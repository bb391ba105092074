import type { Migration } from '@navette/platform/database';
import { identity } from './202611220100-identity.js';

export const migrations: readonly Migration[] = [identity];
