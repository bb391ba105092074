import { readFileSync } from 'node:fs';
import { entityOf, valueOfField, type IdOf } from './requests.js';
import type { Entity } from './rows.js';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minItems?: number;
  readonly minimum?: number;
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** A route whose path or query names rows. */
export interface Route {
  readonly id: string;
  readonly method: string;
  /** Parameters that name rows; those of the query begin with `?`. */
  readonly ids: readonly (readonly [name: string, entity: Entity])[];
  pathOf(idOf: IdOf): string;
  /** What an edit says it has seen: the first row of the path. */
  seen(idOf: IdOf): string;
  body(idOf: IdOf): unknown;
}

/** Every documented route with an id in its path or query. */
export function routes(): Route[] {
  const { paths } = JSON.parse(readFileSync('openapi/api.json', 'utf8')) as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, described]) => routeOf(path, method.toUpperCase(), described))
      .filter(({ ids }) => ids.length > 0),
  );
}

function routeOf(path: string, method: string, { operationId, parameters = [], requestBody }: Described): Route {
  const inPath = [...path.matchAll(/([\w-]+)\/\{(\w+)\}/g)].flatMap(([, segment = '', name = '']) => {
    const entity = pathEntity(path, segment, name);
    return entity === undefined ? [] : [[name, entity] as const];
  });
  const inQuery = parameters.flatMap(({ name, in: place }) => {
    const entity = place === 'query' ? entityOf(path.includes('draft-invoices') ? 'Draft' : '', name) : undefined;
    return entity === undefined ? [] : [[`?${name}`, entity] as const];
  });
  const schema = requestBody?.content['application/json']?.schema;
  return {
    id: operationId,
    method,
    ids: [...inPath, ...inQuery],
    pathOf: (idOf) => {
      let filled = path.replace('{service}', 'stock');
      for (const [name, entity] of inPath) filled = filled.replace(`{${name}}`, idOf(entity, name));
      const query = new URLSearchParams(
        Object.fromEntries(inQuery.map(([name, entity]) => [name.slice(1), idOf(entity, name)])),
      );
      return inQuery.length === 0 ? filled : `${filled}?${query.toString()}`;
    },
    seen: (idOf) => (inPath[0] === undefined ? '' : idOf(inPath[0][1], inPath[0][0])),
    body: (idOf) => schema && made(schema, '', idOf),
  };
}

/** `…/goods-receipts/{id}`: a goods receipt. */
function pathEntity(path: string, segment: string, name: string): Entity | undefined {
  if (['service', 'name', 'code', 'year', 'kind', 'language'].includes(name)) return undefined;
  if (segment === 'lines') return path.includes('customer-orders') ? 'customerOrderLine' : 'fileLine';
  if (name !== 'id') return entityOf('', name);
  const singular = segment.replace(/ies$/, 'y').replace(/s$/, '');
  return singular.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as Entity;
}

/** The least that a schema accepts; rows named in a body are ours or theirs, as `idOf` has it. */
function made(schema: Schema, name: string, idOf: IdOf): unknown {
  const { type, properties = {}, required = [], items, anyOf } = schema;
  if (schema.enum !== undefined) return schema.enum[0];
  if (anyOf !== undefined) return made(anyOf[0] as Schema, name, idOf);
  if (type === 'object')
    return Object.fromEntries(required.map((one) => [one, made(properties[one] as Schema, one, idOf)]));
  if (type === 'array')
    return (schema.minItems ?? 0) > 0 ? [made(items as Schema, name, idOf)] : valueOfField(name) || [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  if (type === 'boolean') return false;
  const entity = entityOf('', name);
  return entity === undefined ? valueOfField(name) : idOf(entity, name);
}
