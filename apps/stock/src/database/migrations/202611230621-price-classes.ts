import { migration } from '@navette/platform/database';

/** ST-5: by which of a supplier's coefficients a party buys, and whether its family says so; null where nobody chose. */
export const priceClasses = migration('202611230621-price-classes', async (m) => {
  await m.sql(`alter table supplier_terms
    add price_class text check (price_class in ('public', 'professional_1', 'professional_2')),
    add price_class_of_family boolean not null default false`);
});
