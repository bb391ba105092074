import { OperationsServiceService as Operations } from '@navette/contracts/operations/v1/service';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { DomainError } from '@navette/kernel';
import type { CallContext } from '@navette/platform/rpc';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { SERVICES } from './services.js';
import { z } from 'zod';

const services = z.enum(SERVICES);

export const saga = z
  .object({
    id: z.string(),
    type: z.string(),
    correlationKey: z.string(),
    state: z.string(),
    status: z.enum(['running', 'done', 'compensated', 'needs_operator']),
    startedAt: z.string(),
    updatedAt: z.string(),
    deadlineAt: z.string(),
    problem: z.string(),
    items: z.array(
      z.object({
        key: z.string(),
        participant: z.string(),
        state: z.string(),
        requestId: z.string(),
        deadlineAt: z.string(),
        asked: z.number(),
      }),
    ),
    history: z.array(z.object({ at: z.string(), state: z.string(), what: z.string() })),
  })
  .meta({ id: 'Saga' });

export const deadLetter = z
  .object({
    id: z.string(),
    consumer: z.string(),
    messageId: z.string(),
    messageType: z.string(),
    stationId: z.string(),
    error: z.string(),
    failures: z.number(),
    state: z.enum(['open', 'replayed', 'resolved']),
    createdAt: z.string(),
  })
  .meta({ id: 'DeadLetter' });

const outbox = z
  .object({
    unpublished: z.number(),
    parked: z.number().describe('Of these, those that the relay has given up on'),
    oldestAt: z.string().describe('When the oldest was written; empty where there is none'),
  })
  .meta({ id: 'Outbox' });

const sagaQuery = z.strictObject({
  status: z.enum(['running', 'done', 'compensated', 'needs_operator']).optional(),
  type: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const letterQuery = z.strictObject({
  state: z.enum(['open', 'replayed', 'resolved']).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const resolveSaga = z.strictObject({
  itemKeys: z.array(z.string()).default([]),
  outcome: z.string().min(1).max(200),
  note: z.string().min(1).max(2_000),
});
const resolveLetter = z.strictObject({ note: z.string().min(1).max(2_000) });

const auditEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    actorKind: z.enum(['user', 'client', 'service', 'system']),
    actorId: z.string(),
    actorName: z.string().describe('Of a user, also of one who is gone; empty for programs and where identity is away'),
    operation: z.string(),
    entityType: z.string(),
    entityId: z.string(),
    requestId: z.string(),
  })
  .meta({ id: 'AuditEntry' });

const auditQuery = z.strictObject({
  entityType: z.string().max(100).default(''),
  /** Asks for `entityType`, too. */
  entityId: z.string().max(200).default(''),
  actorId: z.string().max(200).default(''),
  /** Instants (RFC 3339): from the first on, before the second. */
  from: z.string().max(40).default(''),
  before: z.string().max(40).default(''),
  cursor: z.string().max(500).default(''),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Sagas, dead letters and audit trail of one service, for its operators. */
@Controller('api/v1/operations/:service')
export class OperationsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('sagas')
  @Describe({
    id: 'listSagas',
    summary: 'Sagas of a service, the latest first',
    needs: 'operations:saga.read',
    query: sagaQuery,
    answer: z.object({ sagas: z.array(saga) }),
  })
  listSagas(
    @Param('service', new Parsed(services)) service: string,
    @Query(new Parsed(sagaQuery)) { status, type, limit }: z.infer<typeof sagaQuery>,
    @Req() request: Request,
  ) {
    return this.#of(service).listSagas(
      { query: undefined, status: status ?? '', type: type ?? '', limit: limit ?? 0 },
      callerOfRequest(request).call,
    );
  }

  @Get('sagas/:id')
  @Describe({ id: 'getSaga', summary: 'A saga, step by step', needs: 'operations:saga.read', answer: saga })
  getSaga(@Param('service', new Parsed(services)) service: string, @Param('id') id: string, @Req() request: Request) {
    return this.#of(service).getSaga({ id }, callerOfRequest(request).call);
  }

  @Post('sagas/:id/retry')
  @Describe({ id: 'retrySaga', summary: 'Ask again what is open', needs: 'operations:saga.retry', answer: saga })
  retrySaga(@Param('service', new Parsed(services)) service: string, @Param('id') id: string, @Req() request: Request) {
    return this.#of(service).retrySaga({ id }, callerOfRequest(request).call);
  }

  @Post('sagas/:id/resolve')
  @Describe({
    id: 'resolveSaga',
    summary: 'End open items by hand, as if their participant had answered',
    needs: 'operations:saga.resolve',
    body: resolveSaga,
    answer: saga,
  })
  resolveSaga(
    @Param('service', new Parsed(services)) service: string,
    @Param('id') id: string,
    @Body(new Parsed(resolveSaga)) body: z.infer<typeof resolveSaga>,
    @Req() request: Request,
  ) {
    return this.#of(service).resolveSaga({ id, ...body }, callerOfRequest(request).call);
  }

  @Get('dead-letters')
  @Describe({
    id: 'listDeadLetters',
    summary: 'Messages that could not be handled',
    needs: 'operations:dead-letter.read',
    query: letterQuery,
    answer: z.object({ deadLetters: z.array(deadLetter) }),
  })
  listDeadLetters(
    @Param('service', new Parsed(services)) service: string,
    @Query(new Parsed(letterQuery)) { state, limit }: z.infer<typeof letterQuery>,
    @Req() request: Request,
  ) {
    return this.#of(service).listDeadLetters(
      { query: undefined, state: state ?? '', limit: limit ?? 0 },
      callerOfRequest(request).call,
    );
  }

  @Get('dead-letters/:id')
  @Describe({
    id: 'getDeadLetter',
    summary: 'One failed message',
    needs: 'operations:dead-letter.read',
    answer: deadLetter,
  })
  getDeadLetter(
    @Param('service', new Parsed(services)) service: string,
    @Param('id') id: string,
    @Req() request: Request,
  ) {
    return this.#of(service).getDeadLetter({ id }, callerOfRequest(request).call);
  }

  @Post('dead-letters/:id/retry')
  @Describe({
    id: 'retryDeadLetter',
    summary: 'Handle a failed message once more',
    needs: 'operations:dead-letter.retry',
    answer: deadLetter,
  })
  retryDeadLetter(
    @Param('service', new Parsed(services)) service: string,
    @Param('id') id: string,
    @Req() request: Request,
  ) {
    return this.#of(service).retryDeadLetter({ id }, callerOfRequest(request).call);
  }

  @Post('dead-letters/:id/resolve')
  @Describe({
    id: 'resolveDeadLetter',
    summary: 'Close a failed message by hand, with the reason',
    needs: 'operations:dead-letter.resolve',
    body: resolveLetter,
    answer: deadLetter,
  })
  resolveDeadLetter(
    @Param('service', new Parsed(services)) service: string,
    @Param('id') id: string,
    @Body(new Parsed(resolveLetter)) { note }: z.infer<typeof resolveLetter>,
    @Req() request: Request,
  ) {
    return this.#of(service).resolveDeadLetter({ id, note }, callerOfRequest(request).call);
  }

  @Get('outbox')
  @Describe({
    id: 'getOutbox',
    summary: 'Messages that a service has written and not published yet',
    needs: 'operations:saga.read',
    answer: outbox,
  })
  getOutbox(@Param('service', new Parsed(services)) service: string, @Req() request: Request) {
    return this.#of(service).getOutbox({}, callerOfRequest(request).call);
  }

  @Get('audit')
  @Describe({
    id: 'listAudit',
    summary: 'Who changed what in a service, the latest first; by entity, by user, by time',
    needs: 'operations:audit.read',
    query: auditQuery,
    answer: z.object({ entries: z.array(auditEntry), nextCursor: z.string() }),
  })
  async listAudit(
    @Param('service', new Parsed(services)) service: string,
    @Query(new Parsed(auditQuery)) { cursor, limit, ...search }: z.infer<typeof auditQuery>,
    @Req() request: Request,
  ) {
    const { call } = callerOfRequest(request);
    const { entries, nextCursor } = await this.#of(service).listAudit({ ...search, page: { cursor, limit } }, call);
    const ids = new Set(entries.flatMap(({ actorKind, actorId }) => (actorKind === 'user' ? actorId : [])));
    const names = await this.#names([...ids], call);
    return { entries: entries.map((entry) => ({ ...entry, actorName: names[entry.actorId] ?? '' })), nextCursor };
  }

  /** The trail is worth reading without names, too. */
  async #names(ids: string[], call: CallContext): Promise<Record<string, string>> {
    if (ids.length === 0) return {};
    return this.clients
      .get(Identity)
      .findUserNames({ ids }, call)
      .then(({ names }) => names)
      .catch((error: unknown) => {
        if (error instanceof DomainError && error.kind === 'unavailable') return {};
        throw error;
      });
  }

  #of(service: string) {
    return this.clients.at(service, Operations);
  }
}
