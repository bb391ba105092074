import { answered } from '@navette/api-client';
import type { ListDefinition } from '../../../shared/kit/list/list-definition.js';
import { listParameters } from '../../../shared/kit/list/list-query.js';
import type { CommissionScale } from '../../../shared/trade/use-representatives.js';

/** PA-13: what representatives are to be paid by. */
export const scaleList: ListDefinition<CommissionScale> = {
  id: 'commission-scales',
  title: 'commission-scales.list',
  empty: 'commission-scales.list.empty',
  href: ({ id }) => `/commission-scales/${id}`,
  live: ['commission-scale'],
  columns: [
    {
      id: 'code',
      title: 'commission-scales.code',
      sort: 'code',
      filter: { kind: 'text' },
      width: 130,
      cell: ({ code }) => <span className="reference">{code}</span>,
      value: ({ code }) => code,
    },
    {
      id: 'label',
      title: 'commission-scales.label',
      width: 280,
      cell: ({ label }) => label,
      value: ({ label }) => label,
    },
    ...(['basis', 'document', 'mode', 'period'] as const).map((id) => ({
      id,
      title: `commission-scales.${id}`,
      width: 170,
      cell: (scale: CommissionScale, { t }: { t: (key: string) => string }) =>
        t(`commission-scales.${id}.${scale[id]}`),
      value: (scale: CommissionScale, { t }: { t: (key: string) => string }) =>
        t(`commission-scales.${id}.${scale[id]}`),
    })),
    {
      id: 'validFrom',
      title: 'commission-scales.valid-from',
      width: 120,
      cell: ({ validFrom }, { formats }) => (validFrom === '' ? '' : formats.date(validFrom)),
      value: ({ validFrom }) => validFrom,
    },
    {
      id: 'validTo',
      title: 'commission-scales.valid-to',
      width: 120,
      cell: ({ validTo }, { formats }) => (validTo === '' ? '' : formats.date(validTo)),
      value: ({ validTo }) => validTo,
    },
  ],
  load: async (api, { filters, sort, cursor, limit }, signal) => {
    const query = {
      ...listParameters(filters, { code: 'prefix' }),
      limit,
      ...(sort !== '' && { sort }),
      ...(cursor !== '' && { cursor }),
    };
    const { data } = await answered(api.GET('/api/v1/commission-scales', { signal, params: { query } }));
    return { rows: data.scales, nextCursor: data.nextCursor };
  },
};
