import type { Writable } from 'node:stream';
import type { MessageType } from '@navette/contracts';
import { newId, type Clock, type Temporal } from '@navette/kernel';
import type { ClientBase, QueryResult } from 'pg';
import { currentTraceparent } from '../observability/trace-context.js';
import type { Scope } from './scope.js';

/** Statements that may write, also behind a common table expression; `select … for update` does not. */
const WRITES = /\b(?<!for\s+(no\s+key\s+)?)(insert|update|delete|merge)\b/i;

/** What a message is about; messages of one aggregate keep their order. */
export interface Aggregate {
  readonly type: string;
  readonly id: string;
  /** Version of the aggregate after the change; handlers skip what is older than they know. */
  readonly version: number;
}

/** A message to be written to the outbox at commit. */
export interface OutgoingMessage {
  readonly type: MessageType;
  readonly message: unknown;
  readonly aggregate: Aggregate;
  /** Station the message is for: the scope's, unless a saga addresses another station. */
  readonly stationId?: string;
  /** Replaces the type's subject (replies go to the orchestrator that asked). */
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the span in which it was published. */
  readonly traceparent: string;
}

/**
 * An open transaction. Queries go through it and nowhere else; outgoing messages and audit entries are kept until commit,
 * when they are written in the same transaction.
 */
export class Tx {
  readonly outgoing: OutgoingMessage[] = [];
  readonly audited: { entityType: string; entityId: string; operation: string }[] = [];
  readonly #afterCommit: (() => void)[] = [];
  #changesNothing = false;
  #over = false;
  #changes = 0;

  constructor(
    private readonly client: ClientBase,
    readonly scope: Scope,
    readonly clock: Clock,
    /** Instant of this transaction; SQL never asks the server for the time. */
    readonly now: Temporal.Instant,
  ) {}

  /** Rows of a query, in column names as written in the SQL. */
  async rows<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await this.#query(sql, params)).rows as T[];
  }

  /** First row, or undefined. */
  async first<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(sql, params))[0];
  }

  /** Runs a statement; the number of rows it changed. */
  async run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.#query(sql, params)).rowCount ?? 0;
  }

  async #query(sql: string, params: readonly unknown[]): Promise<QueryResult> {
    if (this.#over) throw new Error(`${this.scope.operation} goes on after its transaction has ended`);
    const result = await statement(this.client, sql, params.map(toParameter));
    if (WRITES.test(sql)) this.#changes += result.rowCount ?? 0;
    return result;
  }

  /** @internal Rows written and messages queued so far: a handler that adds none has left everything as it was. */
  get changes(): number {
    return this.#changes + this.outgoing.length;
  }

  /** Queues a message for the outbox. */
  publish<T>(
    type: MessageType<T>,
    aggregate: Aggregate,
    message: T,
    options: Pick<OutgoingMessage, 'stationId' | 'subject' | 'headers'> = {},
  ): void {
    this.outgoing.push({
      type: type as MessageType,
      message,
      aggregate,
      traceparent: currentTraceparent(),
      ...options,
    });
  }

  /**
   * Names an entity this transaction writes; at least one is due, else the commit is refused (ID-9).
   * @param operation what is done to it, where the scope's operation says less: a message that brings one of several decisions
   */
  audit(entityType: string, entityId: string, operation = this.scope.operation): void {
    this.audited.push({ entityType, entityId, operation });
  }

  /** Says that this transaction leaves everything as it was (a repeated message), so that nothing is to be audited. */
  changesNothing(): void {
    this.#changesNothing = true;
  }

  /** @internal The connection may be somebody else's soon: a branch of the work that was not waited for is refused. */
  over(): void {
    this.#over = true;
  }

  /** @internal */
  get mustAudit(): boolean {
    return !this.#changesNothing;
  }

  /** A new id, in the order of the clock. */
  newId(): string {
    return newId(this.clock);
  }

  /** Work that needs the commit and no transaction; its failure is logged, since what is committed stays so. */
  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** @internal */
  committed(failed: (error: unknown) => void): void {
    for (const work of this.#afterCommit) {
      try {
        work();
      } catch (error) {
        failed(error);
      }
    }
  }
}

/**
 * Sends a statement without waiting for those before it. What is begun in one turn of the event loop leaves in one packet: a
 * write to the socket costs more than all that we do to make it.
 */
export function statement(client: ClientBase, sql: string, params?: unknown[]): Promise<QueryResult> {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return client.query(sql, params);
}

/** Money, quantities, instants and dates bind as their text; plain objects as JSON; arrays element by element. */
function toParameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toParameter);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Date) return value;
  return Object.getPrototypeOf(value) === Object.prototype ? JSON.stringify(value) : String(value);
}
