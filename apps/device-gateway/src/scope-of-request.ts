import { createHash } from 'node:crypto';
import type { Scope } from '@navette/platform/database';
import { callerOfRequest } from '@navette/platform/http';
import type { Request } from 'express';

/** Scope of an HTTP call: station and actor from its verified token, the operation being the right that allowed it. */
export function scopeOfRequest(request: Request, operation: string): Scope {
  const { caller, call } = callerOfRequest(request);
  const { requestId, correlationId, idempotencyKey } = call;
  return {
    stationId: caller.stationId,
    networkId: caller.networkId,
    actor: caller.actor,
    operation,
    requestId,
    correlationId,
    causationId: '',
    ...(idempotencyKey !== undefined && { idempotency: { key: idempotencyKey, inputHash: hashOf(request) } }),
  };
}

function hashOf(request: Request): string {
  const input = `${request.method} ${request.path}\0${JSON.stringify(request.body)}`;
  return createHash('sha256').update(input).digest('base64url');
}
