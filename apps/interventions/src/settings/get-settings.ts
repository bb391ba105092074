import type { StationSettings } from '@navette/contracts/interventions/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SettingsRepository } from './settings.repository.js';

@Injectable()
export class GetSettings {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsRepository,
  ) {}

  /** Defaults where the station has set nothing. */
  execute(scope: Scope): Promise<StationSettings> {
    return this.db.tenantRead(scope, (tx) => this.settings.find(tx));
  }
}
