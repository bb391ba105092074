import type { SupplierReturn } from '@navette/contracts/stock/v1/supplier_returns';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReadSupplierReturn } from './read-supplier-return.js';
import { ReturnMovements } from './return-movements.js';
import { supplierReturnErrors } from './supplier-return.js';
import { SupplierReturnRepository } from './supplier-return.repository.js';

/** ST-25: the parts did not leave after all, or came back as they were. Done already, it answers the same. */
@Injectable()
export class CancelSupplierReturn {
  constructor(
    private readonly db: Database,
    private readonly returns: SupplierReturnRepository,
    private readonly read: ReadSupplierReturn,
    private readonly movements: ReturnMovements,
  ) {}

  /** @throws DomainError `stock.supplier-return.not-found` */
  execute(scope: Scope, id: string): Promise<SupplierReturn> {
    return this.db.command(scope, async (tx) => {
      const head = isUuid(id) ? await this.returns.lockById(tx, id) : undefined;
      if (head === undefined) throw supplierReturnErrors.error('supplier-return.not-found');
      if (head.state === 'cancelled') {
        tx.changesNothing();
        return this.read.byId(tx, id);
      }
      await this.movements.comeBack(tx, id, await this.returns.linesOf(tx, id));
      await this.returns.cancel(tx, id);
      return this.read.changed(tx, id);
    });
  }
}
