import type { SupplierOrder } from '@navette/contracts/stock/v1/service';
import type { OrderHead, OrderLine } from './supplier-order.js';

/** The order as other contexts and screens see it. */
export function shownOrder(order: OrderHead, lines: readonly OrderLine[]): SupplierOrder {
  return {
    id: order.id,
    version: String(order.version),
    number: order.number,
    supplierPartyId: order.supplierPartyId,
    state: order.state,
    placedAt: order.placedAt.toString(),
    hasCart: order.hasCart,
    deposit: order.deposit && {
      state: order.deposit.state,
      depositedAt: order.deposit.depositedAt.toString(),
      collectedAt: order.deposit.collectedAt?.toString() ?? '',
      reference: order.deposit.reference,
    },
    lines: lines
      .filter(({ orderId }) => orderId === order.id)
      .map((line) => ({
        id: line.id,
        partId: line.partId,
        reference: line.reference,
        designation: line.designation,
        quantity: line.quantity.toString(),
        received: line.received.toString(),
        cancelled: line.cancelled.toString(),
        unitPrice: line.unitPrice?.toString() ?? '',
        expectedOn: line.expectedOn?.toString() ?? '',
        exhausted: line.exhausted,
      })),
  };
}
