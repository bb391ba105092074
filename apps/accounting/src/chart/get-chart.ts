import type { Chart } from '@navette/contracts/accounting/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stationErrors } from '../stations/station.js';
import { ChartRepository } from './chart.repository.js';

@Injectable()
export class GetChart {
  constructor(
    private readonly db: Database,
    private readonly charts: ChartRepository,
  ) {}

  /** @throws DomainError `accounting.station.not-known-yet`: the default chart is made when the station is known. */
  async execute(scope: Scope): Promise<Chart> {
    const chart = await this.db.tenantRead(scope, (tx) => this.charts.find(tx));
    if (chart === undefined) throw stationErrors.error('station.not-known-yet');
    return chart;
  }
}
