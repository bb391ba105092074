import type { Clock } from '@navette/kernel';
import pg from 'pg';
import { connectionOf, type Database } from '../database/database.js';
import { crashPoint, errorFields, type Logger, type Metrics } from '../observability/index.js';
import type { Bus } from '../messaging/bus.js';
import { Wake } from '../wake.js';

interface Row {
  seq: string;
  id: string;
  aggregate: string;
  subject: string;
  payload: Buffer;
  headers: Record<string, string>;
}

const BATCH = 200;
const WINDOW = 64;
const POLL_MS = 500;
const PARK_AFTER = 5;
/** "outb"; the second key is the service's database itself, since advisory locks are per database. */
const LOCK = 0x6f757462;

/** @internal What a relay asks at every turn; a row whose aggregate is parked waits with it. */
export const NEXT_ROWS = `
  select seq, id, aggregate_type || '/' || aggregate_id as aggregate, subject, payload, headers
  from outbox o
  where published_at is null and not exists (
    select from outbox p where p.parked_at is not null and p.published_at is null
      and (p.aggregate_type, p.aggregate_id) = (o.aggregate_type, o.aggregate_id))
  order by seq limit $1`;

/**
 * Publishes the outbox, one active relay per database (an advisory lock on a connection of its own). Order is kept per
 * aggregate: within a batch at most one message of an aggregate is unacknowledged. A deposed leader may overlap briefly;
 * message ids and inboxes absorb it.
 */
export class OutboxRelay {
  #stopped = false;
  readonly #wake = new Wake();
  /** Not cut short by commits: who does not lead would connect anew at each of them. */
  readonly #retry = new Wake();
  #running: Promise<void> = Promise.resolve();
  readonly #published;

  constructor(
    private readonly db: Database,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#published = metrics.counter('outbox_published_total', 'messages handed to the bus');
    metrics.gauge('outbox_oldest_seconds', 'age of the oldest message not yet published', () => this.#oldestSeconds());
    db.onOutbox(() => this.#wake.call());
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake.call();
    this.#retry.call();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const leader = new pg.Client(connectionOf(this.db.config, 'engine'));
      leader.on('error', () => undefined);
      try {
        await leader.connect();
        await this.#lead(leader);
      } catch (error) {
        this.logger.warn('outbox relay interrupted', errorFields(error));
      } finally {
        await leader.end().catch(() => undefined);
      }
      if (!this.#stopped) await this.#retry.pause(POLL_MS);
    }
  }

  async #lead(leader: pg.Client): Promise<void> {
    const lock = await leader.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCK]);
    if (lock.rows[0]?.held !== true) return;
    while (!this.#stopped) {
      // Asked on the leader's own connection: when that is gone so is the lock, and the loop must end.
      const { rows } = await leader.query<Row>(NEXT_ROWS, [BATCH]);
      const acknowledged = await this.#publish(rows);
      if (acknowledged.length > 0) {
        crashPoint(`${this.db.config.service}/outbox/after-publish-before-mark`);
        await leader.query('update outbox set published_at = $1 where seq = any ($2::bigint[])', [
          this.clock.now().toString(),
          acknowledged,
        ]);
        this.#published.inc(acknowledged.length);
      }
      if (acknowledged.length < BATCH && !this.#stopped) await this.#wake.pause(POLL_MS);
    }
  }

  /** Publishes a batch; the sequence numbers that the bus acknowledged. */
  async #publish(rows: readonly Row[]): Promise<string[]> {
    const lanes = new Map<string, Row[]>();
    for (const row of rows) {
      const lane = lanes.get(row.aggregate);
      if (lane === undefined) lanes.set(row.aggregate, [row]);
      else lane.push(row);
    }
    const acknowledged: string[] = [];
    const queue = [...lanes.values()];
    const worker = async () => {
      for (let lane = queue.shift(); lane !== undefined; lane = queue.shift()) {
        for (const row of lane) {
          // With the broker away each row would wait for its own time-out.
          if (!this.bus.connected || !(await this.#publishOne(row))) break;
          acknowledged.push(row.seq);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(WINDOW, queue.length) }, worker));
    return acknowledged;
  }

  async #publishOne(row: Row): Promise<boolean> {
    try {
      await this.bus.publish(row.subject, row.payload, row.id, row.headers);
      return true;
    } catch (error) {
      this.logger.warn('publish failed', { messageId: row.id, subject: row.subject, ...errorFields(error) });
      // A broker that is away never makes a row dead: only what the broker itself refuses counts.
      if (!this.bus.refused(error)) return false;
      await this.db.engineTx((tx) =>
        tx.run(
          `update outbox set attempts = attempts + 1, last_error = $2,
             parked_at = case when attempts + 1 >= $3 then $4::timestamptz end where seq = $1`,
          [row.seq, String((error as Error).message), PARK_AFTER, tx.now],
        ),
      );
      return false;
    }
  }

  async #oldestSeconds(): Promise<number> {
    const row = await this.db.engineTx((tx) =>
      tx.first<{ seconds: string | null }>(
        'select extract(epoch from $1::timestamptz - min(occurred_at)) as seconds from outbox where published_at is null',
        [tx.now],
      ),
    );
    return Number(row?.seconds ?? 0);
  }
}
