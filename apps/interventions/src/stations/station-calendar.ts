import { documentNumber, localDate, type DocumentKind } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRepository, type StationRef } from './station.repository.js';
import { stationErrors } from './station.js';

/** Numbers and dates as the station of the transaction writes them (IN-5). */
@Injectable()
export class StationCalendar {
  constructor(private readonly stations: StationRepository) {}

  /**
   * Number of a new document: per station, kind and year of the station's date; never reused, gaps allowed.
   * @throws DomainError `interventions.station.unknown`
   */
  async nextNumber(tx: Tx, kind: Extract<DocumentKind, 'OM' | 'DI'>): Promise<string> {
    const { code, timeZone } = await this.#station(tx);
    const { year } = localDate(tx.now, timeZone);
    return documentNumber({ station: code, kind, year, sequence: await this.stations.nextSequence(tx, kind, year) });
  }

  /** The station's date now. @throws DomainError `interventions.station.unknown` */
  async today(tx: Tx): Promise<ReturnType<typeof localDate>> {
    return localDate(tx.now, (await this.#station(tx)).timeZone);
  }

  async #station(tx: Tx): Promise<StationRef> {
    const station = await this.stations.find(tx);
    if (station === undefined) throw stationErrors.error('station.unknown');
    return station;
  }
}
