import { SupplierOrderPlacedMessage } from '@navette/contracts';
import type {
  PlaceSupplierOrdersRequest_Selection as Selection,
  PlaceSupplierOrdersResponse,
} from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedSupplies } from '../needs/need-supplies.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { shownOrder } from '../supplier-orders/shown-order.js';
import { NEEDS_PER_EVENT, slices } from '../supplier-orders/supplier-order.js';
import {
  SupplierOrderRepository,
  type NewOrder,
  type NewOrderLine,
} from '../supplier-orders/supplier-order.repository.js';
import { orderDrafts, replenishmentErrors, type NeedToOrder, type PartToOrder } from './replenishment.js';
import { ReplenishmentRepository } from './replenishment.repository.js';
import { TakeRefills } from './take-refills.js';

/** Lines ordered at once: what a request to the edge has room for. */
const MOST_LINES = 20_000;

/**
 * ST-21: turns waiting needs, and parts below their minimum, into one order per supplier, all of them or none. What
 * somebody else has ordered meanwhile refuses the whole selection and is named: its quantity is never on two orders.
 */
@Injectable()
export class PlaceSupplierOrders {
  constructor(
    private readonly db: Database,
    private readonly plan: ReplenishmentRepository,
    private readonly orders: SupplierOrderRepository,
    private readonly supplies: NeedSupplies,
    private readonly references: ReferenceRepository,
    private readonly refills: TakeRefills,
  ) {}

  /** @throws DomainError `stock.replenishment.*` naming the needs, parts or suppliers, `stock.station.unknown` */
  execute(scope: Scope, selections: readonly Selection[]): Promise<PlaceSupplierOrdersResponse> {
    return this.db.command(scope, async (tx) => {
      const { needs, refills } = await this.#selected(tx, selections);
      const drafts = orderDrafts(needs, refills);
      const numbers = await this.references.nextNumbers(tx, 'CF', drafts.length);
      const placed = drafts.map(({ supplierPartyId, lines }, i): NewOrder => ({
        id: tx.newId(),
        number: numbers[i] as string,
        supplierPartyId,
        lines: lines.map(({ partId, quantity, unitPrice, needs: of }) => ({
          id: tx.newId(),
          partId,
          quantity,
          unitPrice,
          needs: of.map((need) => ({ needId: need.needId, quantity: need.quantity })),
        })),
      }));
      await this.orders.insert(tx, placed);
      const byId = new Map(needs.map((need) => [need.needId, need]));
      await this.supplies.ordered(tx, [...byId.keys()]);
      for (const order of placed) announce(tx, order, byId);
      const ids = placed.map(({ id }) => id);
      const [heads, lines] = [await this.orders.byIds(tx, ids), await this.orders.linesOf(tx, ids)];
      return { orders: heads.map((head) => shownOrder(head, lines)) };
    });
  }

  async #selected(tx: Tx, selections: readonly Selection[]): Promise<{ needs: NeedToOrder[]; refills: PartToOrder[] }> {
    const unclear = selections.flatMap(({ needId, partId }, i) =>
      (needId === '') === (partId === '')
        ? [replenishmentErrors.field(`/selections/${i}`, 'replenishment.need-or-part')]
        : [],
    );
    if (unclear.length > 0) throw replenishmentErrors.error('replenishment.need-or-part', {}, unclear);
    refuseIf('replenishment.selected-twice', repeated(selections.map(idOf)));
    if (selections.length === 0) throw replenishmentErrors.error('replenishment.nothing-selected');
    if (selections.length > MOST_LINES) throw replenishmentErrors.error('replenishment.too-many', { max: MOST_LINES });
    await this.#refuseUnknownSuppliers(tx, selections);
    const chosen = new Map(selections.map((selection) => [idOf(selection), selection.supplierPartyId]));
    const refills = await this.refills.execute(
      tx,
      selections.map(({ partId }) => partId).filter((id) => id !== ''),
    );
    const needs = await this.#needs(
      tx,
      selections.map(({ needId }) => needId).filter((id) => id !== ''),
    );
    const selected = {
      needs: needs.map((need) => ({ ...need, supplierPartyId: chosen.get(need.needId) || need.supplierPartyId })),
      refills: refills.map((part) => ({ ...part, supplierPartyId: chosen.get(part.partId) || part.supplierPartyId })),
    };
    const without = [...selected.needs, ...selected.refills].filter(({ supplierPartyId }) => supplierPartyId === '');
    if (without.length > 0) {
      const references = [...new Set(without.map(({ reference }) => reference))].sort();
      throw replenishmentErrors.error('replenishment.no-supplier', { references });
    }
    return selected;
  }

  async #needs(tx: Tx, ids: readonly string[]): Promise<NeedToOrder[]> {
    const locked = await this.plan.lockNeeds(tx, ids.filter(isUuid));
    const known = new Set(locked.map(({ needId }) => needId));
    refuseIf(
      'replenishment.need-unknown',
      ids.filter((id) => !known.has(id)),
    );
    refuseIf(
      'replenishment.not-waiting',
      locked.filter(({ quantity }) => quantity.isZero()).map(({ needId }) => needId),
    );
    refuseIf(
      'replenishment.frozen',
      locked.filter(({ frozen }) => frozen).map(({ needId }) => needId),
    );
    return locked;
  }

  async #refuseUnknownSuppliers(tx: Tx, selections: readonly Selection[]): Promise<void> {
    const chosen = [...new Set(selections.map(({ supplierPartyId }) => supplierPartyId).filter((id) => id !== ''))];
    if (chosen.length === 0) return;
    const known = await this.references.suppliersAmong(tx, chosen.filter(isUuid));
    const suppliers = chosen.filter((id) => !known.has(id));
    if (suppliers.length > 0) throw replenishmentErrors.error('replenishment.supplier-unknown', { suppliers });
  }
}

/** Of a need, or of a part below its minimum. */
function idOf({ needId, partId }: Selection): string {
  return needId || partId;
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.has(id) || !seen.add(id));
}

function refuseIf(
  rule:
    | 'replenishment.selected-twice'
    | 'replenishment.need-unknown'
    | 'replenishment.not-waiting'
    | 'replenishment.frozen',
  needs: readonly string[],
): void {
  if (needs.length > 0) throw replenishmentErrors.error(rule, { needs });
}

/** An order of many needs is told in several events, each need in one of them. */
function announce(tx: Tx, order: NewOrder, needs: ReadonlyMap<string, NeedToOrder>): void {
  tx.audit('supplier-order', order.id);
  const { id: orderId, number, supplierPartyId } = order;
  const owed = order.lines.flatMap((line) => line.needs.map((need) => ({ line, need })));
  for (const some of slices(owed, NEEDS_PER_EVENT)) {
    const byLine = new Map<NewOrderLine, typeof owed>();
    for (const one of some) {
      const told = byLine.get(one.line);
      if (told === undefined) byLine.set(one.line, [one]);
      else told.push(one);
    }
    const lines = [...byLine].map(([line, of]) => ({
      lineId: line.id,
      partId: line.partId,
      quantity: line.quantity.toString(),
      needs: of.map(({ need: { needId, quantity } }) => {
        const { originKind, originId } = needs.get(needId) as NeedToOrder;
        return { needId, originKind, originId, quantity: quantity.toString() };
      }),
    }));
    const aggregate = { type: 'supplier-order', id: orderId, version: 1 };
    tx.publish(SupplierOrderPlacedMessage, aggregate, { orderId, number, supplierPartyId, lines });
  }
}
