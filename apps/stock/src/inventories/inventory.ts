import type { ChangeInventoryScopeRequest, InventoryScope } from '@navette/contracts/stock/v1/inventories';
import { defineErrors, isUuid, Quantity, type FieldError, type Temporal } from '@navette/kernel';
import { isoDate } from '../input/iso-date.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';

export const inventoryErrors = defineErrors('stock', {
  'inventory.not-found': 'not-found',
  'inventory.invalid': 'invalid',
  'inventory.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'inventory.wrong-state': { kind: 'precondition', params: ['number', 'state', 'accepted'] },
  'inventory.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'inventory.too-long': { kind: 'invalid', params: ['max'] },
  'inventory.selection-empty': 'invalid',
  'inventory.selection-too-long': { kind: 'invalid', params: ['max'] },
  'inventory.id-wrong': 'invalid',
  'inventory.location-of-depot': 'invalid',
  'inventory.nothing-to-count': 'precondition',
  'inventory.too-many-lines': { kind: 'precondition', params: ['lines', 'max'] },
  'inventory.overlaps': { kind: 'conflict', params: ['reference', 'number', 'since'] },
  'inventory.receipt-leaves': { kind: 'precondition', params: ['number'] },
  'inventory.part-counted': { kind: 'precondition', params: ['reference', 'number', 'since'] },
  'inventory.line-unknown': 'invalid',
  'inventory.line-twice': 'invalid',
  'inventory.line-not-found': 'not-found',
  'inventory.lines-fixed': { kind: 'precondition', params: ['number'] },
  'inventory.line-posted': { kind: 'precondition', params: ['reference', 'number'] },
  'inventory.quantity-wrong': { kind: 'invalid', params: ['max'] },
  'inventory.not-counted': 'invalid',
  'inventory.reason-unknown': 'invalid',
  'inventory.not-complete': { kind: 'precondition', params: ['number', 'missing', 'unticked'] },
  'inventory.unknown-code': { kind: 'not-found', params: ['code'] },
  'inventory.not-goods': { kind: 'precondition', params: ['reference'] },
  'inventory.scope-fixed': { kind: 'precondition', params: ['reference', 'number'] },
  'inventory.no-line': { kind: 'precondition', params: ['number'] },
  'inventory.date-wrong': 'invalid',
  'inventory.scope-posted': { kind: 'precondition', params: ['number'] },
  'inventory.posted': { kind: 'precondition', params: ['number'] },
});

/** A station's whole catalogue is smaller; what is more is a scope that was not meant. */
export const MOST_LINES = 100_000;
export const MOST_CHOSEN = 1_000;
const LONGEST_LABEL = 80;
const LONGEST_NOTES = 2_000;

/** Opened without a line: parts join it as they are scanned (E-082). */
export const EMPTY = 'empty';
export const SCOPES = ['all', 'stocked', 'stocked_and_located', 'selection', EMPTY] as const;
export const GROUPS = ['none', 'family', 'location', 'supplier'] as const;
/** The first unless another is given. */
export const ORDERS = ['location', 'reference', 'family', 'supplier'] as const;
const ELSEWHERE = [
  SCOPES.filter((one) => one !== 'stocked_and_located'),
  GROUPS.filter((one) => one !== 'location'),
  ORDERS.filter((one) => one !== 'location'),
] as const;

/** On paper: what is filled in by hand, and what came of it. */
export const PAPERS = ['sheet', 'final'] as const;

export type InventoryState = 'counting' | 'validated' | 'cancelled';

/** What people know an inventory by, and what decides what may be done with it. */
export interface InventoryHead {
  readonly id: string;
  readonly version: number;
  /** Whatever changed in it, by office and phones. */
  readonly changes: number;
  readonly number: string;
  readonly state: InventoryState;
}

/** What is counted, and how its sheets are laid out. */
export interface ChosenScope {
  readonly scope: InventoryScope;
  readonly groupBy: string;
  readonly sortBy: string;
  readonly takeOverStock: boolean;
}

/** What a sheet says beside its lines. */
export interface InventoryNotes {
  readonly label: string;
  readonly notes: string | undefined;
  /** Of the sheet (E-083); undefined where none is given. */
  readonly date: Temporal.PlainDate | undefined;
  readonly toPost: boolean;
}

type GivenScope = Pick<ChangeInventoryScopeRequest, keyof ChosenScope> & {
  /** Empty: the depot. Storage locations are of the depot (E-028): elsewhere nothing is chosen or laid out by them. */
  readonly placeId: string;
};
interface GivenNotes {
  readonly label: string;
  readonly notes?: string | undefined;
  readonly date?: string | undefined;
  readonly toPost: boolean;
}

/** @throws DomainError `stock.inventory.invalid` with every field that is not accepted */
export function checkedInventory(request: GivenScope & GivenNotes): ChosenScope & InventoryNotes {
  return accepted((fields) => ({ ...notesOf(fields, request), ...scopeOf(fields, request) }));
}

/** @throws DomainError `stock.inventory.invalid` */
export function checkedScope(request: GivenScope): ChosenScope {
  return accepted((fields) => scopeOf(fields, request));
}

/** @throws DomainError `stock.inventory.invalid` */
export function checkedNotes(request: GivenNotes): InventoryNotes {
  return accepted((fields) => notesOf(fields, request));
}

function accepted<T>(check: (fields: FieldError[]) => T): T {
  const fields: FieldError[] = [];
  const checked = check(fields);
  if (fields.length > 0) throw inventoryErrors.error('inventory.invalid', {}, fields);
  return checked;
}

function scopeOf(fields: FieldError[], request: GivenScope): ChosenScope {
  const oneOf = (pointer: string, value: string, accepted: readonly string[]) => {
    if (!accepted.includes(value)) fields.push(inventoryErrors.field(pointer, 'inventory.not-accepted', { accepted }));
    return value;
  };
  const [scopes, groups, orders] = request.placeId === '' ? [SCOPES, GROUPS, ORDERS] : ELSEWHERE;
  const { kind = '', ...chosen }: Partial<InventoryScope> = request.scope ?? {};
  // Of what is opened empty, lines stand in the order in which they were scanned and nothing is known beforehand.
  const groupBy = oneOf('/groupBy', request.groupBy || 'none', kind === EMPTY ? ['none'] : groups);
  const sortBy = oneOf('/sortBy', request.sortBy || (orders[0] as string), orders);
  if (kind === EMPTY) oneOf('/takeOverStock', String(request.takeOverStock), ['false']);
  oneOf('/scope/kind', kind, scopes);
  const lists = ['partIds', 'familyIds', 'locationIds', 'supplierPartyIds'] as const;
  const ids = Object.fromEntries(lists.map((list) => [list, chosen[list] ?? []])) as Record<
    (typeof lists)[number],
    string[]
  >;
  const selects = kind === 'selection';
  if (selects && lists.every((list) => ids[list].length === 0)) {
    fields.push(inventoryErrors.field('/scope', 'inventory.selection-empty'));
  }
  if (selects && request.placeId !== '' && ids.locationIds.length > 0) {
    fields.push(inventoryErrors.field('/scope/locationIds', 'inventory.location-of-depot'));
  }
  for (const list of selects ? lists : []) {
    if (ids[list].length > MOST_CHOSEN) {
      fields.push(inventoryErrors.field(`/scope/${list}`, 'inventory.selection-too-long', { max: MOST_CHOSEN }));
    }
    ids[list].forEach((id, i) => {
      if (!isUuid(id)) fields.push(inventoryErrors.field(`/scope/${list}/${i}`, 'inventory.id-wrong'));
    });
  }
  const none = { partIds: [], familyIds: [], locationIds: [], supplierPartyIds: [] };
  return { scope: { kind, ...(selects ? ids : none) }, groupBy, sortBy, takeOverStock: request.takeOverStock };
}

function notesOf(fields: FieldError[], { label, notes, date = '', toPost }: GivenNotes): InventoryNotes {
  const checked = { label: label.trim(), notes: notes?.trim(), date: isoDate(date), toPost };
  const tooLong = (pointer: string, text: string, max: number) => {
    if (text.length > max) fields.push(inventoryErrors.field(pointer, 'inventory.too-long', { max }));
  };
  tooLong('/label', checked.label, LONGEST_LABEL);
  tooLong('/notes', checked.notes ?? '', LONGEST_NOTES);
  if (date !== '' && checked.date === undefined) fields.push(inventoryErrors.field('/date', 'inventory.date-wrong'));
  return checked;
}

/** @throws DomainError `stock.inventory.wrong-state` */
export function expectInventoryState({ number, state }: InventoryHead, accepted: readonly InventoryState[]): void {
  if (!accepted.includes(state)) throw inventoryErrors.error('inventory.wrong-state', { number, state, accepted });
}

/** @throws DomainError `stock.inventory.changed-meanwhile` */
export function expectInventoryVersion({ version }: InventoryHead, expected: number): void {
  if (version !== expected) {
    throw inventoryErrors.error('inventory.changed-meanwhile', { expected, actual: version });
  }
}

/** A quantity that was counted; undefined where the text is none, is below zero or beyond what a station has of a part. */
export function countedQuantity(text: string): Quantity | undefined {
  try {
    const quantity = Quantity.parse(text);
    return quantity.isNegative() || quantity.compare(MOST_AT_ONCE) > 0 ? undefined : quantity;
  } catch {
    return undefined;
  }
}
