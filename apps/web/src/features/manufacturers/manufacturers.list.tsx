import { answered, type Schema } from '@navette/api-client';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';

export type Manufacturer = Schema<'Manufacturer'>;

/** PA-10: the network's list. They are few: all of them come, and are narrowed down here. */
export const manufacturerList: ListDefinition<Manufacturer> = {
  id: 'manufacturers',
  title: 'manufacturers.title',
  empty: 'manufacturers.empty',
  href: ({ id }) => `/manufacturers/${id}`,
  live: ['manufacturer'],
  columns: [
    {
      id: 'name',
      title: 'manufacturers.name',
      filter: { kind: 'text' },
      width: 320,
      cell: ({ name }) => name,
      value: ({ name }) => name,
    },
    {
      id: 'alphaCode',
      title: 'manufacturers.alphaCode',
      filter: { kind: 'text' },
      width: 130,
      cell: ({ alphaCode }) => <span className="reference">{alphaCode}</span>,
      value: ({ alphaCode }) => alphaCode,
    },
  ],
  load: async (api, { filters }, signal) => {
    const { data } = await answered(api.GET('/api/v1/manufacturers', { signal }));
    const begins = (text: string, words: string | undefined) =>
      text.toLowerCase().startsWith((words ?? '').toLowerCase());
    const rows = data.manufacturers.filter(
      ({ alphaCode, name }) => begins(alphaCode, filters['alphaCode']) && begins(name, filters['name']),
    );
    return { rows, nextCursor: '' };
  },
};
