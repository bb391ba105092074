import type { Type } from '@nestjs/common';
import { CatalogueEntriesHttp } from './catalogue-entries.http.js';
import { GoodsReceiptsHttp } from './goods-receipts.http.js';
import { InventoriesHttp } from './inventories.http.js';
import { NeedsHttp } from './needs.http.js';
import { PartHistoryHttp } from './part-history.http.js';
import { PartImagesHttp } from './part-images.http.js';
import { PartLinksHttp } from './part-links.http.js';
import { PartsHttp } from './parts.http.js';
import { ProductsHttp } from './products.http.js';
import { PutAwayHttp } from './put-away.http.js';
import { PreparationHttp } from './preparation.http.js';
import { PriceListsHttp } from './price-lists.http.js';
import { ShuttleNotesHttp } from './shuttle-notes.http.js';
import { StationTransfersHttp } from './station-transfers.http.js';
import { StockLevelsHttp } from './stock-levels.http.js';
import { StockMovementsHttp } from './stock-movements.http.js';
import { StockNotesHttp } from './stock-notes.http.js';
import { StockValuesHttp } from './stock-values.http.js';
import { SupplierOrdersHttp } from './supplier-orders.http.js';
import { SupplierReturnsHttp } from './supplier-returns.http.js';

export const stockControllers: readonly Type[] = [
  PartsHttp,
  PartHistoryHttp,
  PartLinksHttp,
  PartImagesHttp,
  PriceListsHttp,
  CatalogueEntriesHttp,
  ProductsHttp,
  StockLevelsHttp,
  StockMovementsHttp,
  StockNotesHttp,
  StockValuesHttp,
  NeedsHttp,
  SupplierOrdersHttp,
  PreparationHttp,
  ShuttleNotesHttp,
  SupplierReturnsHttp,
  StationTransfersHttp,
  GoodsReceiptsHttp,
  InventoriesHttp,
  PutAwayHttp,
];
