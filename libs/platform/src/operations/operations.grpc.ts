import {
  OperationsServiceService as Operations,
  type DeadLetter,
  type GetDeadLetterRequest,
  type GetOutboxRequest,
  type GetSagaRequest,
  type ListAuditRequest,
  type ListAuditResponse,
  type ListDeadLettersRequest,
  type ListDeadLettersResponse,
  type ListSagasRequest,
  type ListSagasResponse,
  type Outbox,
  type ResolveDeadLetterRequest,
  type ResolveSagaRequest,
  type RetryDeadLetterRequest,
  type RetrySagaRequest,
  type Saga,
} from '@navette/contracts/operations/v1/service';
import { isUuid } from '@navette/kernel';
import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import { Consumers } from '../messaging/consumers.js';
import {
  closeDeadLetter,
  deadLetterErrors,
  deadLetterOf,
  listDeadLetters,
  type DeadLetterSummary,
} from '../messaging/dead-letters.js';
import { readOutbox } from '../outbox/read-outbox.js';
import { Rpc, scopeOfCall } from '../rpc/rpc-server.js';
import { sagaErrors } from '../saga/errors.js';
import { SagaRunner } from '../saga/saga-runner.js';
import { readSaga, readSagas } from '../saga/saga-view.js';
import { checkedSearch, readAudit } from './audit-trail.js';
import { Timers } from '../timers/timers.js';

/** What operators see and do of one service's sagas, dead letters and audit trail; every service has it. */
@Controller()
export class OperationsGrpc {
  constructor(
    private readonly db: Database,
    private readonly sagas: SagaRunner,
    private readonly consumers: Consumers,
    private readonly timers: Timers,
  ) {}

  @Rpc(Operations.listSagas, 'operations:saga.read')
  listSagas(request: ListSagasRequest, call: Metadata): Promise<ListSagasResponse> {
    return this.db.tenantRead(scopeOfCall(call), (tx) => readSagas(tx, request));
  }

  @Rpc(Operations.getSaga, 'operations:saga.read')
  getSaga({ id }: GetSagaRequest, call: Metadata): Promise<Saga> {
    return this.#saga(scopeOfCall(call), id);
  }

  @Rpc(Operations.retrySaga, 'operations:saga.retry')
  async retrySaga({ id }: RetrySagaRequest, call: Metadata): Promise<Saga> {
    const scope = scopeOfCall(call);
    await this.#saga(scope, id);
    await this.db.command(scope, (tx) => this.sagas.retry(tx, id));
    return this.#saga(scope, id);
  }

  @Rpc(Operations.resolveSaga, 'operations:saga.resolve')
  async resolveSaga({ id, itemKeys, outcome, note }: ResolveSagaRequest, call: Metadata): Promise<Saga> {
    const scope = scopeOfCall(call);
    await this.#saga(scope, id);
    await this.db.command(scope, (tx) => this.sagas.resolve(tx, id, itemKeys, outcome, note));
    return this.#saga(scope, id);
  }

  @Rpc(Operations.listDeadLetters, 'operations:dead-letter.read')
  async listDeadLetters(request: ListDeadLettersRequest, call: Metadata): Promise<ListDeadLettersResponse> {
    const { stationId } = scopeOfCall(call);
    const { rows, nextCursor, cursorAfter } = await this.db.engineTx((tx) => listDeadLetters(tx, stationId, request));
    return { deadLetters: rows.map((row) => toMessage(row, cursorAfter(row))), nextCursor };
  }

  @Rpc(Operations.getDeadLetter, 'operations:dead-letter.read')
  getDeadLetter({ id }: GetDeadLetterRequest, call: Metadata): Promise<DeadLetter> {
    return this.#letter(scopeOfCall(call), id);
  }

  @Rpc(Operations.retryDeadLetter, 'operations:dead-letter.retry')
  async retryDeadLetter({ id }: RetryDeadLetterRequest, call: Metadata): Promise<DeadLetter> {
    const scope = scopeOfCall(call);
    const letter = await this.#letter(scope, id);
    if (this.timers.keeps(letter)) await this.timers.replay(id, scope);
    else await this.consumers.replay(id, scope);
    return this.#letter(scope, id);
  }

  @Rpc(Operations.resolveDeadLetter, 'operations:dead-letter.resolve')
  async resolveDeadLetter({ id, note }: ResolveDeadLetterRequest, call: Metadata): Promise<DeadLetter> {
    const scope = scopeOfCall(call);
    await this.#letter(scope, id);
    await this.db.engineTx((tx) => closeDeadLetter(tx, id, 'resolved', note), scope);
    return this.#letter(scope, id);
  }

  @Rpc(Operations.getOutbox, 'operations:saga.read')
  getOutbox(_request: GetOutboxRequest, call: Metadata): Promise<Outbox> {
    const { stationId } = scopeOfCall(call);
    return this.db.engineTx((tx) => readOutbox(tx, stationId));
  }

  @Rpc(Operations.listAudit, 'operations:audit.read')
  async listAudit(request: ListAuditRequest, call: Metadata): Promise<ListAuditResponse> {
    const search = checkedSearch(request);
    return this.db.tenantRead(scopeOfCall(call), (tx) => readAudit(tx, search));
  }

  async #saga(scope: Scope, id: string): Promise<Saga> {
    const saga = isUuid(id) ? await this.db.tenantRead(scope, (tx) => readSaga(tx, id)) : undefined;
    if (saga === undefined) throw sagaErrors.error('saga.unknown', { id });
    return saga;
  }

  /** Another station's letter is answered like one that does not exist. */
  async #letter({ stationId }: Scope, id: string): Promise<DeadLetter> {
    const letter = isUuid(id) ? await this.db.engineTx((tx) => deadLetterOf(tx, stationId, id)) : undefined;
    if (letter === undefined) throw deadLetterErrors.error('dead-letter.unknown', { id });
    return toMessage(letter);
  }
}

function toMessage(letter: DeadLetterSummary, cursor = ''): DeadLetter {
  const { id, consumer, messageId, messageType, error, failures, state } = letter;
  return {
    id,
    consumer,
    messageId,
    messageType,
    stationId: letter.stationId ?? '',
    error,
    failures,
    state,
    createdAt: letter.createdAt.toString(),
    cursor,
  };
}
