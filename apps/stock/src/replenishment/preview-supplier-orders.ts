import type {
  OrderPreview,
  PreviewSupplierOrdersRequest_Selection as Selection,
  PreviewSupplierOrdersResponse,
} from '@navette/contracts/stock/v1/order_papers';
import { isUuid, lineNet, Money } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DepositRepository } from '../supplier-orders/deposit.repository.js';
import { orderDrafts, type OrderDraft, type PartToOrder } from './replenishment.js';
import { ReplenishmentRepository } from './replenishment.repository.js';

/**
 * ST-20: what lines of the plan come to by supplier, so that its minimum order can be seen before it is ordered. Lines that
 * wait no more, or not yet, are left out: ordering them is what refuses and names them.
 */
@Injectable()
export class PreviewSupplierOrders {
  constructor(
    private readonly db: Database,
    private readonly plan: ReplenishmentRepository,
    private readonly deposits: DepositRepository,
  ) {}

  async execute(scope: Scope, selections: readonly Selection[]): Promise<PreviewSupplierOrdersResponse> {
    const chosen = new Map(selections.map((one) => [one.needId || one.partId, one.supplierPartyId]));
    const as = <T extends PartToOrder>(id: string, line: T): T => ({
      ...line,
      supplierPartyId: chosen.get(id) || line.supplierPartyId,
    });
    const [needIds, partIds] = [selections.map(({ needId }) => needId), selections.map(({ partId }) => partId)];
    return this.db.tenantRead(scope, async (tx) => {
      const needs = await this.plan.needsToOrder(tx, needIds.filter(isUuid));
      const refills = await this.plan.refillsOf(tx, partIds.filter(isUuid));
      const waiting = needs.filter(({ frozen, quantity }) => !frozen && quantity.isPositive());
      const drafts = orderDrafts(
        waiting.map((need) => as(need.needId, need)),
        refills.map((part) => as(part.partId, part)),
      );
      const carts = await this.deposits.cartsAmong(
        tx,
        drafts.map(({ supplierPartyId }) => supplierPartyId).filter(isUuid),
      );
      return { orders: drafts.map((draft) => previewOf(draft, carts.has(draft.supplierPartyId))) };
    });
  }
}

function previewOf({ lines, supplierPartyId }: OrderDraft, hasCart: boolean): OrderPreview {
  const nets = lines.flatMap(({ quantity, unitPrice }) =>
    unitPrice === undefined ? [] : [lineNet(quantity, unitPrice)],
  );
  return {
    supplierPartyId,
    lines: lines.length,
    net: Money.sum(nets).toString(),
    withoutPrice: lines.length - nets.length,
    hasCart,
  };
}
