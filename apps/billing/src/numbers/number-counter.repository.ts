import { documentNumber, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { GivenNumber, Series } from './given-number.js';

/** The date would go back behind a number already given; a serialisation failure, so that the transaction runs again. */
class DatedBeforePredecessor extends Error {
  readonly code = '40001';
}

/**
 * Continuous numbers per station, series and year (BI-20). The counter's row stays locked until commit and is given back by
 * a rollback, so a series has no gap; whoever draws from it locks nothing afterwards.
 */
@Injectable()
export class NumberCounterRepository {
  /** Locks the counter and takes the next `count` numbers of the year of `on`, the station's date of issue. */
  async takeLast(
    tx: Tx,
    { station, series, on, count = 1 }: { station: string; series: Series; on: Temporal.PlainDate; count?: number },
  ): Promise<GivenNumber[]> {
    const row = await tx.first<{ last: number }>(
      `insert into number_counter (station_id, series, year, last, last_on) values ($1, $2, $3, $4, $5)
       on conflict (station_id, series, year)
       do update set last = number_counter.last + excluded.last, last_on = excluded.last_on
       where number_counter.last_on <= excluded.last_on
       returning last`,
      [tx.scope.stationId, series, on.year, count, on],
    );
    if (row === undefined) throw new DatedBeforePredecessor(`a number of ${series} was given after ${on.toString()}`);
    return Array.from({ length: count }, (_, i) => {
      const sequence = row.last - count + 1 + i;
      return { number: documentNumber({ station, kind: series, year: on.year, sequence }), year: on.year, sequence };
    });
  }

  /** Date of the last number of a series, over all years; undefined before the first. */
  async lastDate(tx: Tx, series: Series): Promise<Temporal.PlainDate | undefined> {
    const row = await tx.first<{ last: Temporal.PlainDate | null }>(
      'select max(last_on) as last from number_counter where station_id = $1 and series = $2',
      [tx.scope.stationId, series],
    );
    return row?.last ?? undefined;
  }
}
