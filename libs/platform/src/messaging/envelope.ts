import { isUuid, Temporal } from '@navette/kernel';
import type { OutgoingMessage, Tx } from '../database/tx.js';
import type { Actor, Scope } from '../database/scope.js';

/** Names of the NATS headers that carry the envelope. */
const H = {
  id: 'Navette-Id',
  type: 'Navette-Type',
  aggregateType: 'Navette-Aggregate-Type',
  aggregateId: 'Navette-Aggregate-Id',
  aggregateVersion: 'Navette-Aggregate-Version',
  station: 'Navette-Station',
  network: 'Navette-Network',
  actor: 'Navette-Actor',
  occurredAt: 'Navette-Occurred-At',
  causation: 'Navette-Causation',
  correlation: 'Navette-Correlation',
  requestId: 'Navette-Request-Id',
  replyTo: 'Navette-Reply-To',
  traceparent: 'traceparent',
} as const;

/** What a handler knows of a message besides its content. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly aggregate: { readonly type: string; readonly id: string; readonly version: number };
  readonly stationId: string;
  readonly networkId: string;
  readonly actor: Actor;
  readonly occurredAt: Temporal.Instant;
  readonly causationId: string;
  readonly correlationId: string;
  readonly requestId: string;
  /** Subject (without station) that waits for a reply; empty where none is expected. */
  readonly replyTo: string;
  readonly traceparent: string;
}

interface Written {
  readonly id: string;
  readonly stationId: string;
  readonly tx: Tx;
}

export function headersOf(outgoing: OutgoingMessage, { id, stationId, tx }: Written): Record<string, string> {
  const { scope } = tx;
  return {
    [H.id]: id,
    [H.type]: outgoing.type.type,
    [H.aggregateType]: outgoing.aggregate.type,
    [H.aggregateId]: outgoing.aggregate.id,
    [H.aggregateVersion]: String(outgoing.aggregate.version),
    [H.station]: stationId,
    [H.network]: scope.networkId,
    [H.actor]: `${scope.actor.kind}:${scope.actor.id}`,
    [H.occurredAt]: tx.now.toString(),
    [H.causation]: scope.causationId,
    [H.correlation]: scope.correlationId,
    [H.requestId]: scope.requestId,
    [H.traceparent]: outgoing.traceparent,
  };
}

/** Header that asks for a reply on `subject`. */
export function replyToHeader(subject: string): Record<string, string> {
  return { [H.replyTo]: subject };
}

/** A message that is not what its contract says; trying again does not help, it can only go to the dead letters. */
export class MalformedEnvelope extends Error {
  override readonly name = 'MalformedEnvelope';
}

/**
 * Reads the envelope and checks it against the subject: the station in the last token is the one NATS enforced, so a
 * message that names another station in its headers is refused.
 */
export function readEnvelope(headers: (name: string) => string, subject: string): Envelope {
  const need = (name: string) => {
    const value = headers(name);
    if (value === '') throw new MalformedEnvelope(`header ${name} is missing`);
    return value;
  };
  const uuid = (name: string) => {
    const value = need(name);
    if (!isUuid(value)) throw new MalformedEnvelope(`header ${name} is no UUID`);
    return value;
  };
  const stationId = uuid(H.station);
  if (!subject.endsWith(`.${stationId.replaceAll('-', '')}`)) {
    throw new MalformedEnvelope(`station of the headers is not the one of the subject`);
  }
  const actor = /^(user|client|service|system):(.+)$/.exec(need(H.actor));
  if (actor === null) throw new MalformedEnvelope(`header ${H.actor} is no actor`);
  const version = need(H.aggregateVersion);
  if (!/^\d{1,15}$/.test(version)) throw new MalformedEnvelope(`header ${H.aggregateVersion} is no version`);
  return {
    id: uuid(H.id),
    type: need(H.type),
    aggregate: { type: need(H.aggregateType), id: need(H.aggregateId), version: Number(version) },
    stationId,
    networkId: uuid(H.network),
    actor: { kind: actor[1] as Actor['kind'], id: actor[2] as string },
    occurredAt: instant(need(H.occurredAt)),
    causationId: headers(H.causation),
    correlationId: headers(H.correlation),
    requestId: headers(H.requestId),
    replyTo: headers(H.replyTo),
    traceparent: headers(H.traceparent),
  };
}

function instant(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new MalformedEnvelope(`header ${H.occurredAt} is no instant`);
  }
}

/** Scope in which a message is handled: the system acts, in the message's station, for the same correlation. */
export function scopeOf(envelope: Envelope, service: string, operation: string): Scope {
  return {
    stationId: envelope.stationId,
    networkId: envelope.networkId,
    actor: { kind: 'system', id: service },
    operation,
    requestId: envelope.requestId,
    correlationId: envelope.correlationId,
    causationId: envelope.id,
  };
}
