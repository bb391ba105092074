import { ListQuery } from '@navette/contracts/common/v1/common';
import type { FieldError } from '@navette/kernel';
import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { httpErrors } from './errors.js';
import { fieldErrors } from './operation.js';

/** How one field may be asked for: the operators, and what a value looks like. */
export interface FilterGrammar {
  readonly operators: readonly string[];
  readonly value: z.ZodType<string>;
}

export const oneOf = (...choices: string[]): FilterGrammar => ({
  operators: ['eq', 'in'],
  value: z.enum(choices),
});
export const anId: FilterGrammar = { operators: ['eq', 'in'], value: z.uuid() };
export const textBy = (...operators: ('eq' | 'in' | 'prefix')[]): FilterGrammar => ({
  operators,
  value: z.string().min(1).max(254),
});
/** From (included) and until (not included). */
export const instants: FilterGrammar = { operators: ['gte', 'lt'], value: z.iso.datetime({ offset: true }) };
/** The same of calendar dates, `YYYY-MM-DD`. */
export const days: FilterGrammar = { operators: ['gte', 'lt'], value: z.iso.date() };

/** What may be asked of a list (WE-4): fields and their operators, sorts. The service has the same names. */
export interface ListGrammar {
  readonly filters: Readonly<Record<string, FilterGrammar>>;
  readonly sorts: readonly string[];
  readonly defaultSort: string;
}

const PARAMETER = /^filter\[([^\]]*)\](?:\[([^\]]*)\])?$/;
const nameOf = (field: string, operator: string) => `filter[${field}][${operator}]`;

/** The parameters of the query, for `Describe`. */
export function listParameters({ filters, sorts, defaultSort }: ListGrammar): z.ZodObject {
  const ofFilters = Object.entries(filters).flatMap(([field, { operators, value }]) =>
    operators.map((operator) => [
      nameOf(field, operator),
      (operator === 'in' ? z.string().describe('Several with commas between') : value).optional(),
    ]),
  );
  return z.strictObject({
    ...(Object.fromEntries(ofFilters) as Record<string, z.ZodType>),
    sort: z
      .string()
      .optional()
      .describe(`Of ${sorts.join(', ')}, with commas between; a minus turns one round. Unless given: ${defaultSort}`),
    limit: z.coerce.number().int().min(1).max(200).optional().describe('50 unless given'),
    cursor: z
      .string()
      .max(2_000)
      .optional()
      .describe('`nextCursor` of the page before, with the same filters and sort'),
  });
}

/**
 * `filter[kind][in]=consumer,reseller&sort=-createdAt,name&limit=50&cursor=…` → what the services take.
 * @throws DomainError `platform.request.invalid` naming what is not accepted and what is
 */
export class ParsedList implements PipeTransform<unknown, ListQuery> {
  readonly #rest;

  constructor(private readonly grammar: ListGrammar) {
    this.#rest = listParameters(grammar).pick({ sort: true, limit: true, cursor: true });
  }

  transform(given: unknown): ListQuery {
    const errors: FieldError[] = [];
    const filters: ListQuery['filters'] = [];
    const rest: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(given ?? {})) {
      const [, field, operator] = PARAMETER.exec(name) ?? [];
      if (field === undefined) rest[name] = value;
      else {
        const read = this.#filter(name, field, operator, value);
        if ('errors' in read) errors.push(...read.errors);
        else filters.push(read);
      }
    }
    const parsed = this.#rest.safeParse(rest, { reportInput: true });
    if (!parsed.success) errors.push(...parsed.error.issues.flatMap((issue) => fieldErrors(issue)));
    const { limit, cursor } = (parsed.data ?? {}) as { limit?: number; cursor?: string };
    const sort = typeof rest['sort'] === 'string' ? rest['sort'] : '';
    const sorts = sort === '' ? [] : sort.split(',').map(sortOf);
    const names = sorts.map(({ field }) => field);
    const { sorts: accepted } = this.grammar;
    if (names.some((name, i) => !accepted.includes(name) || names.indexOf(name) < i))
      errors.push(httpErrors.field('/sort', 'field.not-accepted', { accepted }));
    if (errors.length > 0) throw httpErrors.error('request.invalid', {}, errors);
    return ListQuery.fromPartial({ filters, sorts, limit: limit ?? 0, cursor: cursor ?? '' });
  }

  #filter(name: string, field: string, operator: string | undefined, given: unknown) {
    const known = Object.hasOwn(this.grammar.filters, field) ? this.grammar.filters[field] : undefined;
    if (known === undefined || operator === undefined || !known.operators.includes(operator)) {
      const accepted = known === undefined ? Object.keys(this.grammar.filters) : known.operators;
      return { errors: [httpErrors.field(`/${name}`, 'field.not-accepted', { accepted })] };
    }
    const values = operator === 'in' && typeof given === 'string' ? given.split(',') : [given];
    const issues = values.flatMap((value) => known.value.safeParse(value, { reportInput: true }).error?.issues ?? []);
    if (issues.length > 0) return { errors: issues.flatMap((issue) => fieldErrors({ ...issue, path: [name] })) };
    return { field, operator, values: values as string[] };
  }
}

function sortOf(one: string): { field: string; descending: boolean } {
  return { field: one.replace(/^-/, ''), descending: one.startsWith('-') };
}
