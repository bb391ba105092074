import type { ListGoodsReceiptsRequest, ListGoodsReceiptsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { shownReceipt } from './read-goods-receipt.js';

/** Receipts, without their lines. */
@Injectable()
export class ListGoodsReceipts {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async execute(scope: Scope, { query }: ListGoodsReceiptsRequest): Promise<ListGoodsReceiptsResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.receipts.page(tx, query));
    return { receipts: rows.map((receipt) => shownReceipt(receipt, [])), nextCursor };
  }
}
