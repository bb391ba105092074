import { createHash } from 'node:crypto';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import { defineErrors, isUuid, type FieldError } from '@navette/kernel';
import type { Tx } from './tx.js';

const listErrors = defineErrors('platform', {
  'request.invalid': 'invalid',
  'field.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'field.pattern': { kind: 'invalid', params: ['expected'] },
  'list.cursor-of-another-list': 'invalid',
});

/** Types whose comparisons are leakproof, so that they reach an index under row-level security; with how their text looks. */
const TYPES = {
  text: /^[^\0]*$/s,
  uuid: { test: isUuid },
  int: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)$/,
} as const;

/** A column of the query, as SQL names it. Text is of collation "C", so that its order is that of its characters. */
export interface Column {
  readonly sql: string;
  readonly type: keyof typeof TYPES;
  readonly nullable?: boolean;
}

export function column(sql: string, type: Column['type'], options: { nullable?: boolean } = {}): Column {
  return { sql, type, ...options };
}

/** Binds a value of a type and answers its placeholder. */
type Bind = (value: string | readonly string[], type: string) => string;

/** What may be asked of a field: by operator, a condition on the values. */
export interface FieldFilter {
  readonly type: Column['type'];
  readonly operators: Readonly<Record<string, (values: readonly string[], bind: Bind) => string>>;
}

const COMPARISONS = { eq: '=', gte: '>=', gt: '>', lte: '<=', lt: '<' } as const;

/** The usual operators on a column: `eq`, `in`, comparisons, and `prefix` of a text. */
export function filterBy(
  { sql, type }: Column,
  ...operators: (keyof typeof COMPARISONS | 'in' | 'prefix')[]
): FieldFilter {
  const condition = (operator: (typeof operators)[number]): FieldFilter['operators'][string] => {
    if (operator === 'in') return (values, bind) => `${sql} = any (${bind(values, `${type}[]`)})`;
    if (operator === 'prefix') return ([value = ''], bind) => startsWith(sql, value, bind);
    return ([value = ''], bind) => `${sql} ${COMPARISONS[operator]} ${bind(value, type)}`;
  };
  return { type, operators: Object.fromEntries(operators.map((operator) => [operator, condition(operator)])) };
}

/** A range, since neither LIKE nor a prefix operator is leakproof. */
function startsWith(sql: string, prefix: string, bind: Bind): string {
  const characters = [...prefix];
  while (characters.length > 0) {
    const last = (characters.pop() as string).codePointAt(0) as number;
    if (last === 0x10ffff) continue;
    const next = String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
    return `(${sql} >= ${bind(prefix, 'text')} and ${sql} < ${bind(characters.join('') + next, 'text')})`;
  }
  return `${sql} >= ${bind(prefix, 'text')}`;
}

/** How a list may be asked; all that reaches the SQL stands here. Each sort should have an index that begins with the station. */
export interface ListDefinition {
  readonly filters: Readonly<Record<string, FieldFilter>>;
  readonly sorts: Readonly<Record<string, readonly Column[]>>;
  /** In the form of the query: `-placedAt`. */
  readonly defaultSort: string;
  /** Unique in the station; the last key of every sort, in the direction of the one before. */
  readonly id: Column;
}

interface Key extends Column {
  readonly descending: boolean;
}

export interface ListPage<Row> {
  readonly rows: Row[];
  /** Empty on the last page. */
  readonly nextCursor: string;
}

/** One that says where the list goes on behind each of its rows, for who merges lists of several services. */
export interface MarkedListPage<Row> extends ListPage<Row> {
  readonly cursorAfter: (row: Row) => string;
}

/**
 * One page of a list by keyset: rows after the cursor's, however many were added before it meanwhile.
 * @param from what stands between `select` and the conditions of the query, its own included: `{ columns, from, where, params }`
 * @throws DomainError `platform.request.invalid` naming what is not accepted and what is; `platform.list.cursor-of-another-list`
 *   where the cursor was given for other filters or another sort
 */
export async function listPage<Row extends object>(
  tx: Tx,
  list: ListDefinition,
  query: Partial<ListQuery> | undefined,
  source: {
    readonly columns: string;
    readonly from: string;
    readonly where: string;
    readonly params: readonly unknown[];
  },
): Promise<MarkedListPage<Row>> {
  const { limit, sql, params, fingerprint } = listStatement(list, query, source);
  const found = await tx.rows<Row & { list_position: (string | null)[] }>(sql, params);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const cursorAfter = (row: Row) => cursorAt(fingerprint, (row as (typeof found)[number]).list_position);
  return { rows, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last) : '', cursorAfter };
}

/** The statement of a page, for plan tests too. */
export function listStatement(
  list: ListDefinition,
  query: Partial<ListQuery> | undefined,
  { columns, from, where, params: given }: Parameters<typeof listPage>[3],
): { sql: string; params: unknown[]; limit: number; fingerprint: string } {
  const params: unknown[] = [...given];
  const bind: Bind = (value, type) => `$${params.push(value)}::${type}`;
  const limit = Math.min(query?.limit || 50, 200);
  const keys = keysOf(list, query?.sorts ?? []);
  const conditions = conditionsOf(list, query?.filters ?? [], bind);
  const fingerprint = fingerprintOf(query);
  const after = positionIn(query?.cursor ?? '', fingerprint, keys);
  if (after !== undefined) conditions.push(isAfter(keys, after, bind));
  const order = keys.map(({ sql, descending }) => `${sql}${descending ? ' desc' : ''}`).join(', ');
  const sql = `select ${columns}, array[${keys.map(({ sql }) => `${sql}::text`).join(', ')}] as list_position
    from ${from} where ${[where, ...conditions].join(' and ')} order by ${order} limit ${bind(String(limit + 1), 'int')}`;
  return { sql, params, limit, fingerprint };
}

/**
 * The conditions of a query's filters, for who sums up what a list's pages show; what they compare with is added to `params`.
 * @throws DomainError `platform.request.invalid` as `listPage`
 */
export function listConditions(
  list: ListDefinition,
  query: Partial<ListQuery> | undefined,
  params: unknown[],
): readonly string[] {
  return conditionsOf(list, query?.filters ?? [], (value, type) => `$${params.push(value)}::${type}`);
}

function keysOf(list: ListDefinition, sorts: ListQuery['sorts']): Key[] {
  const [, minus, name = ''] = /^(-?)(.*)$/.exec(list.defaultSort) ?? [];
  const asked = sorts.length > 0 ? sorts : [{ field: name, descending: minus === '-' }];
  const accepted = Object.keys(list.sorts);
  const keys = asked.flatMap(({ field, descending }, i): Key[] => {
    const columns = Object.hasOwn(list.sorts, field) ? list.sorts[field] : undefined;
    const again = asked.findIndex((one) => one.field === field) < i;
    if (columns === undefined || again) throw refused([listErrors.field('/sort', 'field.not-accepted', { accepted })]);
    return columns.map((one) => ({ ...one, descending }));
  });
  return [...keys, { ...list.id, descending: keys.at(-1)?.descending ?? false }];
}

function conditionsOf(list: ListDefinition, filters: ListQuery['filters'], bind: Bind): string[] {
  const errors: FieldError[] = [];
  const conditions = filters.map(({ field, operator, values }) => {
    const pointer = `/filter[${field}][${operator}]`;
    const known = Object.hasOwn(list.filters, field) ? list.filters[field] : undefined;
    const condition = known && Object.hasOwn(known.operators, operator) ? known.operators[operator] : undefined;
    if (condition === undefined) {
      const accepted = Object.keys(known?.operators ?? list.filters);
      errors.push(listErrors.field(pointer, 'field.not-accepted', { accepted }));
    } else if (values.length === 0 || !values.every((value) => TYPES[(known as FieldFilter).type].test(value))) {
      errors.push(listErrors.field(pointer, 'field.pattern', { expected: (known as FieldFilter).type }));
    }
    return errors.length > 0 || condition === undefined ? '' : `(${condition(values, bind)})`;
  });
  if (errors.length > 0) throw refused(errors);
  return conditions;
}

function refused(fields: FieldError[]): Error {
  return listErrors.error('request.invalid', {}, fields);
}

/**
 * Rows behind a position. Where all keys go one way and none is null that is one comparison of rows, which an index answers;
 * else the keys one after the other, the first of them also by itself for the index. Null is greater than all, as PostgreSQL
 * sorts.
 */
function isAfter(keys: readonly Key[], position: readonly (string | null)[], bind: Bind): string {
  const [first] = keys as [Key, ...Key[]];
  const bound = keys.map(({ type }, i) => (position[i] === null ? null : bind(position[i] as string, type)));
  if (keys.every(({ descending, nullable }) => descending === first.descending && nullable !== true)) {
    return `(${keys.map(({ sql }) => sql).join(', ')}) ${first.descending ? '<' : '>'} (${bound.join(', ')})`;
  }
  const beyond = (i: number): string => {
    const { sql, descending, nullable } = keys[i] as Key;
    const at = bound[i];
    if (at === null || at === undefined) return descending ? `${sql} is not null` : 'false';
    if (descending) return `${sql} < ${at}`;
    return nullable === true ? `(${sql} > ${at} or ${sql} is null)` : `${sql} > ${at}`;
  };
  const same = (i: number) => (bound[i] === null ? `${keys[i]?.sql} is null` : `${keys[i]?.sql} = ${bound[i]}`);
  const nested = (i: number): string =>
    i === keys.length - 1 ? beyond(i) : `(${beyond(i)} or (${same(i)} and ${nested(i + 1)}))`;
  const range = first.nullable === true ? [] : [`${first.sql} ${first.descending ? '<=' : '>='} ${bound[0]}`];
  return [...range, nested(0)].join(' and ');
}

/** A cursor is good for the list it was given for: the same filters, in whatever order, and the same sort. */
function fingerprintOf(query: Partial<ListQuery> | undefined): string {
  const filters = (query?.filters ?? []).map(({ field, operator, values }) => [field, operator, ...values].join('\0'));
  const sorts = (query?.sorts ?? []).map(({ field, descending }) => `${descending ? '-' : ''}${field}`);
  return createHash('sha256')
    .update(JSON.stringify([filters.sort(), sorts]))
    .digest('base64url')
    .slice(0, 12);
}

function cursorAt(fingerprint: string, position: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString('base64url');
}

function positionIn(cursor: string, fingerprint: string, keys: readonly Key[]): (string | null)[] | undefined {
  if (cursor === '') return undefined;
  const [of, ...position] = parsed(cursor);
  const fits = keys.every(({ type, nullable }, i) => {
    const value = position[i];
    return value === null ? nullable === true : typeof value === 'string' && TYPES[type].test(value);
  });
  if (of !== fingerprint || position.length !== keys.length || !fits)
    throw listErrors.error('list.cursor-of-another-list');
  return position as (string | null)[];
}

function parsed(cursor: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}
