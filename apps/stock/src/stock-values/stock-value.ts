import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { StockValue } from '@navette/contracts/stock/v1/stock_values';
import { defineErrors, Money, Quantity, Temporal } from '@navette/kernel';
import { averageCost, shownCost } from '../stock-levels/valuation.js';

export const stockValueErrors = defineErrors('stock', {
  'stock-value.invalid': 'invalid',
  'stock-value.no-date': 'invalid',
  'stock-value.date-in-future': { kind: 'invalid', params: ['today'] },
  'stock-value.not-accepted': { kind: 'invalid', params: ['accepted'] },
});

/** A part with what its last movement left. */
export interface StockValueRow {
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly familyId: string | null;
  readonly familyCode: string | null;
  readonly familyLabel: string | null;
  readonly supplierPartyId: string | null;
  readonly onHand: string;
  readonly value: string;
  /** Of the last movement. */
  readonly seq: string;
  readonly lastMovedAt: Temporal.Instant;
  readonly negativeSince: Temporal.Instant | null;
}

export const GROUPS = ['none', 'family', 'supplier'] as const;
export type Group = (typeof GROUPS)[number];

/** What a list of values is asked beside its rows. */
export interface Asked {
  /** Not after today. */
  readonly on: Temporal.PlainDate;
  readonly withFifo: boolean;
}

/** @throws DomainError `stock.stock-value.invalid` for what is no date or still to come */
export function askedOf(query: Partial<ListQuery> | undefined, today: Temporal.PlainDate): Asked {
  const valueOf = (field: string) => query?.filters?.find((one) => one.field === field)?.values[0];
  const on = dateOf(valueOf('on')) ?? today;
  if (Temporal.PlainDate.compare(on, today) > 0) {
    throw refused('date-in-future', { today: today.toString() });
  }
  return { on, withFifo: valueOf('fifo') === 'true' };
}

export function shownValue(row: StockValueRow, fifoValue: bigint | undefined): StockValue {
  const { partId, reference, designation, onHand, value } = row;
  const cost = averageCost({ onHand: Quantity.parse(onHand), value: Money.parse(value) });
  return {
    partId,
    reference,
    designation,
    familyId: row.familyId ?? '',
    familyCode: row.familyCode ?? '',
    supplierPartyId: row.supplierPartyId ?? '',
    onHand,
    value,
    averageCost: cost === undefined ? '' : shownCost(cost).toString(),
    ...besideAverage(Money.parse(value).cents(), fifoValue),
    lastMovedAt: row.lastMovedAt.toString(),
    negativeSince: row.negativeSince?.toString() ?? '',
  };
}

/** FIFO's value of what is worth so many cents by the average; empty where it was not asked for. */
export function besideAverage(cents: bigint, fifo: bigint | undefined): { fifoValue: string; fifoDifference: string } {
  if (fifo === undefined) return { fifoValue: '', fifoDifference: '' };
  return { fifoValue: Money.fromCents(fifo).toString(), fifoDifference: Money.fromCents(fifo - cents).toString() };
}

function dateOf(text: string | undefined): Temporal.PlainDate | undefined {
  if (text === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    throw refused('no-date', {});
  }
}

function refused(code: 'date-in-future' | 'no-date', params: Record<string, string>): Error {
  const field = stockValueErrors.field('/filter[on][eq]', `stock-value.${code}` as 'stock-value.no-date', params);
  return stockValueErrors.error('stock-value.invalid', {}, [field]);
}
