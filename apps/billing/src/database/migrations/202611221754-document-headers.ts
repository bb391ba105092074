import { migration } from '@navette/platform/database';

/** PA-19: whom an order or a draft is for and how it is paid, on the document alone. */
export const documentHeaders = migration('202611221754-document-headers', async (m) => {
  for (const table of ['customer_order', 'draft_invoice']) {
    await m.sql(`alter table ${table}
      add header jsonb check (jsonb_typeof(header) = 'object')`);
  }
  await m.sql(`alter table billing_terms_ref
    add footer_discount numeric(14,4) check (footer_discount between 0 and 1)`);
});
