import type { InventoryNews, TellInventoryNewsRequest } from '@navette/contracts/stock/v1/inventories';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { InventoryRepository } from './inventory.repository.js';
import { ReadInventories } from './read-inventories.js';

/**
 * E-083: what has changed under the lines of an open inventory since the caller was told last, or since it was opened: parts that
 * got another family, storage location or unit, and stock that came in. Each person is told each change once.
 */
@Injectable()
export class TellInventoryNews {
  constructor(
    private readonly db: Database,
    private readonly inventories: InventoryRepository,
    private readonly read: ReadInventories,
  ) {}

  /** Nothing of one that is over. @throws DomainError `stock.inventory.not-found` */
  execute(scope: Scope, { inventoryId }: TellInventoryNewsRequest): Promise<InventoryNews> {
    return this.db.command(scope, async (tx) => {
      const { state } = await this.read.known(tx, inventoryId);
      // Who was told what is nothing of the station's: there is nothing to be audited.
      tx.changesNothing();
      return { changes: state === 'counting' ? await this.inventories.tellNews(tx, inventoryId) : [] };
    });
  }
}
