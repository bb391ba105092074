import type { StockLevel } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { shownLevelOfPart } from './stock-level.js';
import { StockLevelRepository } from './stock-level.repository.js';

@Injectable()
export class GetStockLevel {
  constructor(
    private readonly db: Database,
    private readonly levels: StockLevelRepository,
    private readonly parts: PartRepository,
  ) {}

  /** @throws DomainError `stock.part.not-found` */
  async execute(scope: Scope, partId: string): Promise<StockLevel> {
    return this.db.tenantRead(scope, async (tx) => {
      await this.parts.known(tx, partId);
      return shownLevelOfPart(await this.levels.ofPart(tx, partId));
    });
  }
}
