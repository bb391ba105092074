import type { Migration } from '@navette/platform/database';
import { accounting } from './202611220105-accounting.js';
import { wholeChart } from './202611220440-whole-chart.js';
import { aJournalForEachBank } from './202611220455-a-journal-for-each-bank.js';
import { mergedParties } from './202611221221-merged-parties.js';

export const migrations: readonly Migration[] = [accounting, wholeChart, aJournalForEachBank, mergedParties];
