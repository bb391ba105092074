import { migration } from '@navette/platform/database';

/**
 * ST-5, PA-3, PA-18: the rest of a party's terms: what it pays for parts, and whose coefficients apply to those of a
 * manufacturer. `whole_version` is the version of which all of it is kept; what is known from before is not, and parties
 * tells it again (ADR 0039).
 */
export const partyPrices = migration('202611221838-party-prices', async (m) => {
  await m.sql(`alter table supplier_terms add column coefficients_of uuid,
    add column whole_version bigint not null default 0`);
  await m.sql(`create table part_discount (
    station_id uuid not null,
    party_id uuid not null,
    supplier_party_id uuid,
    manufacturer_party_id uuid,
    discount numeric(14,4) check (discount between 0 and 1),
    coefficient numeric(14,4) check (coefficient > 0),
    unique nulls not distinct (station_id, party_id, supplier_party_id, manufacturer_party_id),
    foreign key (station_id, party_id) references supplier_terms (station_id, party_id),
    check (discount is not null or coefficient is not null))`);
  await m.tenantTable('part_discount', { app: ['insert', 'delete'] });
});
