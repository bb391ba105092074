import type { ListGoodsReceiptsRequest, ListGoodsReceiptsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { shownReceipt } from './read-goods-receipt.js';

/** Receipts, the latest first, without their lines. */
@Injectable()
export class ListGoodsReceipts {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
  ) {}

  async execute(scope: Scope, { page, state }: ListGoodsReceiptsRequest): Promise<ListGoodsReceiptsResponse> {
    const keyset = keysetOf(page, 2);
    const rows = await this.db.tenantRead(scope, (tx) => this.receipts.page(tx, state, keyset.after, keyset.limit + 1));
    const { shown, nextCursor } = pageOf(rows, keyset, ({ createdAt, id }) => [createdAt.toString(), id]);
    return { receipts: shown.map((receipt) => shownReceipt(receipt, [])), nextCursor };
  }
}
