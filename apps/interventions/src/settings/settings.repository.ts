import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';

@Injectable()
export class SettingsRepository {
  async find(tx: Tx): Promise<Settings> {
    const row = await tx.first<Settings>(
      'select mission_order_answer_hours as "missionOrderAnswerHours" from station_settings where station_id = $1',
      [tx.scope.stationId],
    );
    return row ?? DEFAULT_SETTINGS;
  }

  async save(tx: Tx, { missionOrderAnswerHours }: Settings): Promise<void> {
    await tx.run(
      `insert into station_settings (station_id, mission_order_answer_hours) values ($1, $2)
       on conflict (station_id) do update set mission_order_answer_hours = excluded.mission_order_answer_hours`,
      [tx.scope.stationId, missionOrderAnswerHours],
    );
  }
}
