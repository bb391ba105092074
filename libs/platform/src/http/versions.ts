import { createHash } from 'node:crypto';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { httpErrors } from './errors.js';
import { OPERATION, type Operation } from './operation.js';

/** Whether an operation answers with one aggregate: then its ETag goes with it. */
export function answersAggregate({ answer }: Operation): boolean {
  return answer instanceof z.ZodObject && ['id', 'version'].every((field) => field in answer.shape);
}

/**
 * Strong validator of an answer. An edit is held to id and version alone; the digest makes the tag change with whatever else
 * the answer shows (the state of a saga), so that 304 hides nothing.
 */
function etagOf(answer: { readonly id: string; readonly version: string }): string {
  const digest = createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 12);
  return `"${answer.id}.${answer.version}.${digest}"`;
}

/** Puts the ETag of an aggregate on its answer; Express answers 304 to whoever has it already (If-None-Match). */
export class EtagInterceptor implements NestInterceptor {
  readonly #reflector = new Reflector();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const operation = this.#reflector.get<Operation | undefined>(OPERATION, context.getHandler());
    if (operation === undefined || !answersAggregate(operation)) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map((answer: { id: string; version: string }) => {
        response.setHeader('etag', etagOf(answer));
        return answer;
      }),
    );
  }
}

/** Id, version, and what else an answer shows; whoever has an aggregate from a list writes the first two alone. A proxy that compresses calls the tag weak. */
const IF_MATCH = /^(?:W\/)?"([^".]+)\.(\d{1,15})(?:\.[\w-]+)?"$/;

/**
 * The version of the aggregate at `:id` that the caller saw, from If-Match.
 * @throws DomainError `platform.request.version-missing` without the header, `platform.request.invalid` where it is not the
 *   tag of this aggregate
 */
export function versionSeen(request: Request): string {
  const header = request.get('if-match');
  if (header === undefined) throw httpErrors.error('request.version-missing');
  const [, id, version] = IF_MATCH.exec(header) ?? [];
  if (version !== undefined && id === request.params['id']) return version;
  const expected = '"<id>.<version>"';
  throw httpErrors.error('request.invalid', {}, [httpErrors.field('/if-match', 'field.pattern', { expected })]);
}
