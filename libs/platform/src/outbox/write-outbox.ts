import { newId } from '@navette/kernel';
import type { OutgoingMessage, Tx } from '../database/tx.js';
import { headersOf } from '../messaging/envelope.js';
import { subjectOf } from '../messaging/subjects.js';

/**
 * Writes the outgoing messages of a transaction's works, in one statement and in order. Ids are fixed here: a relay that
 * minted them would give a replayed message a new identity and defeat every inbox.
 */
export async function writeOutbox(txs: readonly Tx[]): Promise<void> {
  const [tx] = txs;
  const rows = txs.flatMap((one) => one.outgoing.map((outgoing) => rowOf(one, outgoing)));
  if (tx === undefined || rows.length === 0) return;
  await tx.run(
    `insert into outbox (id, station_id, aggregate_type, aggregate_id, subject, payload, headers, occurred_at)
     select id, station_id, aggregate_type, aggregate_id, subject, decode(payload, 'base64'), headers::jsonb, $1
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) with ordinality
       as m (id, station_id, aggregate_type, aggregate_id, subject, payload, headers, position)
     order by position`,
    [
      tx.now,
      rows.map((row) => row.id),
      rows.map((row) => row.stationId),
      rows.map((row) => row.aggregateType),
      rows.map((row) => row.aggregateId),
      rows.map((row) => row.subject),
      rows.map((row) => row.payload),
      rows.map((row) => row.headers),
    ],
  );
}

function rowOf(tx: Tx, outgoing: OutgoingMessage) {
  const id = newId(tx.clock);
  const stationId = outgoing.stationId ?? tx.scope.stationId;
  return {
    id,
    stationId,
    aggregateType: outgoing.aggregate.type,
    aggregateId: outgoing.aggregate.id,
    subject: subjectOf(outgoing.type, stationId, outgoing.subject),
    payload: Buffer.from(outgoing.type.encode(outgoing.message)).toString('base64'),
    headers: JSON.stringify({ ...headersOf(outgoing, { id, stationId, tx }), ...outgoing.headers }),
  };
}
