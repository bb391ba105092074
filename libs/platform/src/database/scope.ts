/** Who acts: a person, a manufacturer's machine client, one of our services, or the system itself (sagas, timers). */
export interface Actor {
  readonly kind: 'user' | 'client' | 'service' | 'system';
  /** User or client id; the service's name for `service` and `system`. */
  readonly id: string;
}

/**
 * In whose name and for what a transaction runs. Station and actor come from a verified token or from the envelope of a
 * message, never from input.
 */
export interface Scope {
  readonly stationId: string;
  readonly networkId: string;
  readonly actor: Actor;
  /** The right that allowed it, e.g. `stock:receipt.validate`; the audit trail's "what". */
  readonly operation: string;
  readonly requestId: string;
  /** Ties all that one click caused; the request id of its first request. */
  readonly correlationId: string;
  /** Message that caused this one; empty for a request. */
  readonly causationId: string;
  /** Set by the rpc server when the caller sent an idempotency key. */
  readonly idempotency?: { readonly key: string; readonly inputHash: string };
}
