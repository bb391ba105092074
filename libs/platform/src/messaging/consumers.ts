import { AckPolicy, type ConsumerMessages, type JsMsg, type StoredMsg } from '@nats-io/jetstream';
import type { MessageType } from '@navette/contracts';
import { DomainError, isUuid } from '@navette/kernel';
import type { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import type { Tx } from '../database/tx.js';
import { firstTime } from '../inbox/inbox.js';
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
import { closeDeadLetter, deadLetterErrors, readDeadLetter, writeDeadLetter, type Incoming } from './dead-letters.js';
import { MalformedEnvelope, readEnvelope, scopeOf, type Envelope } from './envelope.js';
import { Poison, Suspects } from './suspects.js';

/** What a handler of `*.subscriber.ts` gets beside its open transaction. */
export interface Received<T> {
  readonly message: T;
  readonly envelope: Envelope;
}

/** One handler of one message type. */
export interface Subscription<T = unknown> {
  readonly type: MessageType<T>;
  /** kebab-case; with the service it names the durable consumer, so it never changes. */
  readonly handler: string;
  /** Subject pattern without station, where it is not the type's own (replies). */
  readonly subject?: string;
  /**
   * Runs in the transaction that took the message from the inbox, in the message's station; commits with it. Must be
   * tolerant of late and repeated messages and make no network call.
   */
  readonly handle: (tx: Tx, received: Received<T>) => Promise<void>;
}

/** A class whose messages the service wants; `*.subscriber.ts`. */
export interface Subscriber {
  readonly subscriptions: readonly Subscription<never>[];
}

/** Declares a subscription with its message's type. */
export function on<T>(
  type: MessageType<T>,
  handler: string,
  handle: Subscription<T>['handle'],
  subject?: string,
): Subscription<never> {
  return { type, handler, handle, ...(subject !== undefined && { subject }) } as unknown as Subscription<never>;
}

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

const IN_FLIGHT = 64;
const LANES = 8;
/** Backstop only; we stop a message ourselves, by failures counted in the database. */
const MAX_DELIVER = 50;

/** Pull consumers of one service: inbox, order per aggregate within the process, failures counted, dead letters. */
export class Consumers {
  readonly #subscriptions = new Map<string, Subscription<never>>();
  readonly #consumed: { stream: string; durable: string; handler: string }[] = [];
  readonly #running: { messages: ConsumerMessages; done: Promise<void> }[] = [];
  /** Taken from the bus and not answered yet, queued ones included. */
  readonly #inHand = new Set<JsMsg>();
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
    this.#heartbeat = setInterval(() => this.#inHand.forEach((message) => message.working()), this.times.ackWaitMs / 3);
    this.#heartbeat.unref();
    for (const subscription of subscriptions) {
      const { type, handler, subject = type.subject } = subscription;
      const [, context = type.context] = subject.split('.');
      const stream = await this.bus.ensureStream(type.kind, context);
      const durable = durableName(this.service, handler);
      this.#subscriptions.set(durable, subscription);
      await this.bus.ensureConsumer(stream, {
        durable_name: durable,
        filter_subject: this.bus.prefixed(`${subject}.*`),
        ack_policy: AckPolicy.Explicit,
        ack_wait: this.times.ackWaitMs * 1_000_000,
        max_deliver: MAX_DELIVER,
        max_ack_pending: 1_000,
      });
      this.#consumed.push({ stream, durable, handler });
      const consumer = await this.bus.js.consumers.get(stream, durable);
      const messages = await consumer.consume({ max_messages: IN_FLIGHT });
      this.#running.push({ messages, done: this.#pump(subscription, durable, messages) });
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

  /** Messages of one aggregate go through one lane, in order; other aggregates are not held up by them. */
  async #pump(subscription: Subscription<never>, durable: string, messages: ConsumerMessages): Promise<void> {
    const lanes: Promise<void>[] = Array.from({ length: LANES }, () => Promise.resolve());
    for await (const message of messages) {
      this.#inHand.add(message);
      const lane = laneOf(message);
      lanes[lane] = (lanes[lane] as Promise<void>)
        .then(() => this.#take(subscription, durable, message))
        // The answer could not be sent: the message comes again.
        .catch((error: unknown) =>
          this.logger.warn('message not answered', { consumer: durable, ...errorFields(error) }),
        )
        .finally(() => this.#inHand.delete(message));
    }
    await Promise.all(lanes);
  }

  async #take(subscription: Subscription<never>, durable: string, message: JsMsg): Promise<void> {
    const { handler } = subscription;
    const incoming = incomingOf(message);
    try {
      const outcome = await this.#attempt(subscription, durable, message, incoming);
      crashPoint(`${this.service}/${handler}/before-ack`);
      message.ack();
      crashPoint(`${this.service}/${handler}/after-ack`);
      this.#handled.inc({ handler, outcome });
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
    const envelope = readEnvelope(incoming.header, this.bus.unprefixed(incoming.subject));
    const { type, handler, handle } = subscription;
    if (envelope.type !== type.type) throw new MalformedEnvelope(`${envelope.type} arrived on ${incoming.subject}`);
    const content = decode(type, incoming.data);
    return inSpan(`handle ${handler}`, envelope.traceparent, SpanKind.CONSUMER, () =>
      this.db.tenantTx(scopeOf(envelope, this.service, `${this.service}:${handler}`), async (tx) => {
        if (!(await firstTime(tx, durable, envelope.id))) {
          tx.changesNothing();
          return 'repeated';
        }
        const before = tx.changes;
        await handle(tx, { message: content as never, envelope });
        // The inbox is not what ID-9 means by a write: a message that changed nothing leaves no audit row.
        if (tx.changes === before) tx.changesNothing();
        else if (tx.audited.length === 0) tx.audit('message', envelope.id);
        return 'handled';
      }),
    );
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
    const row = await this.db.engineTx((tx) =>
      tx.first<{ failures: number }>('select failures from handler_failure where consumer = $1 and message_id = $2', [
        durable,
        incoming.id,
      ]),
    );
    if (before <= (row?.failures ?? 0)) return handle();
    return this.#suspects.alone(() => this.#begin(durable, incoming.id), handle);
  }

  async #begin(durable: string, messageId: string): Promise<number> {
    const row = await this.db.engineTx((tx) =>
      tx.first<{ unfinished: number }>(
        `insert into handler_failure (consumer, message_id, failures, unfinished, last_error, last_at)
         values ($1, $2, 0, 1, '', $3)
         on conflict (consumer, message_id)
         do update set unfinished = handler_failure.unfinished + 1, last_at = $3 returning unfinished`,
        [durable, messageId, tx.now],
      ),
    );
    return row?.unfinished ?? 1;
  }

  async #failed(durable: string, message: JsMsg, incoming: Incoming, error: Error): Promise<void> {
    const hopeless = error instanceof Poison || error instanceof MalformedEnvelope;
    const { backoffMs } = this.times;
    const failures = await this.db.engineTx(async (tx) => {
      const row = await tx.first<{ failures: number }>(
        `insert into handler_failure (consumer, message_id, failures, last_error, last_at) values ($1, $2, 1, $3, $4)
         on conflict (consumer, message_id)
         do update set failures = handler_failure.failures + 1, last_error = $3, last_at = $4,
           unfinished = greatest(handler_failure.unfinished - 1, 0) returning failures`,
        [durable, incoming.id, reasonOf(error), tx.now],
      );
      const count = row?.failures ?? 1;
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
    const durable = durableName(this.service, 'advisories');
    await this.bus.ensureConsumer(stream, { durable_name: durable, ack_policy: AckPolicy.Explicit });
    const messages = await (await this.bus.js.consumers.get(stream, durable)).consume();
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

export function durableName(service: string, handler: string): string {
  return `${service}__${handler}`;
}

function reasonOf(error: Error): string {
  return error instanceof DomainError ? error.code : storable(`${error.name}: ${error.message}`.slice(0, 500));
}

/** PostgreSQL's text has no NUL; a failure that could not be noted would come again for ever. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}

function decode(type: MessageType, data: Uint8Array): unknown {
  try {
    return type.decode(data);
  } catch (error) {
    throw new MalformedEnvelope(`content is no ${type.type}`, { cause: error });
  }
}

/** A delivered message has `headers`, one read from its stream `header`. */
function incomingOf(message: JsMsg | StoredMsg): Incoming {
  const sent = 'header' in message ? message.header : message.headers;
  const header = (name: string) => storable(sent?.get(name) ?? '');
  const id = header('Navette-Id');
  const headers = Object.fromEntries((sent?.keys() ?? []).map((name) => [name, header(name)]));
  return {
    // Without an id of its own the stream's sequence still tells one message from another.
    id: isUuid(id) ? id : `${message.subject}#${message.seq}`,
    subject: message.subject,
    data: message.data,
    headers,
    header,
  };
}

function laneOf(message: JsMsg): number {
  const aggregate = message.headers?.get('Navette-Aggregate-Id') ?? '';
  let hash = 0;
  for (let i = 0; i < aggregate.length; i++) hash = (hash * 31 + aggregate.charCodeAt(i)) | 0;
  return Math.abs(hash) % LANES;
}
