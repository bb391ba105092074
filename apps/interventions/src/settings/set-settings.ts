import type { StationSettings } from '@navette/contracts/interventions/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedSettings } from './settings.js';
import { SettingsRepository } from './settings.repository.js';

/** Settings of the station; orders that were received before keep their time. */
@Injectable()
export class SetSettings {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsRepository,
  ) {}

  /** @throws DomainError `interventions.settings.answer-hours-out-of-range` */
  execute(scope: Scope, input: StationSettings): Promise<StationSettings> {
    const settings = checkedSettings(input);
    return this.db.command(scope, async (tx) => {
      await this.settings.save(tx, settings);
      tx.audit('station-settings', scope.stationId);
      return settings;
    });
  }
}
