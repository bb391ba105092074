import type { Chart } from '@navette/contracts/accounting/v1/service';
import { localDate } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LedgerDocumentRepository } from '../entries/ledger-document.repository.js';
import { StationRepository } from '../stations/station.repository.js';
import { checkedChart } from './chart.js';
import { ChartRepository } from './chart.repository.js';

/** AC-1, AC-4: replaces the chart of a station; documents that waited for an account are posted after it. */
@Injectable()
export class SetChart {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
    private readonly charts: ChartRepository,
    private readonly documents: LedgerDocumentRepository,
  ) {}

  /** @throws DomainError `accounting.chart.invalid`, `….journal-of-other-kind`, `accounting.station.not-known-yet` */
  execute(scope: Scope, input: Chart): Promise<Chart> {
    return this.db.command(scope, async (tx) => {
      const { code, timeZone } = await this.stations.current(tx);
      const chart = checkedChart(input, { stationCode: code, today: localDate(tx.now, timeZone) });
      await this.charts.lockToChange(tx);
      await this.charts.replace(tx, chart);
      await this.documents.scheduleWaiting(tx);
      tx.audit('chart', scope.stationId);
      return (await this.charts.find(tx)) as Chart;
    });
  }
}
