import type { Tx } from '../database/tx.js';

/**
 * Notes that `consumer` handles a message, as the first statement of the handler's transaction. False when it did so
 * before; a concurrent duplicate waits here for the first to commit.
 */
export function firstTime(tx: Tx, consumer: string, messageId: string): Promise<boolean> {
  return allFirstTime(tx, consumer, [messageId]);
}

/** As `firstTime`, for messages that share a transaction; false when one of them was handled before, or is there twice. */
export async function allFirstTime(tx: Tx, consumer: string, messageIds: readonly string[]): Promise<boolean> {
  const inserted = await tx.run(
    `insert into inbox (consumer, message_id, received_at) select $1, id, $3 from unnest($2::uuid[]) as id
     on conflict do nothing`,
    [consumer, messageIds, tx.now],
  );
  return inserted === messageIds.length;
}
