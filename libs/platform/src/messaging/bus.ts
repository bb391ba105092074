import { jetstream, jetstreamManager, RetentionPolicy, StorageType, type JetStreamClient, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import type { MessageKind } from '@navette/contracts';
import { connect, headers as natsHeaders, type NatsConnection } from '@nats-io/transport-node';
import { assertNoTransaction } from '../database/open-transaction.js';
import type { Logger } from '../observability/index.js';
import { streamName } from './subjects.js';

const DAY_NS = 86_400_000_000_000;
const MINUTE_NS = 60_000_000_000;

/** Streams keep this long; inboxes remember a week longer, so that any replay meets them. */
export const STREAM_DAYS = 30;
export const INBOX_DAYS = 37;

export interface BusConfig {
  readonly url: string;
  readonly prefix: string;
  readonly name: string;
  /** Copies of each stream; 3 on a cluster. */
  readonly replicas?: number;
}

/** The connection of one service to NATS JetStream. */
export class Bus {
  #connection!: NatsConnection;
  #js!: JetStreamClient;
  #jsm!: JetStreamManager;

  constructor(
    readonly config: BusConfig,
    private readonly logger: Logger,
  ) {}

  async open(): Promise<void> {
    const address = new URL(this.config.url);
    this.#connection = await connect({
      servers: address.host,
      user: decodeURIComponent(address.username),
      pass: decodeURIComponent(address.password),
      name: this.config.name,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      waitOnFirstConnect: true,
    });
    this.#js = jetstream(this.#connection, { timeout: 5_000 });
    this.#jsm = await jetstreamManager(this.#connection, { timeout: 5_000 });
    const version = this.#connection.info?.version ?? '0';
    if (!atLeast(version, 2, 10)) throw new Error(`NATS ${version} is too old: 2.10 is the least`);
  }

  async close(): Promise<void> {
    await this.#connection.drain();
  }

  get connected(): boolean {
    return !this.#connection.isClosed() && this.#connection.getServer() !== '';
  }

  get js(): JetStreamClient {
    return this.#js;
  }

  get jsm(): JetStreamManager {
    return this.#jsm;
  }

  /** Hands one message to the stream; resolves when the stream has it. */
  async publish(subject: string, payload: Uint8Array, id: string, fields: Record<string, string>): Promise<void> {
    assertNoTransaction(`publish ${subject}`);
    const head = natsHeaders();
    for (const [name, value] of Object.entries(fields)) if (value !== '') head.set(name, value);
    await this.#js.publish(this.prefixed(subject), payload, { msgID: id, headers: head });
  }

  /** True when the server refused the message itself (too large, bad subject), not when it was away. */
  refused(error: unknown): boolean {
    const { name, message } = error as Error;
    return name === 'InvalidSubjectError' || /max.?payload|message size exceeds/i.test(message);
  }

  /**
   * Makes or updates the stream of a context and kind. Publisher and subscribers both call it, so that services start in
   * any order.
   */
  async ensureStream(kind: MessageKind, context: string): Promise<string> {
    const name = streamName(this.config.prefix, kind, context);
    await this.#ensure({
      name,
      subjects: [this.prefixed(`navette.${context}.*.${kind}.>`)],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      max_age: STREAM_DAYS * DAY_NS,
      duplicate_window: 10 * MINUTE_NS,
      num_replicas: this.config.replicas ?? 1,
    });
    return name;
  }

  /**
   * The stream that keeps JetStream's advisories about messages it gave up, for the consumers of one service. Subjects name
   * stream and consumer, so that installations on one server do not read each other's.
   */
  async ensureAdvisoryStream(service: string, consumers: readonly { stream: string; durable: string }[]): Promise<string> {
    const name = streamName(this.config.prefix, 'adv', service);
    await this.#ensure({
      name,
      subjects: consumers.map(({ stream, durable }) => `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.${durable}`),
      max_age: STREAM_DAYS * DAY_NS,
      num_replicas: this.config.replicas ?? 1,
    });
    return name;
  }

  async #ensure(config: { name: string; subjects: string[] } & Partial<StreamConfig>): Promise<void> {
    try {
      await this.#jsm.streams.add(config);
    } catch (error) {
      // There already with other settings, of an older version of ours: the new ones win.
      this.logger.debug('stream updated', { subject: config.name, error: (error as Error).name });
      await this.#jsm.streams.update(config.name, config);
    }
  }

  /** On a shared server every subject starts with our prefix. */
  prefixed(subject: string): string {
    return this.config.prefix === 'navette' ? subject : `${this.config.prefix}.${subject}`;
  }

  unprefixed(subject: string): string {
    const { prefix } = this.config;
    return prefix === 'navette' ? subject : subject.slice(prefix.length + 1);
  }
}

function atLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
