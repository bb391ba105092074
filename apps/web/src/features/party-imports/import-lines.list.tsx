import { answered } from '@navette/api-client';
import type { Translate } from '../../shared/i18n/use-text.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { Column, ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { ImportLine } from './party-import.js';

export type LineRow = ImportLine & { readonly id: string };

/** What becomes of a line, in one word: how far it is, or what is chosen for it. */
const STANDING = {
  bad: 'late',
  undecided: 'waiting',
  new: 'progress',
  update: 'progress',
  skip: 'draft',
  committed: 'done',
  refused: 'late',
  undone: 'draft',
  kept: 'waiting',
} as const satisfies Readonly<Record<string, Tone>>;
export type Standing = keyof typeof STANDING;
export const STANDINGS = Object.keys(STANDING) as Standing[];

const CHOSEN: readonly string[] = ['undecided', 'new', 'update', 'skip'] satisfies Standing[];

function standingOf({ state, choice }: ImportLine): Standing {
  if (state === 'good') return (choice || 'undecided') as Standing;
  return STANDINGS.find((one) => one === state) ?? 'committed';
}

/** The lines of one import, with the columns of its file (PA-15). */
export const linesOf = (id: string, header: readonly string[], rules: readonly string[]): ListDefinition<LineRow> => ({
  id: 'party-import-lines',
  title: 'party-imports.lines',
  empty: 'party-imports.lines.empty',
  href: ({ partyId, duplicates }) => {
    const party = partyId || duplicates.find((one) => one.partyId !== '')?.partyId;
    return party === undefined ? `/party-imports/${id}` : `/parties/${party}`;
  },
  live: ['party-import'],
  columns: [
    {
      id: 'line',
      title: 'party-imports.line',
      isNumber: true,
      width: 70,
      cell: ({ line }, { formats }) => formats.count(line),
      value: ({ line }) => String(line),
    },
    {
      id: 'standing',
      title: 'party-imports.standing',
      filter: {
        kind: 'choice',
        choices: STANDINGS.map((one) => ({ id: one, title: `party-imports.standing.${one}` })),
      },
      width: 150,
      cell: (line, { t }) => {
        const standing = standingOf(line);
        return <StateChip tone={STANDING[standing]}>{t(`party-imports.line-is.${standing}`)}</StateChip>;
      },
      value: (line, { t }) => t(`party-imports.line-is.${standingOf(line)}`),
    },
    {
      id: 'rule',
      title: 'party-imports.why',
      filter: {
        kind: 'choice',
        choices: rules.map((code) => ({ id: code, title: `party-imports.rule.${code}` })),
      },
      width: 400,
      cell: (line, { t }) =>
        whyOf(line, t) ||
        (line.state === 'committed' ? (
          <PageLink href={`/parties/${line.partyId}`}>{t('party-imports.open-party')}</PageLink>
        ) : (
          <Duplicates line={line} t={t} />
        )),
      value: (line, { t }) => whyOf(line, t) || line.duplicates.map((one) => duplicateText(one, t)).join(' / '),
    },
    {
      id: 'value',
      title: 'party-imports.value',
      width: 150,
      cell: ({ problems }) => <span className="reference">{valuesOf(problems)}</span>,
      value: ({ problems }) => valuesOf(problems),
    },
    ...header.map((name, at): Column<LineRow> => ({
      id: `cell-${String(at)}`,
      text: name,
      width: 140,
      cell: ({ cells }) => cells[at] ?? '',
      value: ({ cells }) => cells[at] ?? '',
    })),
  ],
  load: async (api, query, signal) => {
    const { standing = '', ...filters } = query.filters;
    const wanted = CHOSEN.includes(standing)
      ? { state: 'good', choice: standing }
      : standing !== ''
        ? { state: standing }
        : {};
    const asked = edgeQuery(
      { ...query, filters: { ...filters, ...wanted } },
      { state: 'eq', choice: 'eq', rule: 'eq' },
    );
    const { data } = await answered(
      api.GET('/api/v1/party-imports/{id}/lines', { signal, params: { path: { id }, query: asked } }),
    );
    return { rows: data.lines.map((line) => ({ ...line, id: String(line.line) })), nextCursor: data.nextCursor };
  },
});

type Problems = ImportLine['problems'];

const valuesOf = (problems: Problems) => [...new Set(problems.map(({ value }) => value))].filter(Boolean).join(' / ');

/** Why a line is refused or stays, with the column that it is about. */
function whyOf({ problems }: ImportLine, t: Translate): string {
  return problems
    .map(({ column, title }) => (column === '' ? title : t('party-imports.why-of', { column, why: title })))
    .join(' / ');
}

type Duplicate = ImportLine['duplicates'][number];

export function duplicateText({ partyId, name, firstName, line, reasons }: Duplicate, t: Translate): string {
  const who = partyId === '' ? t('party-imports.line-number', { line }) : `${name} ${firstName}`.trim();
  return `${who} (${reasons.map((reason) => t(`parties.reason.${reason}`)).join(', ')})`;
}

/** Who a line may speak of: known parties, and earlier lines of the file. */
function Duplicates({ line: { duplicates }, t }: { readonly line: ImportLine; readonly t: Translate }) {
  return duplicates.map((one, at) => (
    <span key={`${one.partyId} ${String(one.line)}`}>
      {at > 0 && ' / '}
      {one.partyId === '' ? (
        duplicateText(one, t)
      ) : (
        <PageLink href={`/parties/${one.partyId}`}>{duplicateText(one, t)}</PageLink>
      )}
    </span>
  ));
}
