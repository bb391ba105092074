import { Quantity } from '@navette/kernel';
import { byTurn, type Turn, type UnmetNeed } from '../needs/need.js';

/** Parts that can be given to somebody: what a receipt line brought, or what was free before. */
export interface Supply {
  readonly partId: string;
  readonly quantity: Quantity;
  /** Null for free stock. */
  readonly receiptLineId: string | null;
  /** Order line that the receipt line answers: the needs it was ordered for come first. */
  readonly orderLineId: string | null;
}

/** What one need gets of one supply, and what of the need is thereby met. */
export interface Portion {
  readonly needId: string;
  readonly supply: Supply;
  readonly quantity: Quantity;
  readonly fromWaiting: Quantity;
  readonly fromOrders: readonly { readonly orderLineId: string; readonly quantity: Quantity }[];
}

/**
 * The order of allocation (ST-13), total: first every need takes what its order line owes it, then the needs of the part
 * take what is left; within each by priority, wanted date, created at, id. A need may get a part of what it wants; frozen
 * ones are passed over. In the second round a need gives up what waits before what it has on order elsewhere.
 */
export function allocate(needs: readonly UnmetNeed[], supplies: readonly Supply[]): Portion[] {
  const byPart = new Map<string, Claim[]>();
  for (const need of [...needs].sort(byTurn)) {
    if (need.frozen) continue;
    const claims = byPart.get(need.partId);
    if (claims === undefined) byPart.set(need.partId, [new Claim(need)]);
    else claims.push(new Claim(need));
  }
  const lots = supplies.map((supply) => new Lot(supply));
  for (const lot of lots) {
    const { orderLineId } = lot.supply;
    if (orderLineId === null) continue;
    for (const claim of byPart.get(lot.supply.partId) ?? []) lot.give(claim, claim.owedBy(orderLineId), orderLineId);
  }
  for (const lot of lots) {
    for (const claim of byPart.get(lot.supply.partId) ?? []) {
      if (lot.left.isZero()) break;
      lot.give(claim, claim.waiting, undefined);
      for (const orderLineId of claim.orderLines()) lot.give(claim, claim.owedBy(orderLineId), orderLineId);
    }
  }
  return lots.flatMap((lot) => lot.portions());
}

/** What a need still wants while supplies are handed out. */
class Claim {
  readonly needId: string;
  waiting: Quantity;
  readonly #owed: Map<string, Quantity>;

  constructor(need: UnmetNeed) {
    this.needId = need.id;
    this.waiting = need.waiting;
    this.#owed = new Map(need.links.map(({ orderLineId, open }) => [orderLineId, open]));
  }

  owedBy(orderLineId: string): Quantity {
    return this.#owed.get(orderLineId) ?? Quantity.zero;
  }

  orderLines(): string[] {
    return [...this.#owed.keys()].sort();
  }

  take(quantity: Quantity, orderLineId: string | undefined): void {
    if (orderLineId === undefined) this.waiting = this.waiting.minus(quantity);
    else this.#owed.set(orderLineId, this.owedBy(orderLineId).minus(quantity));
  }
}

/** A supply being handed out. */
class Lot {
  left: Quantity;
  readonly #given = new Map<string, { waiting: Quantity; orders: Map<string, Quantity> }>();

  constructor(readonly supply: Supply) {
    this.left = supply.quantity;
  }

  give(claim: Claim, wanted: Quantity, orderLineId: string | undefined): void {
    const quantity = wanted.min(this.left);
    if (!quantity.isPositive()) return;
    this.left = this.left.minus(quantity);
    claim.take(quantity, orderLineId);
    const given = this.#given.get(claim.needId) ?? { waiting: Quantity.zero, orders: new Map<string, Quantity>() };
    if (orderLineId === undefined) given.waiting = given.waiting.plus(quantity);
    else given.orders.set(orderLineId, (given.orders.get(orderLineId) ?? Quantity.zero).plus(quantity));
    this.#given.set(claim.needId, given);
  }

  portions(): Portion[] {
    return [...this.#given].map(([needId, { waiting, orders }]) => ({
      needId,
      supply: this.supply,
      quantity: Quantity.sum([waiting, ...orders.values()]),
      fromWaiting: waiting,
      fromOrders: [...orders].map(([orderLineId, quantity]) => ({ orderLineId, quantity })),
    }));
  }
}

/**
 * Supplies that are really free: no more than `free` of each part, the earlier supplies kept whole; what is free beyond
 * them is added as free stock.
 */
export function freeSupplies(free: ReadonlyMap<string, Quantity>, supplies: readonly Supply[]): Supply[] {
  const left = new Map(free);
  const kept = supplies.map((supply) => {
    const available = left.get(supply.partId) ?? Quantity.zero;
    const quantity = supply.quantity.min(available);
    left.set(supply.partId, available.minus(quantity));
    return { ...supply, quantity };
  });
  const rest = [...left].map(([partId, quantity]) => ({ partId, quantity, receiptLineId: null, orderLineId: null }));
  return [...kept, ...rest].filter(({ quantity }) => quantity.isPositive());
}

/**
 * Allocations to take back so that a quantity is free again: the latest need first (ST-13), of one need the latest
 * allocation. At the depot each is taken back whole: what is then too much goes round again.
 * @param keepRest no more is taken than must be: elsewhere nothing goes round, somebody chose who gets it (ST-11)
 */
export function takeBack<T extends { readonly id: string; readonly quantity: Quantity; readonly need: Turn }>(
  promised: readonly T[],
  quantity: Quantity,
  keepRest = false,
): { readonly allocation: T; readonly quantity: Quantity }[] {
  let left = quantity;
  const latestFirst = [...promised].sort((a, b) => byTurn(b.need, a.need) || (a.id > b.id ? -1 : Number(a.id < b.id)));
  const taken: { readonly allocation: T; readonly quantity: Quantity }[] = [];
  for (const allocation of latestFirst) {
    if (!left.isPositive()) break;
    taken.push({ allocation, quantity: keepRest ? allocation.quantity.min(left) : allocation.quantity });
    left = left.minus(allocation.quantity);
  }
  return taken;
}
