import { z } from 'zod';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, { schema: object }>> }>>;
}

export interface Published {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/**
 * Holds a real answer against the published document: a status and media type that its operation declares, and a body of
 * that schema with no field the document doesn't know.
 * @throws Error saying what is not as published
 */
export function assertPublished(
  { paths, components }: Published,
  method: string,
  path: string,
  answer: { readonly status: number; readonly type: string | null; readonly body: unknown },
): void {
  const [template] = Object.keys(paths).filter((known) =>
    new RegExp(`^${known.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0] ?? ''),
  );
  const operation = paths[template ?? '']?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${path} is not published`);
  const media = (answer.type ?? '').split(';')[0] ?? '';
  const schema = (operation.responses[String(answer.status)] ?? operation.responses['default'])?.content[media]?.schema;
  if (schema === undefined) {
    throw new Error(`${operation.operationId} answers ${String(answer.status)} ${media}, which is not published`);
  }
  const whole = { ...schema, $defs: components.schemas };
  const text = JSON.stringify(whole, closed).replaceAll('#/components/schemas/', '#/$defs/');
  z.fromJSONSchema(JSON.parse(text) as Parameters<typeof z.fromJSONSchema>[0]).parse(answer.body);
}

/** Objects take no further fields: clients must expect some (the API grows), this version's answers may not have any. */
function closed(_key: string, value: unknown): unknown {
  const isObject = value !== null && typeof value === 'object' && 'properties' in value && 'type' in value;
  return isObject ? { ...value, additionalProperties: false } : value;
}
