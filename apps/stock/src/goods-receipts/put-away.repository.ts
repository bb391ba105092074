import type { PieceOwner } from '@navette/contracts/stock/v1/put_away';
import { Quantity, type Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** A scan that stands, as it is read. */
export interface ReadScan {
  readonly id: string;
  readonly lineId: string;
  readonly partId: string;
  /** Need that the piece was said to be of; null: to the shelf. */
  readonly told: string | null;
  readonly scannedAt: Temporal.Instant;
  readonly scannedBy: string;
}

export interface NewScan {
  readonly id: string;
  readonly receiptId: string;
  readonly lineId: string;
  readonly code: string;
  readonly needId: string | null;
}

/** Scans of goods receipts, and who has what of a receipt. Scans are written under the lock of their receipt. */
@Injectable()
export class PutAwayRepository {
  async insertScan(tx: Tx, { id, receiptId, lineId, code, needId }: NewScan): Promise<void> {
    await tx.run(
      `insert into goods_receipt_scan (station_id, id, receipt_id, line_id, code, need_id, scanned_at, scanned_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.scope.stationId, id, receiptId, lineId, code, needId, tx.now, tx.scope.actor.id],
    );
  }

  /** Takes a scan back, unless that was done already or there is none of this receipt. */
  async undoScan(tx: Tx, receiptId: string, id: string): Promise<{ lineId: string } | 'undone' | undefined> {
    const row = await tx.first<{ line_id: string; undone_at: Temporal.Instant | null }>(
      'select line_id, undone_at from goods_receipt_scan where station_id = $1 and receipt_id = $2 and id = $3',
      [tx.scope.stationId, receiptId, id],
    );
    if (row === undefined) return undefined;
    if (row.undone_at !== null) return 'undone';
    await tx.run('update goods_receipt_scan set undone_at = $3 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
      tx.now,
    ]);
    return { lineId: row.line_id };
  }

  /** Scans that stand, in their order; of one part where one is named. */
  async scansOf(tx: Tx, receiptId: string, partId?: string): Promise<ReadScan[]> {
    return tx.rows<ReadScan>(
      `select s.id, s.line_id as "lineId", l.part_id as "partId", s.need_id as told, s.scanned_at as "scannedAt",
         s.scanned_by as "scannedBy"
       from goods_receipt_scan s
       join goods_receipt_line l on l.station_id = s.station_id and l.id = s.line_id
       where s.station_id = $1 and s.receipt_id = $2 and s.undone_at is null and ($3::uuid is null or l.part_id = $3)
       order by s.id`,
      [tx.scope.stationId, receiptId, partId ?? null],
    );
  }

  /** What was given of a validated receipt and not taken back, in the order of allocation. */
  async given(tx: Tx, receiptId: string): Promise<{ partId: string; needId: string; quantity: Quantity }[]> {
    const rows = await tx.rows<{ partId: string; needId: string; quantity: string }>(
      `select a.part_id as "partId", a.need_id as "needId", a.quantity
       from goods_receipt_line l join allocation a on a.station_id = l.station_id and a.receipt_line_id = l.id
       where l.station_id = $1 and l.receipt_id = $2 and a.state <> 'withdrawn' order by l.position, a.id`,
      [tx.scope.stationId, receiptId],
    );
    return rows.map((row) => ({ ...row, quantity: Quantity.parse(row.quantity) }));
  }

  async owners(tx: Tx, needIds: readonly string[]): Promise<Map<string, PieceOwner>> {
    const rows = await tx.rows<PieceOwner>(
      `select id as "needId", origin_kind as "originKind", origin_id as "originId", origin_number as "originNumber",
         coalesce(customer_party_id::text, '') as "customerPartyId", countermark
       from need where station_id = $1 and id = any ($2::uuid[])`,
      [tx.scope.stationId, needIds],
    );
    return new Map(rows.map((owner) => [owner.needId, owner]));
  }
}
