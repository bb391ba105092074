import type { Migration } from '@navette/platform/database';
import { interventions } from './202611220103-interventions.js';

export const migrations: readonly Migration[] = [interventions];
