import { ListQuery } from '@navette/contracts/common/v1/common';
import type { ListDeadLettersRequest } from '@navette/contracts/operations/v1/service';
import { defineErrors, isUuid, newId, type Temporal } from '@navette/kernel';
import { column, filterBy, listPage, type ListDefinition, type MarkedListPage } from '../database/list-query.js';
import type { Tx } from '../database/tx.js';
import type { Incoming } from './incoming.js';

export const deadLetterErrors = defineErrors('platform', {
  'dead-letter.unknown': { kind: 'not-found', params: ['id'] },
  'dead-letter.handler-gone': { kind: 'precondition', params: ['consumer'] },
  'dead-letter.closed': { kind: 'conflict', params: ['id', 'state'] },
});

/** A dead letter as operators see it; content stays in the database. */
export interface DeadLetterSummary {
  readonly id: string;
  readonly consumer: string;
  readonly messageId: string;
  readonly messageType: string;
  readonly stationId: string | null;
  readonly error: string;
  readonly failures: number;
  readonly state: 'open' | 'replayed' | 'resolved';
  readonly createdAt: Temporal.Instant;
}

/** Keeps a message that could not be handled; twice is once. */
export async function writeDeadLetter(
  tx: Tx,
  consumer: string,
  incoming: Incoming,
  error: string,
  failures: number,
): Promise<void> {
  const station = incoming.header('Navette-Station');
  await tx.run(
    `insert into dead_letter
       (id, consumer, message_id, message_type, station_id, aggregate_id, subject, payload, headers, error, failures, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (consumer, message_id)
     do update set state = 'open', error = excluded.error, failures = excluded.failures, closed_at = null`,
    [
      newId(tx.clock),
      consumer,
      incoming.id,
      incoming.header('Navette-Type'),
      isUuid(station) ? station : null,
      incoming.header('Navette-Aggregate-Id'),
      incoming.subject,
      Buffer.from(incoming.data),
      incoming.headers,
      error,
      failures,
      tx.now,
    ],
  );
}

export async function readDeadLetter(tx: Tx, id: string): Promise<{ consumer: string; incoming: Incoming }> {
  const row = isUuid(id)
    ? await tx.first<{
        consumer: string;
        message_id: string;
        subject: string;
        payload: Buffer;
        headers: Record<string, string>;
        state: string;
      }>('select consumer, message_id, subject, payload, headers, state from dead_letter where id = $1 for update', [
        id,
      ])
    : undefined;
  if (row === undefined) throw deadLetterErrors.error('dead-letter.unknown', { id });
  if (row.state !== 'open') throw deadLetterErrors.error('dead-letter.closed', { id, state: row.state });
  const { consumer, message_id, subject, payload, headers } = row;
  return {
    consumer,
    incoming: { id: message_id, subject, data: payload, headers, header: (name) => headers[name] ?? '' },
  };
}

const SUMMARY = `id, consumer, message_id as "messageId", message_type as "messageType", station_id as "stationId", error,
  failures, state, created_at as "createdAt"`;
/** Of a station, and those that name none. */
const OF_STATION = '(station_id = $1 or station_id is null)';
const createdAt = column('created_at', 'timestamptz');

/** WE-9: the latest first. */
const deadLetterList: ListDefinition = {
  filters: {
    state: filterBy(column('state', 'text'), 'eq', 'in'),
    consumer: filterBy(column('consumer', 'text'), 'eq', 'in'),
    messageType: filterBy(column('message_type', 'text'), 'eq', 'in'),
    createdAt: filterBy(createdAt, 'gte', 'lt'),
  },
  sorts: { createdAt: [createdAt] },
  defaultSort: '-createdAt',
  id: column('id', 'uuid'),
};

/** Dead letters of a station, and those that name none; open ones where no query says otherwise. */
export function listDeadLetters(
  tx: Tx,
  stationId: string,
  { query, state, limit }: ListDeadLettersRequest,
): Promise<MarkedListPage<DeadLetterSummary>> {
  const asked = ListQuery.fromPartial({
    filters: [{ field: 'state', operator: 'eq', values: [state || 'open'] }],
    limit,
  });
  const source = { columns: SUMMARY, from: 'dead_letter', where: OF_STATION, params: [stationId] };
  return listPage<DeadLetterSummary>(tx, deadLetterList, query ?? asked, source);
}

/** One of them; undefined for another station's. */
export function deadLetterOf(tx: Tx, stationId: string, id: string): Promise<DeadLetterSummary | undefined> {
  return tx.first(`select ${SUMMARY} from dead_letter where ${OF_STATION} and id = $2`, [stationId, id]);
}

/**
 * Closes an open dead letter in the name of the operator whose scope the transaction has; `note` says why it was resolved by
 * hand.
 */
export async function closeDeadLetter(tx: Tx, id: string, state: 'replayed' | 'resolved', note: string): Promise<void> {
  const { kind, id: who } = tx.scope.actor;
  const closed = await tx.run(
    `update dead_letter set state = $2, closed_at = $3, closed_by = $4, note = $5 where id = $1 and state = 'open'`,
    [id, state, tx.now, `${kind}:${who}`, note],
  );
  tx.audit('dead-letter', id);
  if (closed > 0) return;
  // Says which of the two it is.
  await readDeadLetter(tx, id);
}
