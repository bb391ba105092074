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
import { partyPrices } from './202611221838-party-prices.js';
import { priceHistory } from './202611221839-price-history.js';
import { catalogueEntries } from './202611221850-catalogue-entries.js';
import { catalogueSearch } from './202611221851-catalogue-search.js';
import { needsOfAPart } from './202611221852-needs-of-a-part.js';
import { partLinks } from './202611221853-part-links.js';
import { partImages } from './202611221854-part-images.js';
import { inventories } from './202611222155-inventories.js';
import { receiptScans } from './202611222200-receipt-scans.js';
import { priceLists } from './202611222215-price-lists.js';
import { inventoryChanges } from './202611222240-inventory-changes.js';
import { products } from './202611222256-products.js';
import { supplierReturns } from './202611222259-supplier-returns.js';
import { stockPlaces } from './202611230401-stock-places.js';
import { mergedStock } from './202611230402-merged-stock.js';
import { stockAtADate } from './202611230403-stock-at-a-date.js';
import { stationTransfers } from './202611230410-station-transfers.js';
import { shuttleNotes } from './202611230521-shuttle-notes.js';
import { stockInTransit } from './202611230601-stock-in-transit.js';
import { partlyAccepted } from './202611230602-partly-accepted.js';
import { priceClasses } from './202611230621-price-classes.js';
import { stockNotes } from './202611230711-stock-notes.js';
import { removedInventoryLines } from './202611231401-removed-inventory-lines.js';
import { samePartByGtin } from './202611231451-same-part-by-gtin.js';
import { stockNoteAttachments } from './202611231501-stock-note-attachments.js';
import { notesOfInventories } from './202611231509-notes-of-inventories.js';
import { ecoFees } from './202611231631-eco-fees.js';
import { movementsInTime } from './202611231632-movements-in-time.js';
import { inventoriesOfPlaces } from './202611231611-inventories-of-places.js';
import { supplierOrderDeposits } from './202611231601-supplier-order-deposits.js';
import { inventoryNews } from './202611231651-inventory-news.js';

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
  partyPrices,
  priceHistory,
  catalogueEntries,
  catalogueSearch,
  needsOfAPart,
  partLinks,
  partImages,
  inventories,
  receiptScans,
  priceLists,
  inventoryChanges,
  products,
  supplierReturns,
  stockPlaces,
  mergedStock,
  stockAtADate,
  stationTransfers,
  shuttleNotes,
  stockInTransit,
  partlyAccepted,
  priceClasses,
  stockNotes,
  removedInventoryLines,
  samePartByGtin,
  stockNoteAttachments,
  notesOfInventories,
  ecoFees,
  movementsInTime,
  inventoriesOfPlaces,
  supplierOrderDeposits,
  inventoryNews,
];
