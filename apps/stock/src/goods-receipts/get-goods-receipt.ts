import type { GoodsReceipt } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

@Injectable()
export class GetGoodsReceipt {
  constructor(
    private readonly db: Database,
    private readonly read: ReadGoodsReceipt,
  ) {}

  /** @throws DomainError `stock.goods-receipt.not-found`, also for one of another station (ID-10). */
  execute(scope: Scope, id: string): Promise<GoodsReceipt> {
    return this.db.tenantRead(scope, (tx) => this.read.byId(tx, id));
  }
}
