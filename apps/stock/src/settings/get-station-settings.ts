import type { StationSettings } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SettingsRepository } from './settings.repository.js';

@Injectable()
export class GetStationSettings {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsRepository,
  ) {}

  execute(scope: Scope): Promise<StationSettings> {
    return this.db.tenantRead(scope, (tx) => this.settings.read(tx));
  }
}
