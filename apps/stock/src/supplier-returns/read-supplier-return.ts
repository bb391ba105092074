import { SupplierReturnChangedMessage } from '@navette/contracts';
import type { ListSupplierReturnsRequest, ListSupplierReturnsResponse, SupplierReturn } from '@navette/contracts/stock/v1/supplier_returns'; // prettier-ignore
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { supplierReturnErrors, type ReturnHead, type ReturnLine } from './supplier-return.js';
import { SupplierReturnRepository } from './supplier-return.repository.js';

/** Returns as other contexts and screens see them. */
@Injectable()
export class ReadSupplierReturn {
  constructor(
    private readonly db: Database,
    private readonly returns: SupplierReturnRepository,
  ) {}

  /** @throws DomainError `stock.supplier-return.not-found`, also for one of another station (ID-10) */
  execute(scope: Scope, id: string): Promise<SupplierReturn> {
    return this.db.tenantRead(scope, (tx) => this.byId(tx, id));
  }

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  async page(scope: Scope, { query }: ListSupplierReturnsRequest): Promise<ListSupplierReturnsResponse> {
    const { rows, nextCursor } = await this.db.tenantRead(scope, (tx) => this.returns.page(tx, query));
    return { returns: rows.map((head) => shownReturn(head, [])), nextCursor };
  }

  async byId(tx: Tx, id: string): Promise<SupplierReturn> {
    const head = isUuid(id) ? await this.returns.byId(tx, id) : undefined;
    if (head === undefined) throw supplierReturnErrors.error('supplier-return.not-found');
    return shownReturn(head, await this.returns.linesOf(tx, id));
  }

  /** Tells of a change within its transaction; the return as it is now. */
  async changed(tx: Tx, id: string): Promise<SupplierReturn> {
    const shown = await this.byId(tx, id);
    const { expectedCredit, goodsReceiptId, number, state, supplierPartyId, version } = shown;
    tx.audit('supplier-return', id);
    tx.publish(
      SupplierReturnChangedMessage,
      { type: 'supplier-return', id, version: Number(version) },
      { returnId: id, number, supplierPartyId, goodsReceiptId, state, expectedCredit },
    );
    return shown;
  }
}

function shownReturn(head: ReturnHead, lines: readonly ReturnLine[]): SupplierReturn {
  return {
    ...head,
    version: String(head.version),
    expectedCredit: head.expectedCredit.toString(),
    createdAt: head.createdAt.toString(),
    lines: lines.map(({ credit, quantity, returnId: _, unitPrice, ...line }) => ({
      ...line,
      quantity: quantity.toString(),
      unitPrice: unitPrice.toString(),
      credit: credit.toString(),
    })),
  };
}
