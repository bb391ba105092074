import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import type { MessageType } from '@navette/contracts';
import { DomainError, isUuid } from '@navette/kernel';
import { MalformedEnvelope } from './envelope.js';

/** A message as it came from the bus, or as a dead letter kept it. */
export interface Incoming {
  readonly id: string;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly header: (name: string) => string;
}

/** A delivered message has `headers`, one read from its stream `header`. */
export function incomingOf(message: JsMsg | StoredMsg): Incoming {
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

/** What is kept of a failure. */
export function reasonOf(error: Error): string {
  return error instanceof DomainError ? error.code : storable(`${error.name}: ${error.message}`.slice(0, 500));
}

/** PostgreSQL's text has no NUL; a failure that could not be noted would come again for ever. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}

/** @throws MalformedEnvelope */
export function decode(type: MessageType, data: Uint8Array): unknown {
  try {
    return type.decode(data);
  } catch (error) {
    throw new MalformedEnvelope(`content is no ${type.type}`, { cause: error });
  }
}
