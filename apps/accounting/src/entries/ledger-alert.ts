import type { DomainError } from '@navette/kernel';
import { Database, type Tx } from '@navette/platform/database';
import { Metrics, type Logger } from '@navette/platform/observability';
import { LOGGER } from '@navette/platform/service';
import { Inject, Injectable } from '@nestjs/common';

/**
 * AC-2, AC-4: documents without entry as operators see them: counted as long as there are some
 * (`navette_ledger_documents`), and a refused one in the log. What to do: docs/runbooks/ledger.md.
 */
@Injectable()
export class LedgerAlert {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    db: Database,
    metrics: Metrics,
  ) {
    metrics.gauges('ledger_documents', 'documents without entry, by state', ['state'], async () => {
      const rows = await db.engineTx((tx) =>
        tx.rows<{ state: string; count: string }>(
          `select s.state, count(d.document_id) from (values ('waiting'), ('refused')) as s (state)
           left join ledger_document d on d.state = s.state group by s.state`,
        ),
      );
      return rows.map(({ state, count }) => ({ labels: { state }, value: Number(count) }));
    });
  }

  /** No setting can mend the document: said once it is certain, when `tx` has committed. */
  refused(tx: Tx, documentId: string, reason: DomainError): void {
    const { stationId } = tx.scope;
    tx.afterCommit(() => {
      this.logger.error('document refused by the ledger', { stationId, documentId, code: reason.code });
    });
  }
}
