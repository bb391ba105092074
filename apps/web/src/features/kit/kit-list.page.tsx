import { Archive, Layers, Plus, Send } from 'lucide-react';
import { useText } from '../../shared/i18n/use-text.js';
import type { ListDefinition, Row } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { periodOf } from '../../shared/kit/list/list-query.js';
import { StateChip } from '../../shared/ui/state-chip.js';

const STATES = ['draft', 'progress', 'waiting', 'done', 'late', 'warranty'] as const;
const TOWNS = ['Lille', 'Roubaix', 'Tourcoing', "Villeneuve-d'Ascq", 'Armentières'];

interface Sample extends Row {
  readonly number: string;
  readonly state: (typeof STATES)[number];
  readonly town: string;
  readonly at: string;
  readonly amount: string;
}

const SAMPLES: readonly Sample[] = Array.from({ length: 300 }, (_, index) => ({
  id: String(index),
  version: '1',
  number: `LIL-DI-2026-${String(index + 1).padStart(6, '0')}`,
  state: STATES[index % STATES.length] ?? 'draft',
  town: TOWNS[index % TOWNS.length] ?? '',
  at: new Date(Date.UTC(2026, 10, 1 + (index % 28))).toISOString(),
  amount: `${String(index * 7)}.50`,
}));

/** Rows that no server has: filters, pages and outcomes are those of a list that has one. */
const samples: ListDefinition<Sample> = {
  id: 'kit.samples',
  title: 'kit.list',
  empty: 'kit.list.empty',
  href: () => '/kit',
  columns: [
    {
      id: 'number',
      title: 'kit.number',
      filter: { kind: 'text' },
      width: 190,
      cell: ({ number }) => <span className="reference">{number}</span>,
      value: ({ number }) => number,
    },
    {
      id: 'state',
      title: 'kit.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `kit.tone.${id}` })) },
      width: 150,
      cell: ({ state }, { t }) => <StateChip tone={state}>{t(`kit.tone.${state}`)}</StateChip>,
      value: ({ state }, { t }) => t(`kit.tone.${state}`),
    },
    { id: 'town', title: 'kit.town', width: 180, cell: ({ town }) => town, value: ({ town }) => town },
    {
      id: 'at',
      title: 'kit.date',
      filter: { kind: 'period' },
      width: 190,
      cell: ({ at }, { formats }) => formats.date(at),
      value: ({ at }, { formats }) => formats.date(at),
    },
    {
      id: 'amount',
      title: 'kit.amount',
      isNumber: true,
      width: 120,
      cell: ({ amount }, { formats }) => formats.money(amount),
      value: ({ amount }, { formats }) => formats.money(amount),
    },
    { id: 'id', title: 'kit.extra', isExtra: true, cell: ({ id }) => id, value: ({ id }) => id },
  ],
  load: (_api, { filters, cursor, limit }) => {
    const [from, until] = periodOf(filters['at'] ?? '');
    const rows = SAMPLES.filter(
      ({ number, state, at }) =>
        number.startsWith(filters['number'] ?? '') &&
        (filters['state'] ?? state) === state &&
        at.slice(0, 10) >= from &&
        (until === '' || at.slice(0, 10) <= until),
    );
    const start = Number(cursor);
    const end = start + limit;
    return Promise.resolve({ rows: rows.slice(start, end), nextCursor: end < rows.length ? String(end) : '' });
  },
};

/** The list of the kit, with what can be done with many rows at once. */
export default function KitListPage() {
  const t = useText();
  return (
    <ListPage
      list={samples}
      actions={[{ id: 'kit.new', title: t('kit.primary'), icon: Plus, primary: true, run: () => undefined }]}
      bulk={[
        {
          id: 'kit.send',
          title: t('kit.send'),
          icon: Send,
          each: async ({ state }) => {
            await new Promise((resolve) => requestAnimationFrame(resolve));
            if (state === 'late') throw new Error(t('kit.refusal'));
          },
        },
        {
          id: 'kit.archive',
          title: t('kit.archive'),
          icon: Archive,
          notNow: (rows) => (rows.some(({ state }) => state === 'progress') ? t('kit.not-now') : undefined),
          final: (rows) => t('kit.final', { count: rows.length }),
          each: () => Promise.resolve(),
        },
        { id: 'kit.together', title: t('kit.together'), icon: Layers, all: () => undefined },
      ]}
    />
  );
}
