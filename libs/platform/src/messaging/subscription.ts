import type { MessageKind, MessageType } from '@navette/contracts';
import type { Tx } from '../database/tx.js';
import type { Envelope } from './envelope.js';
import { durableName } from './subjects.js';

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
  /** See `together`. */
  readonly together?: true;
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

/**
 * Lets messages that wait share a transaction, which costs a fraction of one for each; when it fails, or when one of them
 * was handled before, each is handled alone. Only for handlers that read what they like, but lock and write no row that
 * belongs to another aggregate than their message's, and set nothing for the rest of the transaction: messages of other
 * aggregates are handled in it at the same time.
 */
export function together(subscription: Subscription<never>): Subscription<never> {
  return { ...subscription, together: true };
}

/** Where a service takes the messages of a subscription from. */
export interface Consumption {
  /** Of the stream, as the context. */
  readonly kind: MessageKind;
  readonly context: string;
  readonly durable: string;
  /** Subjects of every station, without the installation's prefix. */
  readonly filter: string;
}

export function consumptionOf(service: string, { type, handler, subject }: Subscription<never>): Consumption {
  const base = subject ?? type.subject;
  const [, context = type.context] = base.split('.');
  return { kind: type.kind, context, durable: durableName(service, handler), filter: `${base}.*` };
}
