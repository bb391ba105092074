import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError, type ErrorKind } from '@navette/kernel';
import { message } from '@navette/messages';
import type { Request, Response } from 'express';
import { errorFields, type Logger } from '../observability/index.js';
import { httpErrors } from './errors.js';

/** The one place where kinds of errors become HTTP status codes. */
const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  unconditional: 428,
  forbidden: 403,
  unauthenticated: 401,
  unavailable: 503,
  precondition: 422,
  'too-many': 429,
  'too-large': 413,
  internal: 500,
};

/** RFC 9457 body; `errors` names each field that is not accepted. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly params: DomainError['params'];
  readonly requestId: string;
  readonly errors?: readonly { pointer: string; code: string; params: DomainError['params']; title: string }[];
}

/** The language in which a caller is answered. */
export const localeOf = (request: Request): 'fr' | 'en' =>
  request.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr';

/** Body of a refusal in the reader's language. */
export function problemOf(error: DomainError, requestId: string, locale: 'fr' | 'en'): Problem {
  return {
    type: `urn:navette:problem:${error.code}`,
    title: message(locale, error.code, error.params),
    status: STATUS[error.kind],
    code: error.code,
    params: error.params,
    requestId,
    ...(error.fields.length > 0 && {
      errors: error.fields.map(({ pointer, code, params = {} }) => ({
        pointer,
        code,
        params,
        title: message(locale, code, params),
      })),
    }),
  };
}

/** Id of a request: the caller's own where it sent a well-formed one. */
export function requestIdOf(request: Request): string {
  const sent = request.get('x-request-id') ?? '';
  const known = request.res?.getHeader('x-request-id');
  if (typeof known === 'string') return known;
  return /^[A-Za-z0-9-]{8,64}$/.test(sent) ? sent : randomUUID();
}

/** Answers every failure of a route as problem+json; an unexpected one is logged and hidden. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const requestId = requestIdOf(request);
    if (response.headersSent) {
      this.logger.error('answer broken off', { requestId, ...errorFields(error) });
      response.destroy();
      return;
    }
    const refusal = this.#refusal(error, requestId);
    const body = problemOf(refusal, requestId, localeOf(request));
    if (body.status === 503) response.setHeader('retry-after', '2');
    if (body.status === 429) response.setHeader('retry-after', String(refusal.params['retryAfter']));
    if (body.status === 401) response.setHeader('www-authenticate', 'Bearer');
    response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  }

  #refusal(error: unknown, requestId: string): DomainError {
    // Nest wraps what Express and its body parser throw.
    const cause = error instanceof HttpException ? (error.cause ?? error) : error;
    if (cause instanceof DomainError) return cause;
    const { type, limit } = cause as { type?: string; limit?: number };
    if (type === 'entity.too.large') return httpErrors.error('request.too-large', { limit: limit ?? 0 });
    const unreadable = cause instanceof URIError || type === 'encoding.unsupported' || type === 'charset.unsupported';
    if (unreadable) return httpErrors.error('request.invalid-encoding');
    if (error instanceof HttpException && error.getStatus() === 404) return httpErrors.error('request.not-found');
    if (error instanceof HttpException && error.getStatus() < 500) return httpErrors.error('request.invalid');
    this.logger.error('request failed', { requestId, ...errorFields(error) });
    return new DomainError('platform.internal.error', {}, [], { kind: 'internal' });
  }
}
