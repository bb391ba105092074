import { migration } from '@navette/platform/database';

/** What is on order is told by stock and stands on the lines (ADR 0028): nothing has read this since 202611221045. */
export const withoutOrderLineSupply = migration('202611221310-without-order-line-supply', async (m) => {
  await m.sql('drop table order_line_supply');
});
