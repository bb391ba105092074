import type { Type } from '@nestjs/common';
import { GoodsReceiptsHttp } from './goods-receipts.http.js';
import { NeedsHttp } from './needs.http.js';
import { PartsHttp } from './parts.http.js';
import { StockLevelsHttp } from './stock-levels.http.js';
import { SupplierOrdersHttp } from './supplier-orders.http.js';

export const stockControllers: readonly Type[] = [
  PartsHttp,
  StockLevelsHttp,
  NeedsHttp,
  SupplierOrdersHttp,
  GoodsReceiptsHttp,
];
