import { answered } from '@navette/api-client';
import { edgeQuery } from '../../../shared/kit/list/edge-query.js';
import type { ListDefinition, Show } from '../../../shared/kit/list/list-definition.js';
import { StateChip, type Tone } from '../../../shared/ui/state-chip.js';
import type { PriceListLine } from './price-list.js';

export type LineRow = PriceListLine & { readonly id: string };

const TONE = {
  new: 'progress',
  raised: 'waiting',
  lowered: 'progress',
  same: 'draft',
  bad: 'late',
  vanished: 'draft',
} as const satisfies Readonly<Record<PriceListLine['state'], Tone>>;
export const LINE_STATES = Object.keys(TONE) as PriceListLine['state'][];

const change = ({ change }: PriceListLine, { formats }: Show) =>
  change === '' ? '' : `${change.startsWith('-') ? '' : '+'}${formats.percent(Number(change))}`;
/** What it is, or what is wrong with it. */
function about({ designation, reference, problem }: PriceListLine): string {
  if (problem === undefined) return designation;
  return `${problem.title}${problem.value === '' || problem.value === reference ? '' : ` (${problem.value})`}`;
}
/** Of a part that vanished there is no line. */
const number = ({ line, state }: PriceListLine, { formats }: Show) => (state === 'vanished' ? '' : formats.count(line));

/** ST-6: what becomes of each line of a list, and the parts that are not on it any more. */
export const linesOf = (id: string): ListDefinition<LineRow> => ({
  id: 'price-list-lines',
  title: 'price-lists.lines',
  empty: 'price-lists.lines.empty',
  href: ({ partId }) => (partId === '' ? `/price-lists/${id}` : `/parts/${partId}`),
  live: ['price-list'],
  columns: [
    {
      id: 'reference',
      title: 'price-lists.reference',
      width: 115,
      cell: ({ reference }) => <span className="reference">{reference}</span>,
      value: ({ reference }) => reference,
    },
    {
      id: 'state',
      title: 'price-lists.becomes',
      filter: { kind: 'choice', choices: LINE_STATES.map((one) => ({ id: one, title: `price-lists.line.${one}` })) },
      width: 110,
      cell: ({ state }, { t }) => <StateChip tone={TONE[state]}>{t(`price-lists.line.${state}`)}</StateChip>,
      value: ({ state }, { t }) => t(`price-lists.line.${state}`),
    },
    { id: 'about', title: 'price-lists.about', width: 355, cell: about, value: about },
    {
      id: 'before',
      title: 'price-lists.before',
      isNumber: true,
      width: 95,
      cell: ({ before }, { formats }) => formats.money(before),
      value: ({ before }) => before,
    },
    {
      id: 'price',
      title: 'price-lists.price',
      isNumber: true,
      width: 95,
      cell: ({ price }, { formats }) => formats.money(price),
      value: ({ price }) => price,
    },
    {
      id: 'change',
      title: 'price-lists.change',
      sort: 'change',
      isNumber: true,
      width: 85,
      cell: change,
      value: change,
    },
    {
      id: 'line',
      title: 'price-lists.line-number',
      sort: 'line',
      isNumber: true,
      width: 75,
      cell: number,
      value: number,
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/price-lists/{id}/lines', {
        signal,
        params: { path: { id }, query: edgeQuery(query, { state: 'eq' }) },
      }),
    );
    return { rows: data.lines.map((line) => ({ ...line, id: String(line.line) })), nextCursor: data.nextCursor };
  },
});
