import type { Address } from '@navette/contracts/common/v1/common';
import type { Station as StationView } from '@navette/contracts/identity/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Company } from './company.js';
import type { Station } from './station.js';

/** A station with its company, under the names that the contract has. */
const LEGAL = `
  select s.version, s.station_id as id, s.network_id as "networkId", s.code, s.name, s.siret, s.time_zone as "timeZone",
    s.vat_territory as "vatTerritory", s.line1, s.line2, s.postcode, s.city, s.country, s.phone, s.email, s.iban, s.bic,
    c.name as "companyName", c.siren, c.legal_form as "legalForm", coalesce(c.share_capital::text, '') as "shareCapital",
    c.rcs_city as "rcsCity", c.vat_number as "vatNumber", c.naf, c.fiscal_year_start_month as "fiscalYearStartMonth",
    c.vat_regime as "vatRegime", c.vat_on_debits as "vatOnDebits"
  from station s join company c on c.network_id = s.network_id and c.id = s.company_id`;

type LegalRow = Omit<StationView, 'address'> & Address & { readonly version: number };

/** Networks, their companies and stations, within the network of the transaction. */
@Injectable()
export class StationRepository {
  /** @returns whether anything changed */
  async saveNetwork(tx: Tx, name: string): Promise<boolean> {
    const saved = await tx.first(
      `insert into network (id, name) values ($1, $2)
       on conflict (id) do update set name = excluded.name where network.name <> excluded.name returning id`,
      [tx.scope.networkId, name],
    );
    return saved !== undefined;
  }

  /** @returns whether anything changed; its stations are then due a new version, see `saveStation` */
  async saveCompany(tx: Tx, company: Company): Promise<boolean> {
    const values = {
      name: company.name,
      legal_form: company.legalForm,
      siren: company.siren,
      share_capital: company.shareCapital ?? null,
      rcs_city: company.rcsCity,
      vat_number: company.vatNumber,
      naf: company.naf,
      fiscal_year_start_month: company.fiscalYearStartMonth,
      vat_regime: company.vatRegime,
      vat_on_debits: company.vatOnDebits,
    };
    const columns = Object.keys(values);
    const saved = await tx.first(
      `insert into company (network_id, id, ${columns.join(', ')})
       values ($1, $2, ${columns.map((_, i) => `$${i + 3}`).join(', ')})
       on conflict (network_id, id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
       where ${differs('company', columns)} returning id`,
      [tx.scope.networkId, company.id, ...Object.values(values)],
    );
    return saved !== undefined;
  }

  /** @returns whether its version grew: it changed, or its company did (`companyChanged`) */
  async saveStation(tx: Tx, station: Station, companyId: string, companyChanged: boolean): Promise<boolean> {
    const values = {
      company_id: companyId,
      code: station.code,
      name: station.name,
      siret: station.siret,
      line1: station.address.line1,
      line2: station.address.line2,
      postcode: station.address.postcode,
      city: station.address.city,
      country: station.address.country || 'FR',
      phone: station.phone,
      email: station.email,
      iban: station.iban,
      bic: station.bic,
      time_zone: station.timeZone,
      vat_territory: station.vatTerritory,
    };
    const columns = Object.keys(values);
    const saved = await tx.first(
      `insert into station (network_id, station_id, version, ${columns.join(', ')})
       values ($1, $2, 1, ${columns.map((_, i) => `$${i + 4}`).join(', ')})
       on conflict (station_id) do update
         set version = station.version + 1, ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
       where $3 or ${differs('station', columns)} returning version`,
      [tx.scope.networkId, station.id, companyChanged, ...Object.values(values)],
    );
    return saved !== undefined;
  }

  /** A station of the network, and its version. */
  async byId(tx: Tx, stationId: string): Promise<{ version: number; station: StationView } | undefined> {
    const row = await tx.first<LegalRow>(`${LEGAL} where s.network_id = $1 and s.station_id = $2`, [
      tx.scope.networkId,
      stationId,
    ]);
    return row && { version: row.version, station: toStation(row) };
  }

  /** The stations of the network, by code. */
  async ofNetwork(tx: Tx): Promise<StationView[]> {
    const rows = await tx.rows<LegalRow>(`${LEGAL} where s.network_id = $1 order by s.code`, [tx.scope.networkId]);
    return rows.map(toStation);
  }
}

function toStation({ version: _version, line1, line2, postcode, city, country, ...station }: LegalRow): StationView {
  return { ...station, address: { line1, line2, postcode, city, country } };
}

function differs(table: string, columns: readonly string[]): string {
  const of = (side: string) => columns.map((column) => `${side}.${column}`).join(', ');
  return `(${of(table)}) is distinct from (${of('excluded')})`;
}
