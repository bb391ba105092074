import type { NeedSupply } from '@navette/contracts/common/v1/common';
import { defineErrors, Quantity, Temporal, type FieldError } from '@navette/kernel';

export const needErrors = defineErrors('stock', {
  'need.part-unknown': { kind: 'precondition', params: ['partId'] },
  'need.not-found': 'not-found',
  'need.invalid': 'invalid',
  'need.priority-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'need.too-long': { kind: 'invalid', params: ['max'] },
});

/** Who wants parts. */
export interface NeedOrigin {
  readonly kind: 'intervention_file' | 'customer_order';
  readonly id: string;
  /** Number that people see; also the countermark that goes to the supplier and onto the part's label. */
  readonly number: string;
  readonly label: 'I-ATE' | 'I-DOM' | 'BC';
  readonly customerPartyId: string | null;
  readonly wantedOn: Temporal.PlainDate | null;
}

/** Quantity of a part wanted by one line of an origin; the need's id is the line's. */
export interface NeedLine {
  readonly needId: string;
  readonly partId: string;
  readonly quantity: Quantity;
}

/** As long as no origin says otherwise all needs are equally urgent; 1 is the most urgent, 9 the least. */
export const ORDINARY_PRIORITY = 5;

const [MOST_URGENT, LEAST_URGENT] = [1, 9];
const LONGEST_COUNTERMARK = 60;

/** What a person changes of a need; what is not given stays. */
export interface NeedChange {
  readonly frozen?: boolean | undefined;
  readonly priority?: number | undefined;
  readonly countermark?: string | undefined;
}

/** @throws DomainError `stock.need.invalid` with every field that is not accepted */
export function needChange({ frozen, priority, countermark }: NeedChange): NeedChange {
  const fields: FieldError[] = [];
  if (priority !== undefined && (priority < MOST_URGENT || priority > LEAST_URGENT)) {
    const params = { min: MOST_URGENT, max: LEAST_URGENT };
    fields.push(needErrors.field('/priority', 'need.priority-out-of-range', params));
  }
  const text = countermark?.trim();
  if (text !== undefined && text.length > LONGEST_COUNTERMARK) {
    fields.push(needErrors.field('/countermark', 'need.too-long', { max: LONGEST_COUNTERMARK }));
  }
  if (fields.length > 0) throw needErrors.error('need.invalid', {}, fields);
  return { frozen, priority, countermark: text };
}

/** What decides whose turn it is. */
export interface Turn {
  readonly id: string;
  readonly priority: number;
  readonly wantedOn: Temporal.PlainDate | null;
  readonly createdAt: Temporal.Instant;
}

/** Total order of needs (ST-13): priority, wanted date (none comes last), created at, id. */
export function byTurn(a: Turn, b: Turn): number {
  return (
    a.priority - b.priority ||
    byWantedOn(a.wantedOn, b.wantedOn) ||
    Temporal.Instant.compare(a.createdAt, b.createdAt) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

function byWantedOn(a: Temporal.PlainDate | null, b: Temporal.PlainDate | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Temporal.PlainDate.compare(a, b);
}

/** Part of a need that one order line, or a transfer from a sister station, still owes it. */
export interface OrderLink {
  readonly orderLineId: string;
  readonly open: Quantity;
}

/** A need with what is not allocated of it yet. */
export interface UnmetNeed extends Turn {
  readonly partId: string;
  /** A quote is pending: its turn is passed over. */
  readonly frozen: boolean;
  readonly waiting: Quantity;
  readonly links: readonly OrderLink[];
}

/** An open allocation of a need. */
export interface HeldPart {
  readonly id: string;
  readonly quantity: Quantity;
  readonly state: 'tentative' | 'confirmed';
}

/** How much of what a need is made of goes away. */
export interface Cancellation {
  readonly cancelled: Quantity;
  readonly waiting: Quantity;
  readonly orders: readonly { readonly orderLineId: string; readonly quantity: Quantity }[];
  readonly held: readonly { readonly id: string; readonly quantity: Quantity }[];
}

/**
 * Cancels a quantity of a need, or all of it: first what waits, then what is on order (the latest order first), then what
 * is held (not yet confirmed first, the latest first). What is consumed cannot be cancelled.
 */
export function cancellation(
  need: Pick<UnmetNeed, 'waiting' | 'links'>,
  held: readonly HeldPart[],
  quantity: Quantity | null,
): Cancellation {
  const all = Quantity.sum([need.waiting, ...need.links.map(({ open }) => open), ...held.map((part) => part.quantity)]);
  const cancelled = quantity === null ? all : quantity.min(all);
  let left = cancelled;
  const take = (available: Quantity) => {
    const taken = left.min(available);
    left = left.minus(taken);
    return taken;
  };
  const some = <T>(items: readonly T[], available: (item: T) => Quantity) =>
    items.map((item) => ({ item, quantity: take(available(item)) })).filter((one) => one.quantity.isPositive());
  const waiting = take(need.waiting);
  const orders = some([...need.links].sort(byIdDown(({ orderLineId }) => orderLineId)), ({ open }) => open);
  const unconfirmedFirst = [...held].sort(
    (a, b) =>
      Number(a.state === 'confirmed') - Number(b.state === 'confirmed') || byIdDown<HeldPart>(({ id }) => id)(a, b),
  );
  return {
    cancelled,
    waiting,
    orders: orders.map(({ item, quantity }) => ({ orderLineId: item.orderLineId, quantity })),
    held: some(unconfirmedFirst, (part) => part.quantity).map(({ item, quantity }) => ({ id: item.id, quantity })),
  };
}

function byIdDown<T>(idOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (idOf(a) > idOf(b) ? -1 : Number(idOf(a) < idOf(b)));
}

/** What is still to come for a need, as its origin is told. */
export function stillToCome(need: {
  readonly version: number;
  readonly onOrder: string;
  readonly exhausted: boolean;
}): NeedSupply {
  return { needVersion: need.version, onOrder: need.onOrder, exhausted: need.exhausted };
}
