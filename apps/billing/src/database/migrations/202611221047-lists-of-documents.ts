import { migration } from '@navette/platform/database';

/** PA-17: documents and drafts by each sort of their lists, and those of one customer (PA-5). */
export const listsOfDocuments = migration('202611221047-lists-of-documents', async (m) => {
  await m.sql('create index document_issued on document (station_id, issued_on, id)');
  await m.sql('create index document_number on document (station_id, number, id)');
  await m.sql('create index document_customer on document (station_id, customer_party_id, issued_on, id)');
  await m.sql('create index draft_invoice_created on draft_invoice (station_id, created_at, id)');
  await m.sql('create index draft_invoice_customer on draft_invoice (station_id, customer_party_id, created_at, id)');
  await m.sql('create index customer_order_number on customer_order (station_id, number, id)');
});
