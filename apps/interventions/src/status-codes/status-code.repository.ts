import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { KnownStatusCode } from './status-code.js';

/** The system's codes and the station's own, as one list. */
const CODES = `
  select code, coalesce(key, '') as key, phase, label_fr as "labelFr", label_en as "labelEn", colour, by_hand as "byHand"
  from status_code
  union all
  select code, '', phase, label_fr, label_en, colour, true from station_status_code where station_id = $1`;

@Injectable()
export class StatusCodeRepository {
  all(tx: Tx): Promise<KnownStatusCode[]> {
    return tx.rows<KnownStatusCode>(`${CODES} order by code`, [tx.scope.stationId]);
  }

  find(tx: Tx, code: number): Promise<KnownStatusCode | undefined> {
    return tx.first<KnownStatusCode>(`select * from (${CODES}) c where code = $2`, [tx.scope.stationId, code]);
  }

  /** Of the station's own. */
  async save(tx: Tx, { code, phase, labelFr, labelEn, colour }: KnownStatusCode): Promise<void> {
    await tx.run(
      `insert into station_status_code (station_id, code, phase, label_fr, label_en, colour) values ($1, $2, $3, $4, $5, $6)
       on conflict (station_id, code) do update
         set phase = excluded.phase, label_fr = excluded.label_fr, label_en = excluded.label_en, colour = excluded.colour`,
      [tx.scope.stationId, code, phase, labelFr, labelEn, colour],
    );
  }
}
