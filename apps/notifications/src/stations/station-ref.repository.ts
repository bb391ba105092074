import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** What mails show of their station; a copy kept by identity's events. */
export interface StationRef {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

@Injectable()
export class StationRefRepository {
  /** Undefined until identity's event has come. */
  async ofStation(tx: Tx): Promise<(StationRef & Record<string, string>) | undefined> {
    return tx.first('select name, phone, email from station_ref where station_id = $1', [tx.scope.stationId]);
  }

  /** Keeps the newest. */
  async save(tx: Tx, version: number, { name, phone, email }: StationRef): Promise<void> {
    await tx.run(
      `insert into station_ref (station_id, last_version, name, phone, email) values ($1, $2, $3, $4, $5)
       on conflict (station_id) do update set last_version = excluded.last_version, name = excluded.name,
         phone = excluded.phone, email = excluded.email
       where station_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, version, name, phone, email],
    );
  }
}
