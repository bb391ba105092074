import {
  jetstream,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import type { MessageKind } from '@navette/contracts';
import { connect, headers as natsHeaders, TimeoutError, type NatsConnection } from '@nats-io/transport-node';
import { assertNoTransaction } from '../database/open-transaction.js';
import { errorFields, type Logger } from '../observability/index.js';
import { busUser, inboxPrefix, prefixedSubject, streamName } from './subjects.js';

const DAY_NS = 86_400_000_000_000;
const SECOND_NS = 1_000_000_000;
const RECONNECT_MS = 250;
/** Where JetStream says that it gave up on a message. */
const GIVEN_UP = '$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES';

/** Streams keep this long; inboxes remember a week longer, so that any replay meets them. */
export const STREAM_DAYS = 30;
export const INBOX_DAYS = 37;

export interface BusConfig {
  /** One address, or those of a cluster with commas between; user and password stand in the first. */
  readonly url: string;
  readonly prefix: string;
  readonly name: string;
  /**
   * Password of the service's own user, who may make no stream: `migrate` has made them. The user of the first address is
   * taken without.
   */
  readonly password?: string | undefined;
  /** Copies of each stream; 3 on a cluster. */
  readonly replicas?: number;
  /** How long a stream drops what is published again; 600 unless given. */
  readonly duplicateSeconds?: number;
}

/** The connection of one service to NATS JetStream. */
export class Bus {
  #connection: NatsConnection | undefined;
  #connected = false;
  #givenUp = false;
  #js!: JetStreamClient;
  #jsm!: JetStreamManager;

  constructor(
    readonly config: BusConfig,
    private readonly logger: Logger,
  ) {}

  /** Waits for the server as long as it takes, or until `giveUp` or `close`. */
  async open(): Promise<void> {
    const connection = await this.#connect();
    this.#connection = connection;
    this.#js = jetstream(connection, { timeout: 5_000 });
    this.#jsm = await this.#patiently(() => jetstreamManager(connection, { timeout: 5_000 }));
    const version = connection.info?.version ?? '0';
    if (!atLeast(version, 2, 10)) throw new Error(`NATS ${version} is too old: 2.10 is the least`);
    this.#connected = true;
    void this.#follow(connection);
  }

  async #connect(): Promise<NatsConnection> {
    const addresses = this.config.url.split(',').map((one) => new URL(one));
    const { prefix, name, password } = this.config;
    const [first] = addresses as [URL, ...URL[]];
    const login =
      password === undefined
        ? { user: decodeURIComponent(first.username), pass: decodeURIComponent(first.password) }
        : { user: busUser(prefix, name), pass: password };
    for (let tries = 0; !this.#givenUp; tries++) {
      try {
        return await connect({
          servers: addresses.map(({ host }) => host),
          ...login,
          name,
          inboxPrefix: inboxPrefix(prefix, name),
          maxReconnectAttempts: -1,
          reconnectTimeWait: RECONNECT_MS,
        });
      } catch (error) {
        if (tries === 0) this.logger.warn('bus is away', errorFields(error));
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      }
    }
    throw new Error('the bus was closed before it was open');
  }

  async #follow(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'close') this.#connected = false;
      else if (type === 'reconnect') this.#connected = true;
    }
  }

  /** Stops waiting for a server that has not answered yet: `open` then fails. */
  giveUp(): void {
    this.#givenUp = true;
  }

  async close(): Promise<void> {
    this.giveUp();
    // Draining waits for an answer, which a server that is away does not give.
    await (this.connected ? this.#connection?.drain() : this.#connection?.close());
  }

  get connected(): boolean {
    return this.#connected;
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

  /** Hears of what reaches the server, by subject; of nothing while the connection is lost. */
  listen(subject: string, heard: (subject: string) => void): { unsubscribe(): void } {
    if (this.#connection === undefined) throw new Error('the bus is not open');
    return this.#connection.subscribe(this.prefixed(subject), {
      callback: (error, message) => {
        if (error === null) heard(message.subject);
        else this.logger.warn('bus not heard', { subject, ...errorFields(error) });
      },
    });
  }

  /** True when the server refused the message itself (too large, bad subject), not when it was away. */
  refused(error: unknown): boolean {
    const { name, message } = error as Error;
    return (
      name === 'InvalidArgumentError' ||
      name === 'InvalidSubjectError' ||
      /max.?payload|message size exceeds/i.test(message)
    );
  }

  /**
   * Makes or updates the stream of a context and kind, where our user may; else looks whether it is there. Publisher and
   * subscribers both call it, so that services start in any order.
   */
  async ensureStream(kind: MessageKind, context: string): Promise<string> {
    const name = streamName(this.config.prefix, kind, context);
    await this.#ensure({
      name,
      subjects: [this.prefixed(`navette.${context}.*.${kind}.>`)],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      max_age: STREAM_DAYS * DAY_NS,
      duplicate_window: (this.config.duplicateSeconds ?? 600) * SECOND_NS,
      num_replicas: this.config.replicas ?? 1,
    });
    return name;
  }

  /**
   * The stream that keeps JetStream's advisories about messages it gave up, for the consumers of one service. Subjects name
   * stream and consumer, so that installations on one server do not read each other's.
   */
  async ensureAdvisoryStream(
    service: string,
    consumers: readonly { stream: string; durable: string }[],
  ): Promise<string> {
    const name = streamName(this.config.prefix, 'adv', service);
    await this.#ensure({
      name,
      subjects: consumers.map(({ stream, durable }) => `${GIVEN_UP}.${stream}.${durable}`),
      max_age: STREAM_DAYS * DAY_NS,
      num_replicas: this.config.replicas ?? 1,
    });
    return name;
  }

  /** Makes or updates a durable consumer; where it stands in its stream stays. */
  async ensureConsumer(stream: string, config: Partial<ConsumerConfig> & { durable_name: string }): Promise<void> {
    try {
      await this.#patiently(() => this.jsm.consumers.add(stream, config));
    } catch (error) {
      // There already with other settings, as streams below.
      this.logger.debug('consumer updated', { consumer: config.durable_name, error: (error as Error).name });
      await this.jsm.consumers.update(stream, config.durable_name, config);
    }
  }

  async #ensure(config: { name: string; subjects: string[] } & Partial<StreamConfig>): Promise<void> {
    if (this.config.password !== undefined) return this.#mustBeThere(config.name);
    try {
      await this.#patiently(() => this.#jsm.streams.add(config));
    } catch (error) {
      const { config: there } = await this.#jsm.streams.info(config.name);
      if (!this.#isOurs(there)) {
        const why = `stream ${config.name} on this server is not ours: set NAVETTE_PREFIX to a prefix that nobody else uses`;
        throw new Error(why, { cause: error });
      }
      // There already with other settings, of an older version of ours: the new ones win.
      this.logger.debug('stream updated', { subject: config.name, error: (error as Error).name });
      await this.#jsm.streams.update(config.name, config);
    }
  }

  async #mustBeThere(stream: string): Promise<void> {
    try {
      await this.#patiently(() => this.#jsm.streams.info(stream));
    } catch (error) {
      throw new Error(`the bus has no stream ${stream}, or not for us: migrate makes it`, { cause: error });
    }
  }

  /** A cluster that is electing a leader answers nothing, or 503: it is waited for as a server that is away. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        const unavailable = error instanceof JetStreamApiError ? error.code === 503 : error instanceof TimeoutError;
        if (!unavailable || this.#givenUp) throw error;
        if (tries === 0) this.logger.warn('bus has no leader', errorFields(error));
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      }
    }
  }

  /** Removes the streams of this installation, and nothing else on a server shared with others. */
  async removeStreams(): Promise<void> {
    // First all names: the server lists page by page, and what is removed meanwhile would shift the next page.
    const ours = [];
    for await (const { config } of this.jsm.streams.list()) if (this.#isOurs(config)) ours.push(config.name);
    for (const name of ours) await this.jsm.streams.delete(name);
  }

  /** Name and subjects both have to be ours. A stream that copies another has no subjects; we make none such. */
  #isOurs({ name, subjects = [] }: Partial<StreamConfig> & { name: string }): boolean {
    const messages = (['evt', 'cmd', 'rep'] as const).map((kind) => streamName(this.config.prefix, kind, ''));
    const advisories = streamName(this.config.prefix, 'adv', '');
    const named = (starts: string[]) => starts.some((start) => name.startsWith(start));
    const about = (starts: string[]) =>
      subjects.length > 0 && subjects.every((subject) => starts.some((start) => subject.startsWith(start)));
    return (
      (named(messages) && about([this.prefixed('navette.')])) ||
      (named([advisories]) && about(messages.map((stream) => `${GIVEN_UP}.${stream}`)))
    );
  }

  /** On a shared server every subject starts with our prefix. */
  prefixed(subject: string): string {
    return prefixedSubject(this.config.prefix, subject);
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
