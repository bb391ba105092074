import { migration } from '@navette/platform/database';
import { objectTable } from '@navette/platform/objects';

/**
 * ID-1. A company has a version, so that two who change it see each other; a station's SIRET begins with its company's
 * SIREN whoever changes which (deferred: a new SIREN comes with the new SIRETs); a station has a logo.
 */
export const companyVersionsAndLogos = migration('202611220828-company-versions-and-logos', async (m) => {
  await m.sql('alter table company add column version int not null default 1 check (version > 0)');
  await m.sql('alter table company add constraint company_siren unique (network_id, id, siren)');
  await m.sql(`alter table station
    add column siren text collate "C" generated always as (left(siret, 9)) stored,
    add column logo_sha256 text collate "C" not null default '' check (logo_sha256 ~ '^([0-9a-f]{64})?$')`);
  await m.sql(`alter table station add constraint station_siret_of_company
    foreign key (network_id, company_id, siren) references company (network_id, id, siren) deferrable initially deferred`);
  await objectTable(m);
});
