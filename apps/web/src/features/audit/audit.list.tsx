import { answered, type Schema } from '@navette/api-client';
import { SERVICES } from '../../shared/api/services.js';
import type { Choice } from '../../shared/ui/fields.js';
import type { ListDefinition, Row } from '../../shared/kit/list/list-definition.js';
import { listParameters } from '../../shared/kit/list/list-query.js';

type Entry = Schema<'AuditEntry'> & Row & { readonly service: string };

/** Pages of the records that the trail names, by service and type. */
const PAGES: Readonly<Record<string, string>> = {
  'parties.party': '/parties/',
  'parties.manufacturer': '/manufacturers/',
  'identity.user': '/users/',
  'identity.machine-client': '/machine-clients/',
  'interventions.intervention-file': '/files/',
  'stock.supplier-order': '/supplier-orders/',
  'stock.goods-receipt': '/receipts/',
  'billing.customer-order': '/customer-orders/',
};

const pageOf = ({ service, entityType, entityId }: Entry): string | undefined => {
  const page = PAGES[`${service}.${entityType}`];
  return page === undefined ? undefined : page + entityId;
};

/**
 * ID-9: who did what, in one service after another, since each keeps its own trail.
 *
 * @param people whom one may ask for by name
 * @param operationText what an operation is called
 */
export const auditOf = (
  people: readonly Choice[],
  operationText: (operation: string) => string,
): ListDefinition<Entry> => ({
  id: 'audit',
  title: 'audit.title',
  empty: 'audit.empty',
  href: (entry) => pageOf(entry) ?? `/audit?f.service=${entry.service}&f.entityId=${entry.entityId}&f.entityType=${entry.entityType}`, // prettier-ignore
  columns: [
    {
      id: 'operation',
      title: 'audit.operation',
      width: 250,
      cell: ({ operation }) => operationText(operation),
      value: ({ operation }) => operationText(operation),
    },
    {
      id: 'at',
      title: 'audit.at',
      filter: { kind: 'period' },
      width: 180,
      cell: ({ at }, { formats }) => <time dateTime={at}>{formats.instant(at)}</time>,
      value: ({ at }, { formats }) => formats.instant(at),
    },
    {
      id: 'actorId',
      title: 'audit.actor',
      filter: { kind: 'choice', choices: people },
      width: 180,
      cell: ({ actorName, actorId }) => actorName || actorId,
      value: ({ actorName, actorId }) => actorName || actorId,
    },
    {
      id: 'service',
      title: 'audit.service',
      filter: { kind: 'choice', choices: SERVICES.map((id) => ({ id, title: `trade.service.${id}` })) },
      width: 190,
      cell: ({ service }, { t }) => t(`trade.service.${service}`),
      value: ({ service }, { t }) => t(`trade.service.${service}`),
    },
    {
      id: 'entityType',
      title: 'audit.entity-type',
      filter: { kind: 'text' },
      width: 150,
      cell: ({ entityType }) => <span className="reference">{entityType}</span>,
      value: ({ entityType }) => entityType,
    },
    {
      id: 'entityId',
      title: 'audit.entity',
      filter: { kind: 'text' },
      width: 290,
      cell: ({ entityId }) => <span className="reference">{entityId}</span>,
      value: ({ entityId }) => entityId,
    },
    {
      id: 'requestId',
      title: 'audit.request',
      width: 290,
      isExtra: true,
      cell: ({ requestId }) => <span className="reference">{requestId}</span>,
      value: ({ requestId }) => requestId,
    },
  ],
  load: async (api, { filters, cursor, limit }, signal) => {
    const service = SERVICES.find((one) => one === filters['service']) ?? 'parties';
    const asked = listParameters({ at: filters['at'] ?? '' }, { at: 'period' }) as Record<string, string>;
    const query = {
      entityType: filters['entityType'] ?? '',
      // An id alone is asked for where its type is known.
      entityId: filters['entityType'] === undefined ? '' : (filters['entityId'] ?? ''),
      actorId: filters['actorId'] ?? '',
      from: asked['filter[at][gte]'] ?? '',
      before: asked['filter[at][lt]'] ?? '',
      cursor,
      limit,
    };
    const { data } = await answered(
      api.GET('/api/v1/operations/{service}/audit', { signal, params: { path: { service }, query } }),
    );
    return { rows: data.entries.map((entry) => ({ ...entry, service })), nextCursor: data.nextCursor };
  },
});
