import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stationErrors, type Station } from './station.js';

interface StationRow extends Omit<Station, 'address' | 'shareCapital'> {
  shareCapital: string | null;
  line1: string;
  line2: string;
  postcode: string;
  city: string;
  country: string;
}

@Injectable()
export class StationRepository {
  /** Keeps the newest version; an older one changes nothing. */
  async save(tx: Tx, station: StationChanged, version: number): Promise<void> {
    await tx.run(
      `insert into station_ref (station_id, version, code, name, siret, time_zone, vat_territory, company_name, legal_form,
         siren, vat_number, share_capital, rcs_city, line1, line2, postcode, city, country)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
       on conflict (station_id) do update set version = excluded.version, code = excluded.code, name = excluded.name,
         siret = excluded.siret, time_zone = excluded.time_zone, vat_territory = excluded.vat_territory,
         company_name = excluded.company_name, legal_form = excluded.legal_form, siren = excluded.siren,
         vat_number = excluded.vat_number, share_capital = excluded.share_capital, rcs_city = excluded.rcs_city,
         line1 = excluded.line1, line2 = excluded.line2, postcode = excluded.postcode, city = excluded.city,
         country = excluded.country
       where station_ref.version < excluded.version`,
      [
        tx.scope.stationId,
        version,
        station.code,
        station.name,
        station.siret,
        station.timeZone,
        station.vatTerritory,
        station.companyName,
        station.legalForm,
        station.siren,
        station.vatNumber,
        station.shareCapital === '' ? null : station.shareCapital,
        station.rcsCity,
        station.address?.line1 ?? '',
        station.address?.line2 ?? '',
        station.address?.postcode ?? '',
        station.address?.city ?? '',
        station.address?.country || 'FR',
      ],
    );
  }

  /** @throws DomainError `billing.station.not-known-yet` until identity's event has come. */
  async current(tx: Tx): Promise<Station> {
    const row = await tx.first<StationRow>(
      `select code, name, siret, time_zone as "timeZone", vat_territory as "vatTerritory", company_name as "companyName",
         legal_form as "legalForm", siren, vat_number as "vatNumber", share_capital as "shareCapital",
         rcs_city as "rcsCity", line1, line2, postcode, city, country
       from station_ref where station_id = $1`,
      [tx.scope.stationId],
    );
    if (row === undefined) throw stationErrors.error('station.not-known-yet');
    const { line1, line2, postcode, city, country, shareCapital, ...rest } = row;
    return { ...rest, shareCapital: shareCapital ?? '', address: { line1, line2, postcode, city, country } };
  }
}
