import type { Migration } from '@navette/platform/database';
import { catalogue } from './202611220110-catalogue.js';
import { stockLevels } from './202611220111-stock-levels.js';
import { needsAndOrders } from './202611220112-needs-and-orders.js';
import { receiptsAndAllocations } from './202611220113-receipts-and-allocations.js';
import { partyVersions } from './202611220426-party-versions.js';
import { limitsAndPlan } from './202611220510-limits-and-plan.js';
import { partsOfASupplier } from './202611220745-parts-of-a-supplier.js';
import { exhaustedNeeds } from './202611221045-exhausted-needs.js';
import { sortedLists } from './202611221046-sorted-lists.js';
import { mergedParties } from './202611221221-merged-parties.js';

export const migrations: readonly Migration[] = [
  catalogue,
  stockLevels,
  needsAndOrders,
  receiptsAndAllocations,
  partyVersions,
  limitsAndPlan,
  partsOfASupplier,
  exhaustedNeeds,
  sortedLists,
  mergedParties,
];
