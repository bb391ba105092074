/** What a list shows: words, filters by column, and order. The tab's address holds it. */
export interface ListQuery {
  readonly search: string;
  /** By column; no empty ones. */
  readonly filters: Readonly<Record<string, string>>;
  /** `name` or `-name`; '' for the list's own order. */
  readonly sort: string;
  readonly cursor: string;
  readonly limit: number;
}

export type ListState = Omit<ListQuery, 'cursor' | 'limit'>;

const FILTER = 'f.';

export function readListState(search: URLSearchParams): ListState {
  const filters: Record<string, string> = {};
  for (const [name, value] of search) {
    if (name.startsWith(FILTER) && value !== '') filters[name.slice(FILTER.length)] = value;
  }
  return { search: search.get('q') ?? '', filters, sort: search.get('sort') ?? '' };
}

/** The same state is always the same text. */
export function writeListState({ search, filters, sort }: ListState): URLSearchParams {
  const written = new URLSearchParams();
  if (search !== '') written.set('q', search);
  for (const name of Object.keys(filters).sort()) {
    const value = filters[name] ?? '';
    if (value !== '') written.set(FILTER + name, value);
  }
  if (sort !== '') written.set('sort', sort);
  return written;
}

export const isNarrowed = ({ search, filters }: ListState): boolean =>
  search.trim() !== '' || Object.keys(filters).length > 0;

/** Next of no order → up → down → no order. */
export function nextSort(sort: string, field: string): string {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? '' : field;
}

/**
 * `filter[name][prefix]`: the edge's grammar for the filters of a list, by the operator that each field takes; `period` for two
 * days asked as the instants between which they lie here, `days` for two days asked as such.
 */
export function listParameters(filters: ListState['filters'], operators: Readonly<Record<string, string>>): object {
  const asked: Record<string, string> = {};
  for (const [field, value] of Object.entries(filters)) {
    const operator = operators[field];
    if (operator === 'period') {
      const [from, until] = periodOf(value);
      if (from !== '') asked[`filter[${field}][gte]`] = startOf(from);
      if (until !== '') asked[`filter[${field}][lt]`] = startOf(until, 1);
    } else if (operator === 'days') {
      const [from, until] = periodOf(value);
      if (from !== '') asked[`filter[${field}][gte]`] = from;
      if (until !== '') asked[`filter[${field}][lt]`] = dayAfter(until);
    } else if (operator !== undefined) asked[`filter[${field}][${operator}]`] = value;
  }
  return asked;
}

/** The two days of a period, '' where one is open; whatever stands in an address. */
export function periodOf(value: string): readonly [from: string, until: string] {
  const [from = '', until = ''] = value.split('..').map((day) => (isDay(day) ? day : ''));
  return [from, until];
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function dayAfter(day: string): string {
  const next = new Date(day);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Midnight here, some days later. */
function startOf(day: string, later = 0): string {
  const start = new Date(`${day}T00:00`);
  start.setDate(start.getDate() + later);
  return start.toISOString();
}
