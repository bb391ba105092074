import { migration } from '@navette/platform/database';

const TERM = `'priceClass'`;
const SUPPLY = `'bands', 'professionalCoefficient1', 'professionalCoefficient2', 'leadTimeDays', 'minimumOrder',
  'shippingCharge', 'orderingChannel'`;

/** ST-5, PA-3: by which of its suppliers' coefficients a party buys, one more term that families of customers give. */
export const priceClasses = migration('202611230620-price-classes', async (m) => {
  for (const table of ['party', 'party_family']) {
    // Rows of all stations are the owner's to change only while policies are not forced on it.
    await m.sql(`alter table ${table} no force row level security,
      drop constraint ${table}_inherited_pricing_check,
      add price_class text not null default ''
        check (price_class in ('', 'public', 'professional_1', 'professional_2'))`);
    // Nobody has chosen it yet.
    await m.sql(`update ${table} set inherited_pricing = inherited_pricing || array[${TERM}]`);
    await m.sql(`alter table ${table} force row level security,
      add constraint ${table}_inherited_pricing_check
        check (inherited_pricing <@ array[${SUPPLY}, 'discounts', ${TERM}])`);
  }
  await m.sql(`alter table party_family add constraint party_family_of_others_has_no_price_class
    check (role = 'customer' or (price_class = '' and ${TERM} = any (inherited_pricing)))`);
});
