import type { Address } from '@navette/contracts/common/v1/common';
import type { Station as StationView } from '@navette/contracts/identity/v1/service';
import { Money } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { companyErrors, type Company } from './company.js';
import { stationErrors, type Station } from './station.js';

/** A station with its company, under the names that the contract has. */
const LEGAL = `
  select s.version, s.station_id as id, s.network_id as "networkId", s.company_id as "companyId", s.code, s.name, s.siret,
    s.time_zone as "timeZone", s.vat_territory as "vatTerritory", s.line1, s.line2, s.postcode, s.city, s.country, s.phone,
    s.email, s.iban, s.bic, s.logo_sha256 as "logoSha256",
    c.name as "companyName", c.siren, c.legal_form as "legalForm", coalesce(c.share_capital::text, '') as "shareCapital",
    c.rcs_city as "rcsCity", c.vat_number as "vatNumber", c.naf, c.fiscal_year_start_month as "fiscalYearStartMonth",
    c.vat_regime as "vatRegime", c.vat_on_debits as "vatOnDebits"
  from station s join company c on c.network_id = s.network_id and c.id = s.company_id`;

type LegalRow = Omit<StationView, 'address' | 'version'> & Address & { readonly version: number };
type CompanyRow = Omit<Company, 'shareCapital'> & { readonly version: number; readonly shareCapital: string | null };

/** A company as it is kept. */
export interface KeptCompany {
  readonly version: number;
  readonly company: Company;
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
      `insert into company (network_id, id, version, ${columns.join(', ')})
       values ($1, $2, 1, ${columns.map((_, i) => `$${i + 3}`).join(', ')})
       on conflict (network_id, id) do update
         set version = company.version + 1, ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
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
      country: station.address.country,
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

  /** @returns whether it had another */
  async saveLogo(tx: Tx, stationId: string, sha256: string): Promise<boolean> {
    const changed = await tx.run(
      `update station set logo_sha256 = $3, version = version + 1
       where network_id = $1 and station_id = $2 and logo_sha256 <> $3`,
      [tx.scope.networkId, stationId, sha256],
    );
    return changed > 0;
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

  /** Those of a company, by code. */
  async ofCompany(tx: Tx, companyId: string): Promise<StationView[]> {
    const rows = await tx.rows<LegalRow>(`${LEGAL} where s.network_id = $1 and s.company_id = $2 order by s.code`, [
      tx.scope.networkId,
      companyId,
    ]);
    return rows.map(toStation);
  }

  /** Version of a station that nobody else changes until the transaction ends; its company is locked before it. */
  async lockVersion(tx: Tx, stationId: string): Promise<number | undefined> {
    const row = await tx.first<{ version: number }>(
      'select version from station where network_id = $1 and station_id = $2 for update',
      [tx.scope.networkId, stationId],
    );
    return row?.version;
  }

  companyById(tx: Tx, id: string): Promise<KeptCompany | undefined> {
    return this.#company(tx, id, '');
  }

  /** Nobody changes it until the transaction ends; its stations may be. */
  shareCompany(tx: Tx, id: string): Promise<KeptCompany | undefined> {
    return this.#company(tx, id, 'for share');
  }

  lockCompany(tx: Tx, id: string): Promise<KeptCompany | undefined> {
    return this.#company(tx, id, 'for update');
  }

  async #company(tx: Tx, id: string, lock: string): Promise<KeptCompany | undefined> {
    const row = await tx.first<CompanyRow>(
      `select id, version, name, legal_form as "legalForm", siren, share_capital::text as "shareCapital",
         rcs_city as "rcsCity", vat_number as "vatNumber", naf, fiscal_year_start_month as "fiscalYearStartMonth",
         vat_regime as "vatRegime", vat_on_debits as "vatOnDebits"
       from company where network_id = $1 and id = $2 ${lock}`,
      [tx.scope.networkId, id],
    );
    if (row === undefined) return undefined;
    const { version, shareCapital, ...company } = row;
    return {
      version,
      company: { ...company, ...(shareCapital !== null && { shareCapital: Money.parse(shareCapital) }) },
    };
  }
}

function toStation({ version, line1, line2, postcode, city, country, ...station }: LegalRow): StationView {
  return { ...station, version: String(version), address: { line1, line2, postcode, city, country } };
}

function differs(table: string, columns: readonly string[]): string {
  const of = (side: string) => columns.map((column) => `${side}.${column}`).join(', ');
  return `(${of(table)}) is distinct from (${of('excluded')})`;
}

/** SQLSTATE. */
const UNIQUE_VIOLATION = '23505';

/** Rethrows what a unique key refused as the error of its field: two may have typed the same at the same time. */
export function refuseTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code !== UNIQUE_VIOLATION) throw error;
  switch (constraint) {
    case 'station_network_id_code_key':
      throw stationErrors.error('station.invalid', {}, [stationErrors.field('/code', 'station.code-taken')]);
    case 'station_network_id_siret_key':
      throw stationErrors.error('station.invalid', {}, [stationErrors.field('/siret', 'station.siret-taken')]);
    case 'company_network_id_siren_key':
      throw companyErrors.error('company.invalid', {}, [companyErrors.field('/siren', 'company.siren-taken')]);
    default:
      throw error;
  }
}
