import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Station as StationView } from '@navette/contracts/identity/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Company } from './company.js';
import type { Station } from './station.js';

interface LegalRow {
  station_id: string;
  network_id: string;
  version: number;
  code: string;
  name: string;
  siret: string;
  time_zone: string;
  vat_territory: string;
  company_name: string;
  legal_form: string;
  siren: string;
  vat_number: string;
  share_capital: string | null;
  rcs_city: string;
  line1: string;
  line2: string;
  postcode: string;
  city: string;
  country: string;
  phone: string;
  email: string;
  fiscal_year_start_month: number;
}

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

  /** Legal identity of a station, as every context keeps it, and its version. */
  async legalIdentity(tx: Tx, stationId: string): Promise<{ version: number; station: StationChanged } | undefined> {
    const row = await tx.first<LegalRow>(
      `select s.station_id, s.network_id, s.version, s.code, s.name, s.siret, s.time_zone, s.vat_territory,
         c.name as company_name, c.legal_form, c.siren, c.vat_number, c.share_capital, c.rcs_city,
         s.line1, s.line2, s.postcode, s.city, s.country, s.phone, s.email, c.fiscal_year_start_month
       from station s join company c on c.network_id = s.network_id and c.id = s.company_id
       where s.network_id = $1 and s.station_id = $2`,
      [tx.scope.networkId, stationId],
    );
    if (row === undefined) return undefined;
    const { line1, line2, postcode, city, country } = row;
    return {
      version: row.version,
      station: {
        stationId: row.station_id,
        networkId: row.network_id,
        code: row.code,
        name: row.name,
        siret: row.siret,
        timeZone: row.time_zone,
        vatTerritory: row.vat_territory,
        companyName: row.company_name,
        legalForm: row.legal_form,
        siren: row.siren,
        vatNumber: row.vat_number,
        shareCapital: row.share_capital ?? '',
        rcsCity: row.rcs_city,
        address: { line1, line2, postcode, city, country },
        phone: row.phone,
        email: row.email,
        fiscalYearStartMonth: row.fiscal_year_start_month,
      },
    };
  }

  /** The stations of the network, by code. */
  async ofNetwork(tx: Tx): Promise<StationView[]> {
    return tx.rows<StationView>(
      `select s.station_id as id, s.network_id as "networkId", s.code, s.name, s.siret, s.time_zone as "timeZone",
         c.name as "companyName", c.siren
       from station s join company c on c.network_id = s.network_id and c.id = s.company_id
       where s.network_id = $1 order by s.code`,
      [tx.scope.networkId],
    );
  }
}

function differs(table: string, columns: readonly string[]): string {
  const of = (side: string) => columns.map((column) => `${side}.${column}`).join(', ');
  return `(${of(table)}) is distinct from (${of('excluded')})`;
}
