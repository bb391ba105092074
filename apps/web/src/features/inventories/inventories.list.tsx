import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { Translate } from '../../shared/i18n/use-text.js';
import type { Choice } from '../../shared/ui/fields.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';

export type Inventory = Schema<'Inventory'>;
export type Line = Schema<'InventoryLine'>;
/** What the office enters of a line. */
export type Enter = (
  cells: { lineId: string; counted?: string; ticked?: boolean; reasonId?: string }[],
) => Promise<boolean>;

export const inventoryTone: Readonly<Record<Inventory['state'], Tone>> = {
  counting: 'progress',
  validated: 'done',
  cancelled: 'draft',
};

const FILTERS = { number: 'prefix', placeId: 'eq', state: 'eq', openedAt: 'period', date: 'days' } as const;
const STATES = ['counting', 'validated', 'cancelled'] as const;

/** Where it counts, shortly (ST-11). */
export const placeOf = ({ placeCode }: Inventory, t: Translate): string => placeCode || t('parts.places.depot');

/**
 * ST-14: inventories, the latest first.
 * @param places where they may be, the depot among them
 */
export const inventoriesOf = (places: readonly Choice[]): ListDefinition<Inventory> => ({
  id: 'inventories',
  title: 'inventories.list',
  empty: 'inventories.list.empty',
  href: ({ id }) => `/inventories/${id}`,
  live: ['inventory'],
  columns: [
    {
      id: 'number',
      title: 'inventories.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 180,
      cell: ({ number }) => <span className="reference">{number}</span>,
      value: ({ number }) => number,
    },
    {
      id: 'state',
      title: 'inventories.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `inventories.state.${id}` })) },
      width: 150,
      cell: ({ state }, { t }) => <StateChip tone={inventoryTone[state]}>{t(`inventories.state.${state}`)}</StateChip>,
      value: ({ state }, { t }) => t(`inventories.state.${state}`),
    },
    {
      id: 'placeId',
      title: 'parts.places.place',
      filter: { kind: 'choice', choices: places },
      width: 110,
      cell: (inventory, { t }) => placeOf(inventory, t),
      value: (inventory, { t }) => placeOf(inventory, t),
    },
    {
      id: 'label',
      title: 'inventories.label',
      width: 200,
      cell: ({ label }) => label,
      value: ({ label }) => label,
    },
    {
      id: 'scope',
      title: 'inventories.scope',
      width: 200,
      cell: ({ scope }, { t }) => t(`inventories.scope.${scope.kind}`),
      value: ({ scope }, { t }) => t(`inventories.scope.${scope.kind}`),
    },
    {
      id: 'lines',
      title: 'inventories.lines',
      isNumber: true,
      width: 90,
      cell: ({ progress }, { formats }) => formats.count(progress.lines),
      value: ({ progress }) => String(progress.lines),
    },
    {
      id: 'ticked',
      title: 'inventories.ticked',
      isNumber: true,
      width: 100,
      cell: ({ progress }, { formats }) => formats.count(progress.ticked),
      value: ({ progress }) => String(progress.ticked),
    },
    {
      id: 'postedValue',
      title: 'inventories.posted-value',
      isNumber: true,
      width: 130,
      cell: ({ state, postedValue }, { formats }) => (state === 'validated' ? formats.money(postedValue) : ''),
      value: ({ postedValue }) => postedValue,
    },
    {
      id: 'date',
      title: 'inventories.date',
      sort: 'date',
      filter: { kind: 'period' },
      width: 120,
      cell: ({ date }, { formats }) => formats.date(date),
      value: ({ date }, { formats }) => formats.date(date),
    },
    {
      id: 'openedAt',
      title: 'inventories.opened',
      sort: 'openedAt',
      filter: { kind: 'period' },
      width: 150,
      cell: ({ openedAt }, { formats }) => formats.instant(openedAt),
      value: ({ openedAt }, { formats }) => formats.instant(openedAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/inventories', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.inventories, nextCursor: data.nextCursor };
  },
});
