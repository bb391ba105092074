import type { Migration } from '@navette/platform/database';
import { billing } from './202611220104-billing.js';
import { draftInvoices } from './202611220405-draft-invoices.js';
import { suppliesOfOrders } from './202611220450-supplies-of-orders.js';
import { withdrawnSupplies } from './202611220540-withdrawn-supplies.js';
import { suspensions } from './202611220820-suspensions.js';
import { sortedLists } from './202611220835-sorted-lists.js';
import { supplyOfLines } from './202611221045-supply-of-lines.js';
import { listsOfDocuments } from './202611221047-lists-of-documents.js';
import { mergedParties } from './202611221221-merged-parties.js';
import { erasure } from './202611221222-erasure.js';
import { withoutOrderLineSupply } from './202611221310-without-order-line-supply.js';
import { documentHeaders } from './202611221754-document-headers.js';
import { whyALineCosts } from './202611221838-why-a-line-costs.js';
import { deliverySlips } from './202611230201-delivery-slips.js';
import { revenueOfItems } from './202611231633-revenue-of-items.js';

export const migrations: readonly Migration[] = [
  billing,
  draftInvoices,
  suppliesOfOrders,
  withdrawnSupplies,
  suspensions,
  sortedLists,
  supplyOfLines,
  listsOfDocuments,
  mergedParties,
  erasure,
  withoutOrderLineSupply,
  documentHeaders,
  whyALineCosts,
  deliverySlips,
  revenueOfItems,
];
