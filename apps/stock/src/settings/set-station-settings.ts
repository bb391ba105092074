import type { StationSettings } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SettingsRepository } from './settings.repository.js';
import { checkedSettings } from './station-settings.js';

/** ST-4, ST-12, and the clock of saga order-receipt-to-allocation. */
@Injectable()
export class SetStationSettings {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsRepository,
  ) {}

  /** @throws DomainError `stock.settings.invalid` */
  execute(scope: Scope, input: StationSettings): Promise<StationSettings> {
    const settings = checkedSettings(input);
    return this.db.command(scope, async (tx) => {
      await this.settings.save(tx, settings);
      tx.audit('station-settings', tx.scope.stationId);
      return settings;
    });
  }
}
