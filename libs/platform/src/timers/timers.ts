import { newId, type Temporal } from '@navette/kernel';
import type { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import type { Tx } from '../database/tx.js';
import {
  crashPoint,
  currentTraceparent,
  errorFields,
  inSpan,
  SpanKind,
  type Logger,
  type Metrics,
} from '../observability/index.js';
import { Wake } from '../wake.js';

/** Something due later in one station: a saga's deadline, a mail to try again, a reminder. */
export interface Timer {
  readonly id: string;
  readonly stationId: string;
  readonly networkId: string;
  readonly kind: string;
  /** What it is about; one timer per station, kind and key. */
  readonly key: string;
  readonly dueAt: Temporal.Instant;
  readonly data: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
  /** Trace of what set it; empty while tracing is off. */
  readonly traceparent: string;
  /** Times it was claimed, this one included. */
  readonly attempts: number;
}

export interface TimerHandler {
  readonly kind: string;
  /**
   * Does what is due. `done` must be called in the transaction that makes the effect durable; a handler with an effect
   * outside the database (a mail) makes it between two transactions. A timer that is not done comes again.
   */
  readonly fire: (timer: Timer, scope: Scope, done: (tx: Tx) => Promise<void>) => Promise<void>;
}

/** Timers in hand at once. */
const SLOTS = 16;
const POLL_MS = 500;

/** Sets a timer, or moves the one of the same kind and key. */
export async function setTimer(
  tx: Tx,
  timer: { kind: string; key: string; dueAt: Temporal.Instant; data?: Record<string, unknown> },
): Promise<void> {
  await tx.run(
    `insert into timer (id, station_id, network_id, kind, key, due_at, data, correlation_id, traceparent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (station_id, kind, key)
     do update set due_at = excluded.due_at, data = excluded.data, attempts = 0, claimed_until = null,
       traceparent = excluded.traceparent`,
    [
      newId(tx.clock),
      tx.scope.stationId,
      tx.scope.networkId,
      timer.kind,
      timer.key,
      timer.dueAt,
      timer.data ?? {},
      tx.scope.correlationId,
      currentTraceparent(),
    ],
  );
}

export async function cancelTimer(tx: Tx, kind: string, key: string): Promise<void> {
  await tx.run('delete from timer where station_id = $1 and kind = $2 and key = $3', [tx.scope.stationId, kind, key]);
}

/** Claims due timers by SKIP LOCKED, in any number of copies of the service. */
export class Timers {
  #stopped = false;
  readonly #wake = new Wake();
  #running: Promise<void> = Promise.resolve();
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #inHand = new Set<Timer>();
  readonly #fired;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly service: string,
    private readonly db: Database,
    private readonly logger: Logger,
    metrics: Metrics,
    /** What a dead copy had claimed is taken by another after so long; a living one renews its claims. */
    private readonly takeoverSeconds: number,
  ) {
    this.#fired = metrics.counter('timers_total', 'timers by how they ended', ['kind', 'outcome']);
  }

  start(handlers: readonly TimerHandler[]): void {
    for (const handler of handlers) this.#handlers.set(handler.kind, handler);
    if (this.#handlers.size === 0) return;
    this.#running = this.#run();
    this.#heartbeat = setInterval(() => void this.#renew(), (this.takeoverSeconds * 1_000) / 3);
    this.#heartbeat.unref();
  }

  /** Looks at once instead of at the next poll: something was just made due. */
  wake(): void {
    this.#wake.call();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake.call();
    await this.#running;
    clearInterval(this.#heartbeat);
  }

  /** Claims as slots fall free, half of them at a time: one slow timer holds up nobody. */
  async #run(): Promise<void> {
    while (!this.#stopped) {
      const free = SLOTS - this.#inHand.size;
      const due = free < SLOTS / 2 ? [] : await this.#claimed(free);
      for (const timer of due) {
        this.#inHand.add(timer);
        void this.#fire(timer).finally(() => {
          this.#inHand.delete(timer);
          this.#wake.call();
        });
      }
      if (due.length === 0 || due.length < free) await this.#wake.pause(POLL_MS);
    }
    while (this.#inHand.size > 0) await this.#wake.pause(POLL_MS);
  }

  #claimed(limit: number): Promise<Timer[]> {
    return this.#claim(limit).catch((error: unknown) => {
      this.logger.warn('timers not read', errorFields(error));
      return [];
    });
  }

  #claim(limit: number): Promise<Timer[]> {
    return this.db.engineTx((tx) =>
      tx.rows<Timer>(
        `update timer set attempts = attempts + 1, claimed_until = $1::timestamptz + make_interval(secs => $3)
         where (station_id, id) in (
           select station_id, id from timer
           where due_at <= $1 and (claimed_until is null or claimed_until <= $1) and kind = any ($4)
           order by due_at limit $2 for update skip locked)
         returning id, station_id as "stationId", network_id as "networkId", kind, key, due_at as "dueAt", data,
           correlation_id as "correlationId", traceparent, attempts`,
        [tx.now, limit, this.takeoverSeconds, [...this.#handlers.keys()]],
      ),
    );
  }

  async #renew(): Promise<void> {
    const timers = [...this.#inHand];
    if (timers.length === 0) return;
    await this.db
      .engineTx((tx) =>
        tx.run(
          `update timer t set claimed_until = $1::timestamptz + make_interval(secs => $2)
           from unnest($3::uuid[], $4::int[]) as mine (id, attempts) where t.id = mine.id and t.attempts = mine.attempts`,
          [tx.now, this.takeoverSeconds, timers.map(({ id }) => id), timers.map(({ attempts }) => attempts)],
        ),
      )
      .catch((error: unknown) => this.logger.warn('claims not renewed', errorFields(error)));
  }

  async #fire(timer: Timer): Promise<void> {
    const handler = this.#handlers.get(timer.kind) as TimerHandler;
    const scope: Scope = {
      stationId: timer.stationId,
      networkId: timer.networkId,
      actor: { kind: 'system', id: this.service },
      operation: `${this.service}:timer.${timer.kind}`,
      requestId: timer.correlationId,
      correlationId: timer.correlationId,
      causationId: timer.id,
    };
    const done = async (tx: Tx) => {
      if (tx.audited.length === 0) tx.audit('timer', timer.id);
      // Moved meanwhile (`setTimer` starts attempts anew): the later appointment stays.
      await tx.run('delete from timer where station_id = $1 and id = $2 and attempts = $3', [
        timer.stationId,
        timer.id,
        timer.attempts,
      ]);
    };
    try {
      crashPoint(`${this.service}/timer-${timer.kind}/claimed`);
      await inSpan(`timer ${timer.kind}`, timer.traceparent, SpanKind.CONSUMER, () => handler.fire(timer, scope, done));
      this.#fired.inc({ kind: timer.kind, outcome: 'done' });
    } catch (error) {
      this.#fired.inc({ kind: timer.kind, outcome: 'failed' });
      this.logger.warn('timer failed', { timer: timer.kind, attempt: timer.attempts, ...errorFields(error) });
      await this.#later(timer, error as Error).catch(() => undefined);
    }
  }

  /** Back-off in the claim itself: 1 s, 2 s, 4 s … 10 min. */
  async #later(timer: Timer, error: Error): Promise<void> {
    const seconds = Math.min(2 ** (timer.attempts - 1), 600);
    await this.db.engineTx((tx) =>
      tx.run(
        `update timer set claimed_until = $3::timestamptz + make_interval(secs => $4), last_error = $5
         where station_id = $1 and id = $2 and attempts = $6`,
        [timer.stationId, timer.id, tx.now, seconds, error.name, timer.attempts],
      ),
    );
  }
}
