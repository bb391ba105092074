import type { Database } from '../database/database.js';
import { INBOX_DAYS } from '../messaging/bus.js';
import { errorFields, type Logger } from '../observability/index.js';

const HOUR_MS = 3_600_000;
const BATCH = 5_000;

/** What is kept how long; older rows have no reader left. */
const KEPT = [
  { table: 'inbox', column: 'received_at', days: INBOX_DAYS },
  { table: 'outbox', column: 'published_at', days: 7 },
  { table: 'idempotency_key', column: 'created_at', days: 7 },
  { table: 'handler_failure', column: 'last_at', days: INBOX_DAYS },
] as const;

/** Removes what the engines need no more, every hour, in batches that hold no lock for long. */
export class Housekeeping {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly db: Database,
    private readonly logger: Logger,
  ) {}

  start(): void {
    const run = () => {
      this.#running = this.tidy().catch((error: unknown) =>
        this.logger.warn('housekeeping failed', errorFields(error)),
      );
    };
    run();
    this.#timer = setInterval(run, HOUR_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One round over every table; several copies of a service may do it at once. */
  async tidy(): Promise<void> {
    for (const { table, column, days } of KEPT) {
      for (let removed = BATCH; removed === BATCH && !this.#stopped;) {
        removed = await this.db.engineTx((tx) =>
          tx.run(
            `delete from ${table} where ctid = any (array(
               select ctid from ${table} where ${column} < $1::timestamptz - make_interval(days => $2) limit $3))`,
            [tx.now, days, BATCH],
          ),
        );
      }
    }
  }
}
