import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChartRepository } from '../chart/chart.repository.js';
import { defaultChart } from '../chart/default-chart.js';
import { LedgerDocumentRepository } from '../entries/ledger-document.repository.js';
import { StationRepository } from './station.repository.js';

/** Keeps the copy of the station; a station that has no chart of accounts yet gets the default one (AC-1). */
@Injectable()
export class TakeStation {
  constructor(
    private readonly stations: StationRepository,
    private readonly charts: ChartRepository,
    private readonly documents: LedgerDocumentRepository,
  ) {}

  async execute(tx: Tx, station: StationChanged, version: number): Promise<void> {
    await this.stations.save(tx, station, version);
    tx.audit('station', station.stationId);
    if (await this.charts.open(tx, defaultChart(station.code))) {
      tx.audit('chart', station.stationId);
      await this.documents.scheduleWaiting(tx);
    }
  }
}
