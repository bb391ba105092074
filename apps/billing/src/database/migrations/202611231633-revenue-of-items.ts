import { migration } from '@navette/platform/database';

/** ST-2: lines of documents by what they are of. */
export const revenueOfItems = migration('202611231633-revenue-of-items', async (m) => {
  await m.sql('create index document_line_reference on document_line (station_id, reference)');
});
