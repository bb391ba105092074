import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { Choice } from '../../shared/ui/fields.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';

/** A line of the plan: a need, or a part below its minimum. */
export type PlanRow = Schema<'PlanLine'> & {
  readonly id: string;
  readonly supplier: string;
  readonly customer: string;
};

const ORIGINS = ['intervention_file', 'customer_order', 'replenishment'] as const;

const originHref = ({ originKind, originId }: PlanRow): string =>
  originKind === 'customer_order' ? `/customer-orders/${originId}` : `/files/${originId}`;

/** ST-20, ST-27: what is wanted and not ordered yet, the oldest first; on demand the parts below their minimum, too. */
export const planListOf = (suppliers: readonly Choice[]): ListDefinition<PlanRow> => ({
  id: 'replenishment',
  title: 'plan.title',
  empty: 'plan.empty',
  href: (row) => (row.originId === '' ? `/parts/${row.partId}` : originHref(row)),
  live: ['need', 'supplier-order', 'station-transfer', 'part'],
  columns: [
    {
      id: 'originNumberPrefix',
      title: 'plan.origin',
      filter: { kind: 'text' },
      width: 205,
      cell: (row, { t }) =>
        row.originId === '' ? (
          t('plan.origin.replenishment')
        ) : (
          <PageLink href={originHref(row)} className="reference">
            {`${row.originLabel} ${row.originNumber}`}
          </PageLink>
        ),
      value: (row, { t }) =>
        row.originId === '' ? t('plan.origin.replenishment') : `${row.originLabel} ${row.originNumber}`,
    },
    {
      id: 'replenishment',
      title: 'plan.replenishment',
      filter: { kind: 'choice', choices: [{ id: 'yes', title: 'plan.replenishment.yes' }] },
      width: 90,
      cell: ({ needId }, { t }) => (needId === '' ? t('plan.replenishment.yes') : ''),
      value: ({ needId }, { t }) => (needId === '' ? t('plan.replenishment.yes') : ''),
    },
    {
      id: 'customer',
      title: 'plan.customer',
      width: 140,
      cell: ({ customer }) => customer,
      value: ({ customer }) => customer,
    },
    {
      id: 'reference',
      title: 'plan.reference',
      width: 105,
      cell: ({ reference }) => <span className="reference">{reference}</span>,
      value: ({ reference }) => reference,
    },
    {
      id: 'designation',
      title: 'plan.designation',
      width: 165,
      cell: ({ designation }) => designation,
      value: ({ designation }) => designation,
    },
    {
      id: 'quantity',
      title: 'plan.quantity',
      isNumber: true,
      width: 85,
      cell: ({ quantity }, { formats }) => formats.quantity(quantity),
      value: ({ quantity }) => quantity,
    },
    {
      id: 'supplierPartyId',
      title: 'plan.supplier',
      filter: { kind: 'choice', choices: suppliers },
      width: 160,
      cell: ({ supplier, exhausted }, { t }) =>
        exhausted ? <StateChip tone="late">{t('plan.exhausted')}</StateChip> : supplier,
      value: ({ supplier }) => supplier,
    },
    {
      id: 'unitPrice',
      title: 'plan.unit-price',
      isNumber: true,
      width: 95,
      cell: ({ unitPrice }, { formats }) => formats.money(unitPrice),
      value: ({ unitPrice }) => unitPrice,
    },
    {
      id: 'wantedOn',
      title: 'plan.wanted',
      width: 110,
      cell: ({ wantedOn }, { formats }) => formats.date(wantedOn),
      value: ({ wantedOn }, { formats }) => formats.date(wantedOn),
    },
    {
      id: 'countermarkPrefix',
      title: 'plan.countermark',
      filter: { kind: 'text' },
      width: 130,
      cell: ({ countermark }) => countermark,
      value: ({ countermark }) => countermark,
    },
    {
      id: 'originKind',
      title: 'plan.kind',
      isExtra: true,
      filter: { kind: 'choice', choices: ORIGINS.map((id) => ({ id, title: `plan.origin.${id}` })) },
      width: 150,
      cell: ({ originKind }, { t }) => t(`plan.origin.${originKind}`),
      value: ({ originKind }, { t }) => t(`plan.origin.${originKind}`),
    },
  ],
  // The plan has its own order and its own questions (ST-20): one query over two kinds of lines.
  load: async (api, { filters, cursor, limit }, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/replenishment-plan', {
        signal,
        params: { query: { ...filters, limit, ...(cursor !== '' && { cursor }) } },
      }),
    );
    const ids = data.lines.flatMap(({ supplierPartyId, customerPartyId }) => [supplierPartyId, customerPartyId]);
    const names = await partyNames(api, ids, signal);
    return {
      rows: data.lines.map((line) => ({
        ...line,
        id: line.needId || line.partId,
        supplier: names.get(line.supplierPartyId) ?? '',
        customer: names.get(line.customerPartyId) ?? '',
      })),
      nextCursor: data.nextCursor,
    };
  },
});
