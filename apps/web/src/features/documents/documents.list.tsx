import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';

export type IssuedDocument = Schema<'Document'>;

const FILTERS = { number: 'prefix', kind: 'eq' } as const;
const KINDS = ['invoice', 'billable_delivery_note', 'pro_forma'] as const;

/** BI-20: what was issued, the latest first. */
export const documentsList: ListDefinition<IssuedDocument> = {
  id: 'documents',
  title: 'documents.list',
  empty: 'documents.list.empty',
  href: ({ id }) => `/invoices/${id}`,
  live: ['document'],
  columns: [
    {
      id: 'number',
      title: 'documents.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 180,
      cell: (document) => <span className="reference">{document.number}</span>,
      value: (document) => document.number,
    },
    {
      id: 'kind',
      title: 'documents.kind',
      filter: { kind: 'choice', choices: KINDS.map((id) => ({ id, title: `documents.kind.${id}` })) },
      width: 140,
      cell: (document, { t }) => t(`documents.kind.${document.kind}`),
      value: (document, { t }) => t(`documents.kind.${document.kind}`),
    },
    {
      id: 'customerName',
      title: 'documents.customer',
      width: 200,
      cell: (document) => document.customerName,
      value: (document) => document.customerName,
    },
    {
      id: 'issuedOn',
      title: 'documents.issued',
      sort: 'issuedOn',
      width: 100,
      cell: (document, { formats }) => formats.date(document.issuedOn),
      value: (document, { formats }) => formats.date(document.issuedOn),
    },
    {
      id: 'dueOn',
      title: 'documents.due',
      width: 100,
      cell: (document, { formats }) => formats.date(document.dueOn),
      value: (document, { formats }) => formats.date(document.dueOn),
    },
    {
      id: 'originNumber',
      title: 'documents.origin',
      width: 160,
      cell: (document) => <span className="reference">{document.originNumber}</span>,
      value: (document) => document.originNumber,
    },
    {
      id: 'totalExcludingVat',
      title: 'documents.total-excluding-vat',
      isNumber: true,
      width: 130,
      cell: (document, { formats }) => formats.money(document.totalExcludingVat),
      value: (document) => document.totalExcludingVat,
    },
    {
      id: 'total',
      title: 'documents.total',
      isNumber: true,
      width: 130,
      cell: (document, { formats }) => formats.money(document.total),
      value: (document) => document.total,
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/documents', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.documents, nextCursor: data.nextCursor };
  },
};
