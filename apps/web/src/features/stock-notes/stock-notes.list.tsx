import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { Choice } from '../../shared/ui/fields.js';

export type StockNote = Schema<'StockNote'>;
export type NoteKind = StockNote['kind'];

const FILTERS = { kind: 'eq', number: 'prefix', date: 'days', placeId: 'eq' } as const;

/**
 * E-085: stock-in and stock-out notes, the latest first.
 * @param places where notes may be, the depot among them
 * @param kind of one kind alone
 */
export function stockNotesOf(places: readonly Choice[], kind?: NoteKind): ListDefinition<StockNote> {
  return {
    id: 'stock-notes',
    title: 'stock-notes.list',
    empty: 'stock-notes.empty',
    href: ({ id }) => `/stock-notes/${id}`,
    live: ['stock'],
    ...(kind !== undefined && { fixed: { kind } }),
    columns: [
      {
        id: 'number',
        title: 'stock-notes.number',
        sort: 'number',
        filter: { kind: 'text' },
        width: 190,
        cell: ({ number }) => <span className="reference">{number}</span>,
        value: ({ number }) => number,
      },
      {
        id: 'kind',
        title: 'parts.movements.kind',
        width: 150,
        cell: (note, { t }) => t(`stock-notes.kind.${note.kind}`),
        value: (note, { t }) => t(`stock-notes.kind.${note.kind}`),
      },
      {
        id: 'date',
        title: 'stock-notes.date',
        sort: 'date',
        filter: { kind: 'period' },
        width: 130,
        cell: ({ date }, { formats }) => formats.date(date),
        value: ({ date }, { formats }) => formats.date(date),
      },
      {
        id: 'placeId',
        title: 'parts.places.place',
        filter: { kind: 'choice', choices: places },
        width: 160,
        cell: ({ placeCode }, { t }) => placeCode || t('parts.places.depot'),
        value: ({ placeCode }, { t }) => placeCode || t('parts.places.depot'),
      },
      {
        id: 'comment',
        title: 'transfer.comment',
        width: 260,
        cell: ({ comment }) => comment,
        value: ({ comment }) => comment,
      },
      {
        id: 'value',
        title: 'parts.value',
        isNumber: true,
        width: 120,
        cell: ({ value }, { formats }) => formats.money(value),
        value: ({ value }) => value,
      },
    ],
    load: async (api, query, signal) => {
      const asked = { signal, params: { query: edgeQuery(query, FILTERS) } };
      const { notes, nextCursor } = (await answered(api.GET('/api/v1/stock-notes', asked))).data;
      return { rows: notes, nextCursor };
    },
  };
}
