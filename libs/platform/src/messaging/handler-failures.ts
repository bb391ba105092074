import type { Tx } from '../database/tx.js';

/** How often a handler has failed at a message. */
export async function failuresOf(tx: Tx, consumer: string, messageId: string): Promise<number> {
  const row = await tx.first<{ failures: number }>(
    'select failures from handler_failure where consumer = $1 and message_id = $2',
    [consumer, messageId],
  );
  return row?.failures ?? 0;
}

/** Notes that an attempt begins; how many have begun without an end, this one included. */
export async function noteBegun(tx: Tx, consumer: string, messageId: string): Promise<number> {
  const row = await tx.first<{ unfinished: number }>(
    `insert into handler_failure (consumer, message_id, failures, unfinished, last_error, last_at)
     values ($1, $2, 0, 1, '', $3)
     on conflict (consumer, message_id)
     do update set unfinished = handler_failure.unfinished + 1, last_at = $3 returning unfinished`,
    [consumer, messageId, tx.now],
  );
  return row?.unfinished ?? 1;
}

/** Notes that an attempt that was begun has worked: a message may be delivered often for no fault of its own. */
export async function noteEnded(tx: Tx, consumer: string, messageId: string): Promise<void> {
  await tx.run(
    `update handler_failure set unfinished = greatest(unfinished - 1, 0) where consumer = $1 and message_id = $2`,
    [consumer, messageId],
  );
}

/** Notes that an attempt has failed; how many have. */
export async function noteFailure(tx: Tx, consumer: string, messageId: string, reason: string): Promise<number> {
  const row = await tx.first<{ failures: number }>(
    `insert into handler_failure (consumer, message_id, failures, last_error, last_at) values ($1, $2, 1, $3, $4)
     on conflict (consumer, message_id)
     do update set failures = handler_failure.failures + 1, last_error = $3, last_at = $4,
       unfinished = greatest(handler_failure.unfinished - 1, 0) returning failures`,
    [consumer, messageId, reason, tx.now],
  );
  return row?.failures ?? 1;
}
