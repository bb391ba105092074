import { answered, type Api, type Schema } from '@navette/api-client';
import type { Translate } from '../../shared/i18n/use-text.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { ListQuery } from '../../shared/kit/list/list-query.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import type { ToteFile } from './tote.js';

export type PreparedPart = Schema<'PreparedPart'>;
type File = Schema<'InterventionFile'>;
type WantingFile = File & { readonly parts: readonly PreparedPart[] };

const FILTERS = { number: 'prefix', type: 'eq', state: 'eq' } as const;
const TYPES = ['home', 'workshop'] as const;

export const isMissing = ({ missing }: PreparedPart): boolean => Number(missing) > 0;

/** Customer, and the town where the appliance stands. */
const whomOf = ({ header }: File): string =>
  [
    [header?.name, header?.firstName].filter(Boolean).join(' '),
    (header?.deliveryAddress ?? header?.mainAddress)?.city,
  ].filter(Boolean).join(' · '); // prettier-ignore

export const toteFile = (file: File): ToteFile => ({ id: file.id, number: file.number, whom: whomOf(file) });

/** In words. */
function standingOf({ parts }: WantingFile, t: Translate): string {
  const missing = parts.filter(isMissing).length;
  return missing > 0 ? t('totes.some-missing', { count: missing }) : t('totes.all-ready', { count: parts.length });
}

/** Parts of at most 200 files, as they are reserved now. */
export async function partsOf(
  api: Api,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<readonly PreparedPart[]> {
  if (ids.length === 0) return [];
  const params = { query: { originIds: ids.join(',') } };
  return (await answered(api.GET('/api/v1/preparation/parts', { params, ...(signal && { signal }) }))).data.parts;
}

/** The open file of that number. */
export async function fileOf(api: Api, number: string): Promise<File | undefined> {
  const query = { 'filter[number][eq]': number.toUpperCase(), 'filter[state][eq]': 'open' } as never;
  return (await answered(api.GET('/api/v1/intervention-files', { params: { query } }))).data.files[0];
}

/** ST-16: open files that want parts, and whether these are there. */
export const wantingFiles: ListDefinition<WantingFile> = {
  id: 'totes',
  title: 'totes.files',
  empty: 'totes.files.empty',
  href: ({ id }) => `/files/${id}`,
  live: ['intervention-file', 'need'],
  fixed: { state: 'open' },
  columns: [
    {
      id: 'number',
      title: 'files.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 175,
      cell: ({ number }) => <span className="reference">{number}</span>,
      value: ({ number }) => number,
    },
    {
      id: 'type',
      title: 'files.type',
      filter: { kind: 'choice', choices: TYPES.map((id) => ({ id, title: `files.type.${id}` })) },
      width: 110,
      cell: ({ type }, { t }) => t(`files.type.${type}`),
      value: ({ type }, { t }) => t(`files.type.${type}`),
    },
    { id: 'whom', title: 'files.consumer', width: 260, cell: whomOf, value: whomOf },
    {
      id: 'parts',
      title: 'totes.parts',
      width: 200,
      cell: (file, { t }) => (
        <StateChip tone={file.parts.some(isMissing) ? 'late' : 'done'}>{standingOf(file, t)}</StateChip>
      ),
      value: (file, { t }) => standingOf(file, t),
    },
    {
      id: 'openedAt',
      title: 'files.opened',
      sort: 'openedAt',
      width: 110,
      cell: ({ openedAt }, { formats }) => formats.date(openedAt),
      value: ({ openedAt }, { formats }) => formats.date(openedAt),
    },
  ],
  load: async (api, query, signal) => {
    let page = await wanting(api, query, signal);
    // A page whose files want nothing is no end of the list.
    while (page.rows.length === 0 && page.nextCursor !== '')
      page = await wanting(api, { ...query, cursor: page.nextCursor }, signal);
    return page;
  },
};

async function wanting(api: Api, query: ListQuery, signal: AbortSignal) {
  const asked = { signal, params: { query: edgeQuery(query, FILTERS) } };
  const { files, nextCursor } = (await answered(api.GET('/api/v1/intervention-files', asked))).data;
  const parts = await partsOf(api, files.map(({ id }) => id), signal); // prettier-ignore
  const rows = files.map((file) => ({ ...file, parts: parts.filter(({ originId }) => originId === file.id) }));
  return { rows: rows.filter((file) => file.parts.length > 0), nextCursor };
}
