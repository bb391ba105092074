import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Money, Quantity, UnitPrice, type Temporal } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { supplierReturnList } from './supplier-return.list.js';
import type {
  ReturnableLine,
  ReturnedLine,
  ReturnHead,
  ReturnLine,
  ReturnReason,
  ReturnState,
} from './supplier-return.js';

interface HeadRow {
  id: string;
  version: number;
  number: string;
  supplier_party_id: string;
  goods_receipt_id: string;
  goods_receipt_number: string;
  state: ReturnState;
  comment: string;
  expected_credit: string;
  created_at: Temporal.Instant;
}

const COLUMNS = `r.id, r.version, r.number, r.supplier_party_id, r.goods_receipt_id, r.state, r.comment, r.expected_credit,
  r.created_at, (select g.number from goods_receipt g
    where g.station_id = r.station_id and g.id = r.goods_receipt_id) as goods_receipt_number`;

/** Returns to suppliers. What went back of a receipt line is counted beside it, under the receipt's lock. */
@Injectable()
export class SupplierReturnRepository {
  /** Lines of a locked receipt that brought something. */
  async returnable(tx: Tx, receiptId: string): Promise<ReturnableLine[]> {
    const rows = await tx.rows<{
      id: string;
      part_id: string;
      reference: string;
      quantity: string;
      returned: string;
      unit_price: string;
    }>(
      `select l.id, l.part_id, p.reference, l.quantity, coalesce(b.returned, 0) as returned, l.unit_price
       from goods_receipt_line l join part p on p.station_id = l.station_id and p.id = l.part_id
       left join receipt_line_returned b on b.station_id = l.station_id and b.receipt_line_id = l.id
       where l.station_id = $1 and l.receipt_id = $2 and l.quantity > 0 and l.unit_price is not null order by l.position`,
      [tx.scope.stationId, receiptId],
    );
    return rows.map((row) => {
      const received = Quantity.parse(row.quantity);
      const left = received.minus(Quantity.parse(row.returned));
      const { id, part_id: partId, reference } = row;
      return { id, partId, reference, received, left, unitPrice: UnitPrice.parse(row.unit_price) };
    });
  }

  async insert(
    tx: Tx,
    head: Omit<ReturnHead, 'version' | 'state' | 'createdAt' | 'goodsReceiptNumber'>,
    lines: readonly (ReturnedLine & { readonly id: string })[],
  ): Promise<void> {
    await tx.run(
      `insert into supplier_return (station_id, id, version, number, supplier_party_id, goods_receipt_id, state, comment,
         expected_credit, created_at) values ($1, $2, 1, $3, $4, $5, 'credit_expected', $6, $7, $8)`,
      [
        tx.scope.stationId,
        head.id,
        head.number,
        head.supplierPartyId,
        head.goodsReceiptId,
        head.comment,
        head.expectedCredit,
        tx.now,
      ],
    );
    await tx.run(
      `insert into supplier_return_line (station_id, id, return_id, position, receipt_line_id, quantity, reason, credit)
       select $1, x.id, $2, x.n, x.line_id, x.quantity, x.reason, x.credit
       from unnest($3::uuid[], $4::uuid[], $5::numeric[], $6::text[], $7::numeric[])
         with ordinality as x (id, line_id, quantity, reason, credit, n)`,
      [
        tx.scope.stationId,
        head.id,
        lines.map(({ id }) => id),
        lines.map(({ line }) => line.id),
        lines.map(({ quantity }) => quantity),
        lines.map(({ reason }) => reason),
        lines.map(({ credit }) => credit),
      ],
    );
    await tx.run(
      `insert into receipt_line_returned (station_id, receipt_line_id, received, returned)
       select $1, * from unnest($2::uuid[], $3::numeric[], $4::numeric[])
       on conflict (station_id, receipt_line_id) do update
         set returned = receipt_line_returned.returned + excluded.returned`,
      [
        tx.scope.stationId,
        lines.map(({ line }) => line.id),
        lines.map(({ line }) => line.received),
        lines.map(({ quantity }) => quantity),
      ],
    );
  }

  /** Of a locked return: its lines may go back again. */
  async cancel(tx: Tx, id: string): Promise<void> {
    const params = [tx.scope.stationId, id];
    await tx.run(
      `update receipt_line_returned b set returned = b.returned - l.quantity from supplier_return_line l
       where l.station_id = $1 and l.return_id = $2 and b.station_id = $1 and b.receipt_line_id = l.receipt_line_id`,
      params,
    );
    await tx.run(
      `update supplier_return set state = 'cancelled', version = version + 1 where station_id = $1 and id = $2`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<ReturnHead | undefined> {
    return this.#head(tx, id, '');
  }

  async lockById(tx: Tx, id: string): Promise<ReturnHead | undefined> {
    return this.#head(tx, id, 'for update of r');
  }

  async linesOf(tx: Tx, returnId: string): Promise<ReturnLine[]> {
    const rows = await tx.rows<{
      id: string;
      receipt_line_id: string;
      part_id: string;
      reference: string;
      designation: string;
      quantity: string;
      reason: ReturnReason;
      unit_price: string;
      credit: string;
    }>(
      `select l.id, l.receipt_line_id, g.part_id, p.reference, p.designation, l.quantity, l.reason, g.unit_price, l.credit
       from supplier_return_line l
       join goods_receipt_line g on g.station_id = l.station_id and g.id = l.receipt_line_id
       join part p on p.station_id = g.station_id and p.id = g.part_id
       where l.station_id = $1 and l.return_id = $2 order by l.position`,
      [tx.scope.stationId, returnId],
    );
    return rows.map((row) => ({
      id: row.id,
      returnId,
      receiptLineId: row.receipt_line_id,
      partId: row.part_id,
      reference: row.reference,
      designation: row.designation,
      quantity: Quantity.parse(row.quantity),
      reason: row.reason,
      unitPrice: UnitPrice.parse(row.unit_price),
      credit: Money.parse(row.credit),
    }));
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<ReturnHead>> {
    const { rows, nextCursor } = await listPage<HeadRow>(tx, supplierReturnList, query, {
      columns: COLUMNS,
      from: 'supplier_return r',
      where: 'r.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { rows: rows.map(toHead), nextCursor };
  }

  async #head(tx: Tx, id: string, lock: '' | 'for update of r'): Promise<ReturnHead | undefined> {
    const row = await tx.first<HeadRow>(
      `select ${COLUMNS} from supplier_return r where r.station_id = $1 and r.id = $2 ${lock}`,
      [tx.scope.stationId, id],
    );
    return row && toHead(row);
  }
}

function toHead(row: HeadRow): ReturnHead {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    supplierPartyId: row.supplier_party_id,
    goodsReceiptId: row.goods_receipt_id,
    goodsReceiptNumber: row.goods_receipt_number,
    state: row.state,
    comment: row.comment,
    expectedCredit: Money.parse(row.expected_credit),
    createdAt: row.created_at,
  };
}
