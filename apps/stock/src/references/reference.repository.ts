import type { PricingTerms } from '@navette/contracts/parties/v1/service';
import { documentNumber, localDate, type DocumentKind, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { referenceErrors, type BusinessDay } from './station.js';

/** What stock keeps of parties and of its station, and the numbers it gives. */
@Injectable()
export class ReferenceRepository {
  async saveStation(tx: Tx, version: number, code: string, timeZone: string): Promise<void> {
    await tx.run(
      `insert into station_ref (station_id, last_version, code, time_zone) values ($1, $2, $3, $4)
       on conflict (station_id) do update set last_version = excluded.last_version, code = excluded.code,
         time_zone = excluded.time_zone where station_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, version, code, timeZone],
    );
  }

  /** Keeps the newest version; an older one changes nothing. */
  async saveParty(tx: Tx, id: string, version: string, kinds: readonly string[]): Promise<void> {
    await tx.run(
      `insert into party_ref (station_id, id, last_version, kinds) values ($1, $2, $3, $4)
       on conflict (station_id, id) do update set last_version = excluded.last_version, kinds = excluded.kinds
       where party_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, id, version, kinds],
    );
  }

  /** Kinds of a party; none where it is not known, or not yet. */
  async kindsOf(tx: Tx, partyId: string): Promise<string[]> {
    const row = await tx.first<{ kinds: string[] }>('select kinds from party_ref where station_id = $1 and id = $2', [
      tx.scope.stationId,
      partyId,
    ]);
    return row?.kinds ?? [];
  }

  /** Those of the parties from whom parts can be ordered. */
  async suppliersAmong(tx: Tx, partyIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `select id from party_ref where station_id = $1 and id = any ($2::uuid[]) and kinds && '{supplier,manufacturer}'`,
      [tx.scope.stationId, partyIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Replaces a supplier's terms, unless a newer version is known. */
  async saveTerms(tx: Tx, partyId: string, version: string, terms: PricingTerms): Promise<void> {
    const orNull = (text: string) => (text === '' ? null : text);
    const taken = await tx.run(
      `insert into supplier_terms (station_id, party_id, last_version, professional_coefficient_1, professional_coefficient_2)
       values ($1, $2, $3, $4, $5)
       on conflict (station_id, party_id) do update set last_version = excluded.last_version,
         professional_coefficient_1 = excluded.professional_coefficient_1,
         professional_coefficient_2 = excluded.professional_coefficient_2
       where supplier_terms.last_version < excluded.last_version`,
      [
        tx.scope.stationId,
        partyId,
        version,
        orNull(terms.professionalCoefficient1),
        orNull(terms.professionalCoefficient2),
      ],
    );
    if (taken === 0) return;
    await tx.run('delete from price_band where station_id = $1 and party_id = $2', [tx.scope.stationId, partyId]);
    await tx.run(
      `insert into price_band (station_id, party_id, from_price, coefficient)
       select $1, $2, x.from_price, x.coefficient from unnest($3::numeric[], $4::numeric[]) as x (from_price, coefficient)`,
      [tx.scope.stationId, partyId, terms.bands.map((band) => band.from), terms.bands.map((band) => band.coefficient)],
    );
  }

  /** The date of an instant in the station. @throws DomainError `stock.station.unknown` */
  async today(tx: Tx): Promise<Temporal.PlainDate> {
    return localDate(tx.now, (await this.#station(tx)).time_zone);
  }

  /** @throws DomainError `stock.station.unknown` */
  async dayOf(tx: Tx, date: Temporal.PlainDate): Promise<BusinessDay> {
    const { time_zone } = await this.#station(tx);
    return { date, end: date.add({ days: 1 }).toZonedDateTime(time_zone).toInstant() };
  }

  /** The next numbers of a kind; gaps are allowed. @throws DomainError `stock.station.unknown` */
  async nextNumbers(tx: Tx, kind: DocumentKind & ('CF' | 'ES'), count: number): Promise<string[]> {
    if (count === 0) return [];
    const { code, time_zone } = await this.#station(tx);
    const { year } = localDate(tx.now, time_zone);
    const row = await tx.first<{ last: number }>(
      `insert into number_counter as c (station_id, kind, year, last) values ($1, $2, $3, $4)
       on conflict (station_id, kind, year) do update set last = c.last + excluded.last returning last`,
      [tx.scope.stationId, kind, year, count],
    );
    const first = (row?.last ?? count) - count + 1;
    return Array.from({ length: count }, (_, i) => documentNumber({ station: code, kind, year, sequence: first + i }));
  }

  async #station(tx: Tx): Promise<{ code: string; time_zone: string }> {
    const row = await tx.first<{ code: string; time_zone: string }>(
      'select code, time_zone from station_ref where station_id = $1',
      [tx.scope.stationId],
    );
    if (row === undefined) throw referenceErrors.error('station.unknown');
    return row;
  }
}
