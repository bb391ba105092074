import type { Temporal } from '@navette/kernel';
import type { Json, SagaDefinition, SagaItem } from './saga-definition.js';
import { dueOf, nextLook } from './saga-patience.js';
import { dataOf, stepOf } from './saga-standing.js';
import type { ItemRow, SagaRow } from './saga-store.js';

/** Open items whose participants are asked once more, under the request that they are open under. */
export interface AskedAgain {
  readonly id: string;
  readonly step: string;
  readonly items: readonly ItemRow[];
  /** When their patience began. */
  readonly since: Temporal.Instant;
  readonly nextAt: Temporal.Instant;
}

/** The items of one new request each: as many as a command of the step carries. */
export function batches(saga: SagaDefinition<Json>, step: string, items: readonly SagaItem[]): SagaItem[][] {
  const { batch } = stepOf(saga, step);
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, i) => items.slice(i * batch, (i + 1) * batch));
}

/** When items of a step, asked now, are looked at for the first time. */
export function firstLook(saga: SagaDefinition<Json>, row: SagaRow, step: string, now: Temporal.Instant) {
  return later(now, nextLook(stepOf(saga, step).patience(dataOf(saga, row)), 0));
}

/** When the items of a step, asked at `since`, are given up; undefined where they never are. */
export function answerBy(saga: SagaDefinition<Json>, row: SagaRow, step: string, since: Temporal.Instant) {
  const { giveUpSeconds } = stepOf(saga, step).patience(dataOf(saga, row));
  return giveUpSeconds === undefined ? undefined : later(since, giveUpSeconds);
}

/** The open items that are due now, by what is due. */
export function dueItems(saga: SagaDefinition<Json>, row: SagaRow, open: readonly ItemRow[], now: Temporal.Instant) {
  const data = dataOf(saga, row);
  const due = open.filter(({ next_at }) => next_at !== null && now.since(next_at).total('milliseconds') >= 0);
  return groupBy(due, ({ step, first_asked_at }) =>
    dueOf(stepOf(saga, step).patience(data), now.since(first_asked_at).total('seconds')),
  );
}

/** Open items as they are asked again now, by request; `since` begins their patience anew. */
export function askedAgain(
  saga: SagaDefinition<Json>,
  row: SagaRow,
  items: readonly ItemRow[],
  now: Temporal.Instant,
  since?: Temporal.Instant,
): AskedAgain[] {
  return [...groupBy(items, (item) => item.request_id)].map(([id, some]) => {
    const { step, first_asked_at } = some[0] as ItemRow;
    const from = since ?? first_asked_at;
    const waited = now.since(from).total('seconds');
    const nextAt = later(from, nextLook(stepOf(saga, step).patience(dataOf(saga, row)), waited));
    return { id, step, items: some, since: from, nextAt };
  });
}

export function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function later(from: Temporal.Instant, seconds: number): Temporal.Instant {
  return from.add({ milliseconds: Math.ceil(seconds * 1_000) });
}
