import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { ORIGIN_PAGES } from '../../shared/trade/movement-origins.js';
import type { Choice } from '../../shared/ui/fields.js';
import { PageLink } from '../../shared/work/page-link.js';

const FILTERS = {
  occurredAt: 'period',
  reference: 'prefix',
  familyId: 'eq',
  originKind: 'eq',
  kind: 'eq',
  placeId: 'eq',
} as const;

type Movement = Schema<'StockMovement'>;
type MovementRow = Movement & { readonly id: string };

const KINDS: readonly Movement['kind'][] = [
  'receipt',
  'sale',
  'repair_use',
  'correction_in',
  'correction_out',
  'transfer',
  'inventory',
  'return',
  'revaluation',
  'merge',
];
const ORIGINS = Object.keys(ORIGIN_PAGES) as Movement['originKind'][];

const documentOf = ({ originKind, originId }: Movement) =>
  ORIGIN_PAGES[originKind] === undefined ? undefined : `/${ORIGIN_PAGES[originKind]}/${originId}`;

/**
 * E-078: all that moved, the latest first; a row opens its document, its reference the part.
 * @param places where stock lies, the depot among them
 */
export const movementsOf = (places: readonly Choice[], families: readonly Choice[]): ListDefinition<MovementRow> => ({
  id: 'stock-movements',
  title: 'stock-movements.list',
  empty: 'parts.movements.none',
  href: (movement) => documentOf(movement) ?? `/parts/${movement.partId}?pane=history`,
  live: ['stock', 'goods-receipt'],
  columns: [
    {
      id: 'reference',
      title: 'stock-movements.part',
      filter: { kind: 'text' },
      width: 100,
      cell: ({ reference, partId }) => (
        <PageLink href={`/parts/${partId}`} className="reference">
          {reference}
        </PageLink>
      ),
      value: ({ reference }) => reference,
    },
    {
      id: 'occurredAt',
      title: 'parts.movements.when',
      sort: 'occurredAt',
      filter: { kind: 'period' },
      width: 142,
      cell: ({ occurredAt }, { formats }) => formats.instant(occurredAt),
      value: ({ occurredAt }, { formats }) => formats.instant(occurredAt),
    },
    {
      id: 'familyId',
      title: 'stock-movements.designation',
      filter: { kind: 'choice', choices: families },
      width: 150,
      cell: ({ designation }) => designation,
      value: ({ designation }) => designation,
    },
    {
      id: 'originKind',
      title: 'parts.movements.origin',
      filter: {
        kind: 'choice',
        choices: ORIGINS.map((id) => ({ id, title: `stock-movements.origin.${id}` })),
      },
      width: 150,
      cell: ({ originKind, originNumber, reason }, { t }) =>
        originNumber === '' ? (
          reason || t(`stock-movements.origin.${originKind}`)
        ) : (
          <span className="reference">{originNumber}</span>
        ),
      value: ({ originKind, originNumber }, { t }) =>
        `${t(`stock-movements.origin.${originKind}`)} ${originNumber}`.trim(),
    },
    {
      id: 'kind',
      title: 'parts.movements.kind',
      filter: { kind: 'choice', choices: KINDS.map((id) => ({ id, title: `parts.movement.${id}` })) },
      width: 142,
      cell: ({ kind }, { t }) => t(`parts.movement.${kind}`),
      value: ({ kind }, { t }) => t(`parts.movement.${kind}`),
    },
    {
      id: 'placeId',
      title: 'parts.places.place',
      filter: { kind: 'choice', choices: places },
      isExtra: places.length === 1,
      width: 90,
      cell: ({ placeCode }, { t }) => placeCode || t('parts.places.depot'),
      value: ({ placeCode }, { t }) => placeCode || t('parts.places.depot'),
    },
    {
      id: 'quantity',
      title: 'parts.movements.quantity',
      isNumber: true,
      width: 70,
      cell: ({ kind, quantity }, { formats }) => kind !== 'revaluation' && formats.quantity(quantity),
      value: ({ quantity }) => quantity,
    },
    {
      id: 'unitCost',
      title: 'stock-movements.unit-cost',
      isNumber: true,
      width: 80,
      cell: ({ unitCost }, { formats }) => formats.money(unitCost),
      value: ({ unitCost }) => unitCost,
    },
    {
      id: 'value',
      title: 'parts.value',
      isNumber: true,
      width: 80,
      cell: ({ value }, { formats }) => formats.money(value),
      value: ({ value }) => value,
    },
    {
      id: 'onHandAfter',
      title: 'parts.on-hand',
      isNumber: true,
      width: 70,
      cell: ({ onHandAfter }, { formats }) => formats.quantity(onHandAfter),
      value: ({ onHandAfter }) => onHandAfter,
    },
    {
      id: 'averageAfter',
      title: 'stock-movements.average',
      isNumber: true,
      width: 80,
      cell: ({ averageAfter }, { formats }) => formats.money(averageAfter),
      value: ({ averageAfter }) => averageAfter,
    },
    {
      id: 'valueAfter',
      title: 'stock-movements.value-after',
      isNumber: true,
      isExtra: true,
      width: 110,
      cell: ({ valueAfter }, { formats }) => formats.money(valueAfter),
      value: ({ valueAfter }) => valueAfter,
    },
  ],
  load: async (api, query, signal) => {
    const asked = { signal, params: { query: edgeQuery(query, FILTERS) } };
    const { movements, nextCursor } = (await answered(api.GET('/api/v1/stock-movements', asked))).data;
    return { rows: movements.map((movement) => ({ ...movement, id: movement.sequence })), nextCursor };
  },
});
