import type { Tx } from '../database/tx.js';

/**
 * Notes that `consumer` handles a message, as the first statement of the handler's transaction. False when it did so
 * before; a concurrent duplicate waits here for the first to commit.
 */
export async function firstTime(tx: Tx, consumer: string, messageId: string): Promise<boolean> {
  const inserted = await tx.run(
    'insert into inbox (consumer, message_id, received_at) values ($1, $2, $3) on conflict do nothing',
    [consumer, messageId, tx.now],
  );
  return inserted === 1;
}
