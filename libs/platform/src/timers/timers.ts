import { newId, type Temporal } from '@navette/kernel';
import type { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import type { Tx } from '../database/tx.js';
import { closeDeadLetter, readDeadLetter, writeDeadLetter, type DeadLetterSummary } from '../messaging/dead-letters.js';
import { Poison, Suspects } from '../messaging/suspects.js';
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
  /** Times it failed; a claim that neither worked nor failed died with its process. */
  readonly failures: number;
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
       failures = 0, unfinished = 0, parked_at = null, traceparent = excluded.traceparent`,
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
  readonly #suspects = new Suspects();
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
           where due_at <= $1 and parked_at is null and (claimed_until is null or claimed_until <= $1) and kind = any ($4)
             and id <> all ($5)
           order by due_at limit $2 for update skip locked)
         returning id, station_id as "stationId", network_id as "networkId", kind, key, due_at as "dueAt", data,
           correlation_id as "correlationId", traceparent, attempts, failures`,
        // A claim of ours that ran out while we were busy: we are not dead, and who would be the one to take over?
        [tx.now, limit, this.takeoverSeconds, [...this.#handlers.keys()], [...this.#inHand].map(({ id }) => id)],
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
      await this.#attempt(timer, () =>
        inSpan(`timer ${timer.kind}`, timer.traceparent, SpanKind.CONSUMER, async () => {
          crashPoint(`${this.service}/timer-${timer.kind}/claimed`);
          await handler.fire(timer, scope, done);
        }),
      );
      this.#fired.inc({ kind: timer.kind, outcome: 'done' });
    } catch (error) {
      this.#fired.inc({ kind: timer.kind, outcome: 'failed' });
      this.logger.warn('timer failed', { timer: timer.kind, attempt: timer.attempts, ...errorFields(error) });
      const noted = error instanceof Poison ? this.#park(timer, error) : this.#later(timer, error as Error);
      await noted.catch(() => undefined);
    }
  }

  /** A claim before this one that neither worked nor failed makes it a suspect: the process died of it, or beside it. */
  #attempt(timer: Timer, fire: () => Promise<void>): Promise<void> {
    if (timer.attempts - 1 <= timer.failures) return fire();
    const count = async (by: number) => {
      const row = await this.db.engineTx((tx) =>
        tx.first<{ unfinished: number }>(
          `update timer set unfinished = greatest(unfinished + $4, 0)
           where station_id = $1 and id = $2 and attempts = $3 returning unfinished`,
          [timer.stationId, timer.id, timer.attempts, by],
        ),
      );
      return row?.unfinished ?? 1;
    };
    return this.#suspects.alone(
      () => count(1),
      fire,
      // One that is done is gone; one that is not has ended nevertheless.
      async () => void (await count(-1)),
    );
  }

  /** Sets a timer aside and tells of it as of a message that could not be handled. */
  async #park(timer: Timer, { name, message }: Poison): Promise<void> {
    const headers = {
      'Navette-Type': `timer ${timer.kind}`,
      'Navette-Station': timer.stationId,
      'Navette-Aggregate-Id': timer.key,
    };
    const header = (name: string) => headers[name as keyof typeof headers] ?? '';
    const incoming = { id: timer.id, subject: `timer.${timer.kind}`, data: Buffer.alloc(0), headers, header };
    await this.db.engineTx(async (tx) => {
      const parked = await tx.run(
        'update timer set parked_at = $4 where station_id = $1 and id = $2 and attempts = $3',
        [timer.stationId, timer.id, timer.attempts, tx.now],
      );
      if (parked > 0)
        await writeDeadLetter(tx, this.#letterOf(timer.kind), incoming, `${name}: ${message}`, timer.failures);
    });
  }

  #letterOf(kind: string): string {
    return `${this.service}__timer-${kind}`;
  }

  /** Whether a dead letter tells of a timer that was set aside. */
  keeps({ consumer }: Pick<DeadLetterSummary, 'consumer'>): boolean {
    return [...this.#handlers.keys()].some((kind) => this.#letterOf(kind) === consumer);
  }

  /**
   * Makes a timer that was set aside due again; nothing where its owner has cancelled it or set it anew meanwhile.
   * @throws DomainError `platform.dead-letter.unknown` or `.closed`
   */
  async replay(id: string, operator: Scope): Promise<void> {
    await this.db.engineTx(async (tx) => {
      const { incoming } = await readDeadLetter(tx, id);
      await tx.run(
        `update timer set parked_at = null, claimed_until = null, attempts = 0, failures = 0, unfinished = 0
         where station_id = $1 and id = $2 and parked_at is not null`,
        [incoming.header('Navette-Station'), incoming.id],
      );
      await closeDeadLetter(tx, id, 'replayed', '');
    }, operator);
    this.wake();
  }

  /** Back-off in the claim itself: 1 s, 2 s, 4 s … 10 min. */
  async #later(timer: Timer, error: Error): Promise<void> {
    const seconds = Math.min(2 ** (timer.attempts - 1), 600);
    await this.db.engineTx((tx) =>
      tx.run(
        `update timer set claimed_until = $3::timestamptz + make_interval(secs => $4), last_error = $5,
           failures = failures + 1, unfinished = greatest(unfinished - 1, 0)
         where station_id = $1 and id = $2 and attempts = $6`,
        [timer.stationId, timer.id, tx.now, seconds, error.name, timer.attempts],
      ),
    );
  }
}
