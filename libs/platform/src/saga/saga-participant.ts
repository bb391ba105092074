import { SagaReplyMessage } from '@navette/contracts';
import type { ItemOutcome, SagaRequest } from '@navette/contracts/common/v1/common';
import { Temporal } from '@navette/kernel';
import type { Tx } from '../database/tx.js';
import type { Received } from '../messaging/subscription.js';
import { isReplySubject } from '../messaging/subjects.js';

/** Outcome of an item that was begun after its saga had given the request up: nothing was done. */
export const GIVEN_UP = 'platform.saga.given-up';

/** Whether the saga has given a request up by now: what was not begun before must have no effect any more. */
export function isGivenUp(tx: Tx, request: SagaRequest | undefined): boolean {
  const answerBy = request?.answerBy;
  return answerBy !== undefined && Temporal.Instant.compare(tx.now, Temporal.Instant.from(answerBy)) >= 0;
}

/** Outcome of an item that went well. */
export function done(itemKey: string, data: Record<string, string> = {}): ItemOutcome {
  return { itemKey, outcome: 'done', data };
}

/** Outcome of an item that was refused, by an error code; its neighbours are not touched. */
export function refused(itemKey: string, code: string, data: Record<string, string> = {}): ItemOutcome {
  return { itemKey, outcome: code, data };
}

/**
 * Answers a saga command, in the transaction that did what it asked. The reply leaves by the outbox; a command that comes
 * twice is stopped by the inbox, a command asked again under the same request id is answered again.
 * @param askedBy station of the saga, where it is not the one that was asked (`stationOf` of its step)
 */
export function reply<C extends { request: SagaRequest | undefined }>(
  tx: Tx,
  { message, envelope }: Received<C>,
  outcomes: readonly ItemOutcome[],
  askedBy = tx.scope.stationId,
): void {
  const { request } = message;
  if (request === undefined || !isReplySubject(envelope.replyTo)) {
    throw new Error(`${envelope.type} asks for no reply`);
  }
  tx.publish(
    SagaReplyMessage,
    { type: 'saga', id: request.sagaId, version: 0 },
    { sagaId: request.sagaId, requestId: request.requestId, outcomes: [...outcomes] },
    { subject: envelope.replyTo, stationId: askedBy },
  );
}
