import { migration } from '@navette/platform/database';

/** ST-5: why a line has its price, as stock said when it gave it; null where somebody typed the price, and before this. */
export const whyALineCosts = migration('202611221838-why-a-line-costs', async (m) => {
  await m.sql('alter table file_line add column price_explanation jsonb');
});
