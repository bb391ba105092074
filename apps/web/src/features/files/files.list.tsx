import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { codeLabel, latestStatus, productOf, statusLabel, statusTone, type StatusCode } from './file-values.js';

/** How the columns' filters are asked. */
const FILTERS = {
  number: 'prefix',
  statusCode: 'eq',
  type: 'eq',
  state: 'eq',
  missionExternalNumber: 'prefix',
  openedAt: 'period',
} as const;

export type FileRow = Schema<'InterventionFile'> & { readonly consumer: string; readonly orderingParty: string };

/** The files of the station, the latest first (IN-6, PA-17). @param codes of statuses: the system's and the station's own */
export const filesList = (language: 'fr' | 'en', codes: readonly StatusCode[]): ListDefinition<FileRow> => ({
  id: 'files',
  title: 'files.list',
  empty: 'files.list.empty',
  href: ({ id }) => `/files/${id}`,
  live: ['intervention-file'],
  columns: [
    {
      id: 'number',
      title: 'files.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 170,
      cell: (file) => <span className="reference">{file.number}</span>,
      value: (file) => file.number,
    },
    {
      id: 'statusCode',
      title: 'files.status',
      sort: 'statusAt',
      filter: {
        kind: 'choice',
        choices: codes.map((one) => ({ id: String(one.code), text: codeLabel(one, language) })),
      },
      width: 270,
      cell: (file) => {
        const status = latestStatus(file);
        return status && <StateChip tone={statusTone(status)}>{statusLabel(status, language)}</StateChip>;
      },
      value: (file) => {
        const status = latestStatus(file);
        return status === undefined ? '' : statusLabel(status, language);
      },
    },
    {
      id: 'type',
      title: 'files.type',
      filter: {
        kind: 'choice',
        choices: (['workshop', 'home'] as const).map((id) => ({ id, title: `files.type.${id}` })),
      },
      width: 110,
      cell: (file, { t }) => t(`files.type.${file.type}`),
      value: (file, { t }) => t(`files.type.${file.type}`),
    },
    {
      id: 'consumer',
      title: 'files.consumer',
      width: 190,
      cell: (file) => file.consumer,
      value: (file) => file.consumer,
    },
    {
      id: 'product',
      title: 'files.product',
      width: 210,
      cell: productOf,
      value: productOf,
    },
    {
      id: 'openedAt',
      title: 'files.opened',
      sort: 'openedAt',
      filter: { kind: 'period' },
      width: 110,
      cell: (file, { formats }) => formats.date(file.openedAt),
      value: (file, { formats }) => formats.date(file.openedAt),
    },
    {
      id: 'missionExternalNumber',
      title: 'files.mission-number',
      filter: { kind: 'text' },
      width: 170,
      cell: (file) => <span className="reference">{file.missionExternalNumber}</span>,
      value: (file) => file.missionExternalNumber,
    },
    {
      id: 'orderingParty',
      title: 'files.ordering-party',
      isExtra: true,
      width: 190,
      cell: (file) => file.orderingParty,
      value: (file) => file.orderingParty,
    },
    {
      id: 'state',
      title: 'files.state',
      isExtra: true,
      filter: {
        kind: 'choice',
        choices: (['open', 'finished', 'billing', 'billed', 'cancelled'] as const).map((id) => ({
          id,
          title: `files.state.${id}`,
        })),
      },
      width: 130,
      cell: (file, { t }) => t(`files.state.${file.state}`),
      value: (file, { t }) => t(`files.state.${file.state}`),
    },
    {
      id: 'serialNumber',
      title: 'files.serial-number',
      isExtra: true,
      width: 160,
      cell: (file) => <span className="reference">{file.product?.serialNumber}</span>,
      value: (file) => file.product?.serialNumber ?? '',
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/intervention-files', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const ids = data.files.flatMap(({ consumerPartyId, orderingPartyId }) => [consumerPartyId, orderingPartyId]);
    const names = await partyNames(api, ids, signal);
    return {
      rows: data.files.map((file) => ({
        ...file,
        consumer: names.get(file.consumerPartyId) ?? '',
        orderingParty: names.get(file.orderingPartyId) ?? '',
      })),
      nextCursor: data.nextCursor,
    };
  },
});
