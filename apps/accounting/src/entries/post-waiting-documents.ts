import { Database, type Scope, type Tx } from '@navette/platform/database';
import type { Timer, TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ChartRepository } from '../chart/chart.repository.js';
import { entryErrors, postingOf } from './entry.js';
import { LedgerDocumentRepository, POST_WAITING } from './ledger-document.repository.js';
import { LedgerAlert } from './ledger-alert.js';
import { PostEntry } from './post-entry.js';

const BATCH = 100;

/**
 * AC-4: after a change of the chart, posts the documents that waited, in the order of issue, up to the first that still
 * lacks an account. In batches, so that documents that arrive meanwhile are not held up for long.
 */
@Injectable()
export class PostWaitingDocuments implements TimerHandler {
  readonly kind = POST_WAITING;

  constructor(
    private readonly db: Database,
    private readonly charts: ChartRepository,
    private readonly documents: LedgerDocumentRepository,
    private readonly postEntry: PostEntry,
    private readonly alert: LedgerAlert,
  ) {}

  fire(_timer: Timer, scope: Scope, done: (tx: Tx) => Promise<void>): Promise<void> {
    return this.db.tenantTx(scope, async (tx) => {
      await done(tx);
      tx.audit('chart', scope.stationId);
      if (await this.execute(tx)) await this.documents.scheduleWaiting(tx);
    });
  }

  /** Posts one batch; true when the next may follow. */
  async execute(tx: Tx): Promise<boolean> {
    await this.charts.lockToChange(tx);
    const chart = await this.charts.find(tx);
    if (chart === undefined) return false;
    let blockedBy: string | undefined;
    for (const document of await this.documents.waiting(tx, BATCH)) {
      const posting = postingOf(document, chart);
      const { documentId, number } = document;
      if (posting.kind === 'incomplete') {
        blockedBy ??= number;
        await this.documents.update(tx, documentId, 'waiting', posting.reason);
      } else if (blockedBy !== undefined) {
        await this.documents.update(
          tx,
          documentId,
          'waiting',
          entryErrors.error('document.waits-behind', { number: blockedBy }),
        );
      } else if (posting.kind === 'entry') {
        await this.documents.update(tx, documentId, 'posted');
        await this.postEntry.execute(tx, document, posting.entry);
      } else if (posting.kind === 'refused') {
        await this.documents.update(tx, documentId, 'refused', posting.reason);
        this.alert.refused(tx, documentId, posting.reason);
      } else {
        await this.documents.update(tx, documentId, 'ignored');
      }
    }
    return blockedBy === undefined;
  }
}
