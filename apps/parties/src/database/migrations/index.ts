import type { Migration } from '@navette/platform/database';
import { parties } from './202611220101-parties.js';
import { refusedChannelsAndBands } from './202611220425-refused-channels-and-bands.js';

export const migrations: readonly Migration[] = [parties, refusedChannelsAndBands];
