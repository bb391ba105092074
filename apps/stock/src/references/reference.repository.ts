import type { Party, PricingTerms } from '@navette/contracts/parties/v1/service';
import { documentNumber, isUuid, localDate, Rate, type DocumentKind, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Customer, PartDiscount, PriceClass } from '../catalogue/sale-price.js';
import { referenceErrors, type BusinessDay } from './station.js';

/** A station as the others of its network know it. */
export interface StationOfNetwork {
  readonly networkId: string;
  readonly code: string;
  readonly name: string;
}

/** What stock keeps of parties and of its station, and the numbers it gives. */
@Injectable()
export class ReferenceRepository {
  /** Keeps the newest version; the same once more fills in what was not kept then. */
  async saveStation(tx: Tx, version: number, station: StationOfNetwork & { readonly timeZone: string }): Promise<void> {
    await tx.run(
      `insert into station_ref (station_id, last_version, code, time_zone, network_id, name) values ($1, $2, $3, $4, $5, $6)
       on conflict (station_id) do update set last_version = excluded.last_version, code = excluded.code,
         time_zone = excluded.time_zone, network_id = excluded.network_id, name = excluded.name
       where station_ref.last_version <= excluded.last_version`,
      [tx.scope.stationId, version, station.code, station.timeZone, station.networkId, station.name],
    );
  }

  /** This station, as its sisters know it. @throws DomainError `stock.station.unknown` */
  async station(tx: Tx): Promise<StationOfNetwork> {
    const row = await tx.first<StationOfNetwork>(
      `select network_id as "networkId", code, name from station_ref where station_id = $1 and network_id is not null`,
      [tx.scope.stationId],
    );
    if (row === undefined) throw referenceErrors.error('station.unknown');
    return row;
  }

  /** The code by which a network knows a manufacturer; empty where it is not known. */
  async manufacturerCode(tx: Tx, partyId: string | null): Promise<string> {
    const row = await tx.first<{ code: string }>('select code from party_ref where station_id = $1 and id = $2', [
      tx.scope.stationId,
      partyId,
    ]);
    return row?.code ?? '';
  }

  /** Keeps the newest version; an older one changes nothing. */
  async saveParties(
    tx: Tx,
    parties: readonly (Pick<Party, 'id' | 'version' | 'kinds'> & Partial<Pick<Party, 'alphaCode'>>)[],
  ): Promise<void> {
    const rows = parties.map(({ id, version, kinds, alphaCode: code = '' }) => ({ id, version, kinds, code }));
    await tx.run(
      `insert into party_ref (station_id, id, last_version, kinds, code)
       select $1, id, version, kinds, code
       from jsonb_to_recordset($2::jsonb) as x (id uuid, version bigint, kinds text[], code text)
       on conflict (station_id, id) do update
         set last_version = excluded.last_version, kinds = excluded.kinds, code = excluded.code
       where party_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, JSON.stringify(rows)],
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

  /** PA-18: a manufacturer's parts are bought from itself, unless it is no supplier. */
  async usualSupplier(tx: Tx, manufacturerPartyId: string | null): Promise<string | null> {
    if (manufacturerPartyId === null) return null;
    const kinds = await this.kindsOf(tx, manufacturerPartyId);
    return kinds.includes('supplier') ? manufacturerPartyId : null;
  }

  /** A customer with what it pays for parts (PA-3); undefined where it is not known, or not yet: it pays the public price. */
  async customer(tx: Tx, partyId: string): Promise<Customer | undefined> {
    if (!isUuid(partyId)) return undefined;
    const row = await tx.first<{
      kinds: string[];
      version: string;
      price_class: PriceClass | null;
      price_class_of_family: boolean;
      discounts: Record<keyof PartDiscount, string | null>[];
    }>(
      `select p.kinds, coalesce(t.last_version, 0) as version, t.price_class, t.price_class_of_family,
         coalesce((select jsonb_agg(jsonb_build_object('supplierPartyId', supplier_party_id,
             'manufacturerPartyId', manufacturer_party_id, 'discount', discount::text, 'coefficient', coefficient::text))
           from part_discount d where d.station_id = t.station_id and d.party_id = t.party_id), '[]') as discounts
       from party_ref p left join supplier_terms t on t.station_id = p.station_id and t.party_id = p.id
       where p.station_id = $1 and p.id = $2`,
      [tx.scope.stationId, partyId],
    );
    const rate = (text: string | null) => (text === null ? undefined : Rate.parse(text));
    return (
      row && {
        partyId,
        version: row.version,
        kinds: row.kinds,
        priceClass:
          row.price_class === null
            ? undefined
            : { value: row.price_class, chosenBy: row.price_class_of_family ? 'family' : 'party' },
        discounts: row.discounts.map(({ discount, coefficient, ...of }) => ({
          ...of,
          discount: rate(discount),
          coefficient: rate(coefficient),
        })),
      }
    );
  }

  /** Those of the parties from whom parts can be ordered. */
  async suppliersAmong(tx: Tx, partyIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `select id from party_ref where station_id = $1 and id = any ($2::uuid[]) and kinds && '{supplier,manufacturer}'`,
      [tx.scope.stationId, partyIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Replaces a party's terms, unless a newer version is known. */
  async saveTerms(tx: Tx, partyId: string, version: string, terms: PricingTerms): Promise<void> {
    const orNull = (text: string) => (text === '' ? null : text);
    const taken = await tx.first<{ is_new: boolean }>(
      `insert into supplier_terms (station_id, party_id, last_version, whole_version, professional_coefficient_1,
         professional_coefficient_2, coefficients_of, price_class, price_class_of_family)
       values ($1, $2, $3, $3, $4, $5, $6, $7, $8)
       on conflict (station_id, party_id) do update set last_version = excluded.last_version,
         whole_version = excluded.whole_version, professional_coefficient_1 = excluded.professional_coefficient_1,
         professional_coefficient_2 = excluded.professional_coefficient_2, coefficients_of = excluded.coefficients_of,
         price_class = excluded.price_class, price_class_of_family = excluded.price_class_of_family
       where (supplier_terms.last_version, supplier_terms.whole_version) < (excluded.last_version, excluded.whole_version)
       returning xmax = 0 as is_new`,
      [
        tx.scope.stationId,
        partyId,
        version,
        orNull(terms.professionalCoefficient1),
        orNull(terms.professionalCoefficient2),
        orNull(terms.coefficientsOfPartyId),
        orNull(terms.priceClass),
        terms.inherited.includes('priceClass'),
      ],
    );
    if (taken === undefined) return;
    const { bands, discounts } = terms;
    // Most parties are customers without terms of their own: imports bring many of them at once.
    if (taken.is_new && bands.length + discounts.length === 0) return;
    for (const table of ['price_band', 'part_discount']) {
      await tx.run(`delete from ${table} where station_id = $1 and party_id = $2`, [tx.scope.stationId, partyId]);
    }
    await tx.run(
      `insert into price_band (station_id, party_id, from_price, coefficient)
       select $1, $2, x.from_price, x.coefficient from unnest($3::numeric[], $4::numeric[]) as x (from_price, coefficient)`,
      [tx.scope.stationId, partyId, bands.map((band) => band.from), bands.map((band) => band.coefficient)],
    );
    await tx.run(
      `insert into part_discount (station_id, party_id, supplier_party_id, manufacturer_party_id, discount, coefficient)
       select $1, $2, x.* from unnest($3::uuid[], $4::uuid[], $5::numeric[], $6::numeric[]) as x`,
      [
        tx.scope.stationId,
        partyId,
        discounts.map(({ supplierPartyId }) => orNull(supplierPartyId)),
        discounts.map(({ manufacturerPartyId }) => orNull(manufacturerPartyId)),
        discounts.map(({ discount }) => orNull(discount)),
        discounts.map(({ coefficient }) => orNull(coefficient)),
      ],
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
  async nextNumbers(
    tx: Tx,
    kind: DocumentKind & ('BE' | 'BN' | 'BS' | 'CF' | 'ES' | 'IV' | 'RF' | 'TR'),
    count: number,
  ): Promise<string[]> {
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
