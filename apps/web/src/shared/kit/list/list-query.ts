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

/** `filter[name][prefix]`: the edge's grammar for the filters of a list, by the operator that each field takes. */
export function listParameters(filters: ListState['filters'], operators: Readonly<Record<string, string>>): object {
  const known = Object.entries(filters).filter(([field]) => field in operators);
  return Object.fromEntries(known.map(([field, value]) => [`filter[${field}][${operators[field] ?? ''}]`, value]));
}
