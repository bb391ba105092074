import { AckPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import type { Tx } from '../database/tx.js';
import { allFirstTime, firstTime } from '../inbox/inbox.js';
import {
  crashPoint,
  errorFields,
  inSpan,
  SpanKind,
  type Logger,
  type Metrics,
  type Sample,
} from '../observability/index.js';
import type { Bus } from './bus.js';
import { closeDeadLetter, deadLetterErrors, readDeadLetter, writeDeadLetter } from './dead-letters.js';
import { MalformedEnvelope, readEnvelope, scopeOf } from './envelope.js';
import { failuresOf, noteBegun, noteEnded, noteFailure } from './handler-failures.js';
import { decode, incomingOf, reasonOf, type Incoming } from './incoming.js';
import { advisoriesDurable, durableName } from './subjects.js';
import { consumptionOf, type Received, type Subscription } from './subscription.js';
import { Poison, Suspects } from './suspects.js';

/** How long things take; shorter in tests. */
export interface ConsumerTimes {
  /** The bus gives a message to somebody else when nothing was heard of it for so long. */
  readonly ackWaitMs: number;
  /** Waits between the attempts at a message; after as many it is a dead letter. */
  readonly backoffMs: readonly number[];
  /** Between questions whether a database that was away is back. */
  readonly databaseMs: number;
}

const TIMES: ConsumerTimes = { ackWaitMs: 15_000, backoffMs: [250, 1_000, 5_000, 15_000, 30_000], databaseMs: 1_000 };
/** The usual times, with the given wait before somebody else gets a message. */
export function takingOver(seconds: number): ConsumerTimes {
  return { ...TIMES, ackWaitMs: seconds * 1_000 };
}

/**
 * A pull is lost with the server that led its consumer. We hear of it by two heartbeats that do not come, and pull again
 * from whoever leads then; the library's own way would ask about the consumer first and, while nobody leads, put that off
 * by half a minute.
 */
const PULLING = { idle_heartbeat: 2_500, bind: true };
const IN_FLIGHT = 64;
const LANES = 8;
/** Messages in one transaction, and how many of them are asked for ahead. */
const TOGETHER = 100;
const TOGETHER_IN_FLIGHT = 300;
/** Backstop only; we stop a message ourselves, by failures counted in the database. */
const MAX_DELIVER = 50;

/** Pull consumers of one service: inbox, order per aggregate within the process, failures counted, dead letters. */
export class Consumers {
  readonly #subscriptions = new Map<string, Subscription<never>>();
  readonly #consumed: { stream: string; durable: string; handler: string }[] = [];
  readonly #running: { messages: ConsumerMessages; done: Promise<void> }[] = [];
  /** Taken from the bus and not answered yet, queued ones included; by consumer, in the order they came. */
  readonly #inHand = new Map<string, Set<JsMsg>>();
  readonly #suspects = new Suspects();
  readonly #handled;
  #heartbeat: NodeJS.Timeout | undefined;
  #draining = false;
  #databaseBack: Promise<void> | undefined;

  constructor(
    private readonly service: string,
    private readonly bus: Bus,
    private readonly db: Database,
    private readonly logger: Logger,
    metrics: Metrics,
    private readonly times: ConsumerTimes = TIMES,
  ) {
    this.#handled = metrics.counter('messages_total', 'messages by how they ended', ['handler', 'outcome']);
    metrics.gauges('inbox_lag', 'messages that the bus holds and a handler has not answered yet', ['handler'], () =>
      this.#lag(),
    );
    metrics.gauge('dead_letters', 'messages that could not be handled and wait for a person', () =>
      this.#deadLetters(),
    );
  }

  async start(subscriptions: readonly Subscription<never>[]): Promise<void> {
    // Without it whatever waits or works longer than `ackWaitMs` would be delivered again and again.
    const working = () => this.#inHand.forEach((messages) => messages.forEach((message) => message.working()));
    this.#heartbeat = setInterval(working, this.times.ackWaitMs / 3);
    this.#heartbeat.unref();
    for (const subscription of subscriptions) {
      const { handler } = subscription;
      const { kind, context, durable, filter } = consumptionOf(this.service, subscription);
      const stream = await this.bus.ensureStream(kind, context);
      this.#subscriptions.set(durable, subscription);
      await this.bus.ensureConsumer(stream, {
        durable_name: durable,
        filter_subject: this.bus.prefixed(filter),
        ack_policy: AckPolicy.Explicit,
        ack_wait: this.times.ackWaitMs * 1_000_000,
        max_deliver: MAX_DELIVER,
        max_ack_pending: 1_000,
      });
      this.#consumed.push({ stream, durable, handler });
      this.#inHand.set(durable, new Set());
      const consumer = await this.bus.js.consumers.get(stream, durable);
      const messages = await consumer.consume({
        ...PULLING,
        max_messages: subscription.together ? TOGETHER_IN_FLIGHT : IN_FLIGHT,
      });
      const pump = subscription.together ? this.#pumpTogether(subscription, durable, messages) : this.#pump(subscription, durable, messages); // prettier-ignore
      this.#running.push({ messages, done: pump });
    }
    await this.#watchAdvisories();
  }

  /** Takes no more messages and waits for those in hand. */
  async drain(): Promise<void> {
    this.#draining = true;
    await Promise.all(this.#running.map(({ messages }) => messages.close()));
    await Promise.all(this.#running.map(({ done }) => done));
    clearInterval(this.#heartbeat);
  }

  /**
   * How long ago the oldest message was sent that a handler has in hand, in milliseconds: what was said since may be on its
   * way yet. 0 where it has heard all.
   */
  behindMs(handler: string): number {
    const [oldest] = this.#inHand.get(durableName(this.service, handler)) ?? [];
    return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.info.timestampNanos / 1_000_000);
  }

  /** Messages of one aggregate go through one lane, in order; other aggregates are not held up by them. */
  async #pump(subscription: Subscription<never>, durable: string, messages: ConsumerMessages): Promise<void> {
    const lanes: Promise<void>[] = Array.from({ length: LANES }, () => Promise.resolve());
    for await (const message of messages) {
      this.#inHand.get(durable)?.add(message);
      const lane = laneOf(message);
      lanes[lane] = (lanes[lane] as Promise<void>).then(() => this.#takeAlone(subscription, durable, message));
    }
    await Promise.all(lanes);
  }

  /** One transaction after the other, each with what has come meanwhile. */
  async #pumpTogether(subscription: Subscription<never>, durable: string, messages: ConsumerMessages): Promise<void> {
    const waiting: JsMsg[] = [];
    let working: Promise<void> | undefined;
    const work = async () => {
      while (waiting.length > 0) await this.#takeTogether(subscription, durable, waiting);
      working = undefined;
    };
    for await (const message of messages) {
      this.#inHand.get(durable)?.add(message);
      waiting.push(message);
      working ??= work();
    }
    await working;
  }

  /** Takes the first messages of one station off those that wait. What was delivered before is handled alone. */
  async #takeTogether(subscription: Subscription<never>, durable: string, waiting: JsMsg[]): Promise<void> {
    const station = waiting[0]?.subject;
    const other = waiting.findIndex(({ subject, redelivered }) => redelivered || subject !== station);
    const batch = waiting.splice(0, Math.min(other < 0 ? waiting.length : Math.max(other, 1), TOGETHER));
    if (batch.length > 1 && (await this.#handledTogether(subscription, durable, batch))) {
      for (const message of batch)
        await this.#answered(durable, message, async () => this.#acknowledge(subscription.handler, message, 'handled'));
    } else for (const message of batch) await this.#takeAlone(subscription, durable, message);
  }

  /** False when it changed nothing: each message is then handled, and fails, for itself. */
  async #handledTogether(
    subscription: Subscription<never>,
    durable: string,
    batch: readonly JsMsg[],
  ): Promise<boolean> {
    try {
      const read = batch.map((message) => this.#read(subscription, incomingOf(message)));
      const scopes = read.map((received) => this.#scopeOf(subscription, received));
      await this.db.tenantTxs(scopes, async (txs) => {
        const ids = read.map(({ envelope }) => envelope.id);
        if (!(await allFirstTime(txs[0] as Tx, durable, ids))) throw new Error('one was handled before');
        const last = new Map<string, Promise<void>>();
        const handled = read.map((received, i) => {
          const { id } = received.envelope.aggregate;
          const one = (last.get(id) ?? Promise.resolve()).then(() =>
            this.#inSpanOf(subscription, received, () => run(subscription, txs[i] as Tx, received)),
          );
          last.set(id, one);
          return one;
        });
        // All have ended before the transaction does, or one of them would go on outside of it.
        const failed = (await Promise.allSettled(handled)).find(({ status }) => status === 'rejected');
        if (failed?.status === 'rejected') throw failed.reason;
      });
      return true;
    } catch (error) {
      this.logger.debug('messages handled one by one', { consumer: durable, ...errorFields(error) });
      return false;
    }
  }

  #takeAlone(subscription: Subscription<never>, durable: string, message: JsMsg): Promise<void> {
    return this.#answered(durable, message, () => this.#take(subscription, durable, message));
  }

  async #answered(durable: string, message: JsMsg, answer: () => Promise<void>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      // The answer could not be sent: the message comes again.
      this.logger.warn('message not answered', { consumer: durable, ...errorFields(error) });
    } finally {
      this.#inHand.get(durable)?.delete(message);
    }
  }

  #acknowledge(handler: string, message: JsMsg, outcome: 'handled' | 'repeated'): void {
    crashPoint(`${this.service}/${handler}/before-ack`);
    message.ack();
    crashPoint(`${this.service}/${handler}/after-ack`);
    this.#handled.inc({ handler, outcome });
  }

  async #take(subscription: Subscription<never>, durable: string, message: JsMsg): Promise<void> {
    const { handler } = subscription;
    const incoming = incomingOf(message);
    try {
      this.#acknowledge(handler, message, await this.#attempt(subscription, durable, message, incoming));
    } catch (error) {
      this.logger.warn('message not handled', {
        consumer: durable,
        messageId: incoming.id,
        attempt: message.info.deliveryCount,
        ...errorFields(error),
      });
      this.#handled.inc({ handler, outcome: 'failed' });
      await this.#failed(durable, message, incoming, error as Error).catch(async (failure: unknown) => {
        this.logger.warn('failure not noted', { consumer: durable, messageId: incoming.id, ...errorFields(failure) });
        await this.#untilDatabaseBack();
        message.nak(this.times.backoffMs[0]);
      });
    }
  }

  /**
   * Messages are kept in hand while the database is away: a failure that cannot be counted must not cost a delivery, or an
   * outage of a minute would look like a message that kills the process.
   */
  #untilDatabaseBack(): Promise<void> {
    const ask = async () => {
      while (!this.#draining) {
        const back = await this.db
          .engineTx((tx) => tx.run('select 1'))
          .then(
            () => true,
            () => false,
          );
        if (back) return;
        await new Promise((resolve) => setTimeout(resolve, this.times.databaseMs));
      }
    };
    this.#databaseBack ??= ask().finally(() => (this.#databaseBack = undefined));
    return this.#databaseBack;
  }

  async #handle(
    subscription: Subscription<never>,
    durable: string,
    incoming: Incoming,
  ): Promise<'handled' | 'repeated'> {
    const received = this.#read(subscription, incoming);
    const { envelope } = received;
    return this.#inSpanOf(subscription, received, () =>
      this.db.tenantTx(this.#scopeOf(subscription, received), async (tx) => {
        if (!(await firstTime(tx, durable, envelope.id))) {
          tx.changesNothing();
          return 'repeated';
        }
        await run(subscription, tx, received);
        return 'handled';
      }),
    );
  }

  #read({ type }: Subscription<never>, incoming: Incoming): Received<never> {
    const envelope = readEnvelope(incoming.header, this.bus.unprefixed(incoming.subject));
    if (envelope.type !== type.type) throw new MalformedEnvelope(`${envelope.type} arrived on ${incoming.subject}`);
    return { message: decode(type, incoming.data) as never, envelope };
  }

  #scopeOf({ handler }: Subscription<never>, { envelope }: Received<never>): Scope {
    return scopeOf(envelope, this.service, `${this.service}:${handler}`);
  }

  #inSpanOf<T>({ handler }: Subscription<never>, { envelope }: Received<never>, work: () => Promise<T>): Promise<T> {
    return inSpan(`handle ${handler}`, envelope.traceparent, SpanKind.CONSUMER, work);
  }

  async #lag(): Promise<Sample[]> {
    // A server that is away would be waited for.
    if (!this.bus.connected) throw new Error('the bus is away');
    return Promise.all(
      this.#consumed.map(async ({ stream, durable, handler }) => {
        const { num_pending, num_ack_pending } = await this.bus.jsm.consumers.info(stream, durable);
        return { labels: { handler }, value: num_pending + num_ack_pending };
      }),
    );
  }

  async #deadLetters(): Promise<number> {
    const row = await this.db.engineTx((tx) =>
      tx.first<{ open: string }>(`select count(*) as open from dead_letter where state = 'open'`),
    );
    return Number(row?.open ?? 0);
  }

  /**
   * Handles a delivery. One that came before and neither worked nor failed then is a suspect: the process died while it had
   * the message in hand, perhaps of it.
   */
  async #attempt(
    subscription: Subscription<never>,
    durable: string,
    message: JsMsg,
    incoming: Incoming,
  ): Promise<'handled' | 'repeated'> {
    const handle = () => this.#handle(subscription, durable, incoming);
    const before = message.info.deliveryCount - 1;
    if (before === 0) return handle();
    if (before <= (await this.db.engineTx((tx) => failuresOf(tx, durable, incoming.id)))) return handle();
    return this.#suspects.alone(
      () => this.db.engineTx((tx) => noteBegun(tx, durable, incoming.id)),
      handle,
      () => this.db.engineTx((tx) => noteEnded(tx, durable, incoming.id)),
    );
  }

  async #failed(durable: string, message: JsMsg, incoming: Incoming, error: Error): Promise<void> {
    const hopeless = error instanceof Poison || error instanceof MalformedEnvelope;
    const { backoffMs } = this.times;
    const failures = await this.db.engineTx(async (tx) => {
      const count = await noteFailure(tx, durable, incoming.id, reasonOf(error));
      if (hopeless || count > backoffMs.length) await writeDeadLetter(tx, durable, incoming, reasonOf(error), count);
      return count;
    });
    if (hopeless || failures > backoffMs.length) message.term();
    else message.nak(backoffMs[failures - 1] ?? 0);
  }

  /**
   * Handles a dead letter once more, through the same inbox, by the handler it failed in: the other consumers of the
   * message do not see it again.
   * @throws DomainError `platform.dead-letter.unknown` or `.handler-gone`; whatever the handler throws.
   */
  async replay(id: string, operator: Scope): Promise<'handled' | 'repeated'> {
    const letter = await this.db.engineTx((tx) => readDeadLetter(tx, id));
    const subscription = this.#subscriptions.get(letter.consumer);
    if (subscription === undefined)
      throw deadLetterErrors.error('dead-letter.handler-gone', { consumer: letter.consumer });
    const outcome = await this.#handle(subscription, letter.consumer, letter.incoming);
    await this.db.engineTx((tx) => closeDeadLetter(tx, id, 'replayed', ''), operator);
    return outcome;
  }

  /**
   * JetStream's own word that it gave up on a message of ours (it never should: we stop at fewer failures). Advisories are
   * core NATS, so a stream keeps them until somebody has written the dead letter.
   */
  async #watchAdvisories(): Promise<void> {
    const stream = await this.bus.ensureAdvisoryStream(this.service, this.#consumed);
    const durable = advisoriesDurable(this.service);
    await this.bus.ensureConsumer(stream, { durable_name: durable, ack_policy: AckPolicy.Explicit });
    const messages = await (await this.bus.js.consumers.get(stream, durable)).consume(PULLING);
    const watch = async () => {
      for await (const message of messages) {
        try {
          const advisory = message.json<{ stream: string; consumer: string; stream_seq: number; deliveries: number }>();
          const lost = await this.bus.jsm.streams.getMessage(advisory.stream, { seq: advisory.stream_seq });
          if (lost !== null) {
            const incoming = incomingOf(lost);
            await this.db.engineTx((tx) =>
              writeDeadLetter(tx, advisory.consumer, incoming, 'max-deliveries', advisory.deliveries),
            );
          }
          message.ack();
        } catch (error) {
          this.logger.warn('advisory not handled', { subject: message.subject, ...errorFields(error) });
          message.nak(5_000);
        }
      }
    };
    this.#running.push({ messages, done: watch() });
  }
}

async function run({ handle }: Subscription<never>, tx: Tx, received: Received<never>): Promise<void> {
  const before = tx.changes;
  await handle(tx, received);
  // The inbox is not what ID-9 means by a write: a message that changed nothing leaves no audit row.
  if (tx.changes === before) tx.changesNothing();
  else if (tx.audited.length === 0) tx.audit('message', received.envelope.id);
}

function laneOf(message: JsMsg): number {
  const aggregate = message.headers?.get('Navette-Aggregate-Id') ?? '';
  let hash = 0;
  for (let i = 0; i < aggregate.length; i++) hash = (hash * 31 + aggregate.charCodeAt(i)) | 0;
  return Math.abs(hash) % LANES;
}
