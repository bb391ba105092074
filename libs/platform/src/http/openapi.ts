import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { OPERATION, type Operation } from './operation.js';
import { answersAggregate } from './versions.js';

const PARAMS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));
const PROBLEM = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    params: PARAMS,
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), params: PARAMS, title: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

/**
 * OpenAPI 3.1 document of HTTP controllers, from the schemas that their routes parse and answer with.
 * @param tokenUrl where clients get their tokens by OAuth 2 client credentials, the rights being the scopes; without it
 *   tokens are had elsewhere
 */
export function openApiDocument(
  info: { title: string; version: string },
  controllers: readonly Type[],
  tokenUrl?: string,
): object {
  const paths: Record<string, Record<string, unknown>> = {};
  const scopes: Record<string, string> = {};
  const ids = new Set<string>();
  for (const controller of controllers) {
    const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
    for (const name of Object.getOwnPropertyNames(controller.prototype)) {
      const handler = (controller.prototype as Record<string, unknown>)[name] as object;
      const operation = Reflect.getMetadata(OPERATION, handler) as Operation | undefined;
      if (operation === undefined) continue;
      if (ids.has(operation.id)) throw new Error(`two operations are called ${operation.id}`);
      ids.add(operation.id);
      const route = `/${base}/${Reflect.getMetadata(PATH_METADATA, handler) as string}`
        .replace(/\/+/g, '/')
        .replace(/\/$/, '');
      const path = route.replace(/:(\w+)/g, '{$1}');
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]?.toLowerCase() ?? 'get';
      const scheme = tokenUrl === undefined ? 'bearer' : 'oauth2';
      paths[path] = { ...paths[path], [method]: describe(operation, path, scheme) };
      if (operation.needs !== undefined) scopes[operation.needs] = operation.summary;
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info,
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes:
        tokenUrl === undefined
          ? { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } }
          : { oauth2: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes } } } },
    },
  });
}

/** A body that is no JSON has a media type instead of a schema; by OpenAPI 3.1 the content of a file is left open. */
function contentOf(body: z.ZodType | string | readonly string[]): object {
  if (body instanceof z.ZodType) return { 'application/json': { schema: body } };
  const content = (type: string) => (type.startsWith('text/') ? { schema: { type: 'string' } } : {});
  return Object.fromEntries([body].flat().map((type) => [type, content(type)]));
}

function describe(operation: Operation, path: string, scheme: 'bearer' | 'oauth2'): object {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'The same key with the same body answers as the first time; with another body it is refused.',
    schema: { type: 'string', maxLength: 200 },
  };
  const seen = {
    name: 'If-Match',
    in: 'header',
    required: true,
    description:
      'The ETag of the answer that was edited, or `"<id>.<version>"` of an item of a list. Refused with 412 when somebody else changed it meanwhile.',
    schema: { type: 'string' },
  };
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.own !== undefined && { security: [{ [scheme]: [] }], description: 'For whoever is signed in' }),
    ...(operation.needs !== undefined && {
      security: [{ [scheme]: scheme === 'oauth2' ? [operation.needs] : [] }],
      description: `Right: \`${operation.needs}\``,
    }),
    parameters: [
      ...parameters,
      ...(operation.idempotent === true ? [key] : []),
      ...(operation.versioned === true ? [seen] : []),
    ],
    ...(operation.query !== undefined && { requestParams: { query: operation.query } }),
    ...(operation.body !== undefined && {
      requestBody: { required: true, content: contentOf(operation.body) },
    }),
    responses: {
      [String(operation.status ?? 200)]: {
        description: 'Done',
        ...(answersAggregate(operation) && { headers: { ETag: { schema: { type: 'string' } } } }),
        content: contentOf(operation.answer),
      },
      default: { description: 'Refused', content: { 'application/problem+json': { schema: PROBLEM } } },
    },
  };
}
