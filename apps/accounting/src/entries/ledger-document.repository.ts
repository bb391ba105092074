import { DocumentIssued } from '@navette/contracts/billing/v1/events';
import type { WaitingDocument } from '@navette/contracts/accounting/v1/service';
import { Temporal, type DomainError } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { setTimer } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';

export const POST_WAITING = 'post-waiting-documents';

export type DocumentState = 'posted' | 'waiting' | 'ignored' | 'refused';

/** Every document that came from billing, and what became of it. */
@Injectable()
export class LedgerDocumentRepository {
  async isKnown(tx: Tx, documentId: string): Promise<boolean> {
    const row = await tx.first('select 1 from ledger_document where station_id = $1 and document_id = $2', [
      tx.scope.stationId,
      documentId,
    ]);
    return row !== undefined;
  }

  async insert(tx: Tx, document: DocumentIssued, state: DocumentState, reason?: DomainError): Promise<void> {
    await tx.run(
      `insert into ledger_document (station_id, document_id, kind, number, issued_on, content, state, reason, params)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.scope.stationId,
        document.documentId,
        document.kind,
        document.number,
        document.issuedOn,
        JSON.stringify(DocumentIssued.toJSON(document)),
        state,
        reason?.code ?? '',
        JSON.stringify(reason?.params ?? {}),
      ],
    );
  }

  async update(tx: Tx, documentId: string, state: DocumentState, reason?: DomainError): Promise<void> {
    await tx.run(
      `update ledger_document set state = $3, reason = $4, params = $5 where station_id = $1 and document_id = $2`,
      [tx.scope.stationId, documentId, state, reason?.code ?? '', JSON.stringify(reason?.params ?? {})],
    );
  }

  /** Number of the first document that waits, in the order of issue. */
  async firstWaiting(tx: Tx): Promise<string | undefined> {
    const row = await tx.first<{ number: string }>(
      `select number from ledger_document where station_id = $1 and state = 'waiting' order by issued_on, number limit 1`,
      [tx.scope.stationId],
    );
    return row?.number;
  }

  /** The first documents that wait, in the order of issue. */
  async waiting(tx: Tx, limit: number): Promise<DocumentIssued[]> {
    const rows = await tx.rows<{ content: unknown }>(
      `select content from ledger_document where station_id = $1 and state = 'waiting' order by issued_on, number limit $2`,
      [tx.scope.stationId, limit],
    );
    return rows.map(({ content }) => DocumentIssued.fromJSON(content));
  }

  /** Documents without entry that should have one; `after` is date, number and id of the last one before the page. */
  async openPage(
    tx: Tx,
    after: readonly string[] | undefined,
    limit: number,
  ): Promise<{ document: WaitingDocument; position: string[] }[]> {
    const rows = await tx.rows<{
      document_id: string;
      number: string;
      issued_on: Temporal.PlainDate;
      reason: string;
      params: Record<string, unknown>;
    }>(
      `select document_id, number, issued_on, reason, params from ledger_document
       where station_id = $1 and state in ('waiting', 'refused')
         and ($2::date is null or (issued_on, number, document_id) > ($2, $3, $4::uuid))
       order by issued_on, number, document_id limit $5`,
      [tx.scope.stationId, ...(after ?? [null, null, null]), limit],
    );
    return rows.map((row) => ({
      document: {
        documentId: row.document_id,
        number: row.number,
        reason: row.reason,
        params: Object.fromEntries(
          Object.entries(row.params).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : String(value),
          ]),
        ),
      },
      position: [row.issued_on.toString(), row.number, row.document_id],
    }));
  }

  /** Has the waiting documents looked at again, after this transaction. */
  async scheduleWaiting(tx: Tx): Promise<void> {
    if ((await this.firstWaiting(tx)) === undefined) return;
    await setTimer(tx, { kind: POST_WAITING, key: tx.scope.stationId, dueAt: tx.now });
  }
}
