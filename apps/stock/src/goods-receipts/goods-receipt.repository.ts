import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Quantity, UnitPrice, type Temporal } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { ReceiptHead, ReceiptLine, ReceiptState } from './goods-receipt.js';
import { goodsReceiptList } from './goods-receipt.list.js';

interface HeadRow {
  id: string;
  version: number;
  number: string;
  supplier_party_id: string;
  supplier_order_id: string | null;
  state: ReceiptState;
  delivery_note: string;
  countermark: string;
  created_at: Temporal.Instant;
  validated_at: Temporal.Instant | null;
  reversed_at: Temporal.Instant | null;
  saga_id: string | null;
  saga_state: string | null;
}

interface LineRow {
  id: string;
  part_id: string;
  reference: string;
  designation: string;
  order_id: string | null;
  order_number: string | null;
  supplier_order_line_id: string | null;
  awaited: string;
  quantity: string;
  unit_price: string | null;
  update_price: boolean;
  current_price: string | null;
  location_code: string | null;
}

/** A receipt as it is read: `sagaState` is what operators see of its saga. */
export type ReadReceipt = ReceiptHead & { readonly sagaState: string };

/** A line as it is read: with what a person knows it by. */
export type ReadReceiptLine = ReceiptLine & {
  readonly designation: string;
  /** Of the order line it answers; empty for a part that was not ordered. */
  readonly orderId: string;
  readonly orderNumber: string;
  /** Purchase price of the part as it is now. */
  readonly currentPrice: UnitPrice | undefined;
  /** Where the part lies; may be empty. */
  readonly locationCode: string;
};

export interface NewReceipt {
  readonly id: string;
  readonly number: string;
  readonly supplierPartyId: string;
  readonly supplierOrderId: string | null;
  readonly deliveryNote: string;
  readonly countermark: string;
}

export type NewReceiptLine = Omit<ReceiptLine, 'reference'> & { readonly receiptId: string };

/** SQLSTATE. */
const UNIQUE_VIOLATION = '23505';

const COLUMNS = `
  r.id, r.version, r.number, r.supplier_party_id, r.supplier_order_id, r.state, r.delivery_note, r.countermark,
    r.created_at, r.validated_at, r.reversed_at, r.saga_id,
    (select case when s.status = 'needs_operator' then s.status else s.state end
     from saga s where s.station_id = r.station_id and s.id = r.saga_id) as saga_state`;
const HEAD = `select ${COLUMNS} from goods_receipt r where r.station_id = $1 and`;

/** Goods receipts. A receipt's row is the lock of its lines. */
@Injectable()
export class GoodsReceiptRepository {
  /** Adds drafts; the delivery notes that are received already, where some stand in the way. */
  async insert(tx: Tx, receipts: readonly NewReceipt[]): Promise<string[]> {
    const inserted = await tx.rows<{ id: string }>(
      `insert into goods_receipt (station_id, id, version, number, supplier_party_id, supplier_order_id, state,
         delivery_note, countermark, created_at)
       select $1, id, 1, number, supplier, supplier_order, 'draft', note, countermark, $2
       from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[])
         as x (id, number, supplier, supplier_order, note, countermark)
       on conflict do nothing returning id`,
      [
        tx.scope.stationId,
        tx.now,
        receipts.map(({ id }) => id),
        receipts.map(({ number }) => number),
        receipts.map(({ supplierPartyId }) => supplierPartyId),
        receipts.map(({ supplierOrderId }) => supplierOrderId),
        receipts.map(({ deliveryNote }) => deliveryNote),
        receipts.map(({ countermark }) => countermark),
      ],
    );
    const done = new Set(inserted.map(({ id }) => id));
    return receipts.filter(({ id }) => !done.has(id)).map(({ deliveryNote }) => deliveryNote);
  }

  /** Adds lines behind those that are there, in their order. */
  async insertLines(tx: Tx, lines: readonly NewReceiptLine[]): Promise<void> {
    await tx.run(
      `insert into goods_receipt_line (station_id, id, receipt_id, position, part_id, supplier_order_line_id, awaited,
         quantity, unit_price, update_price)
       select $1, x.id, x.receipt_id,
         row_number() over (partition by x.receipt_id order by x.n) + coalesce((
           select max(position) from goods_receipt_line l where l.station_id = $1 and l.receipt_id = x.receipt_id), 0),
         x.part_id, x.order_line_id, x.awaited, x.quantity, x.unit_price, x.update_price
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[], $7::numeric[], $8::numeric[], $9::boolean[])
         with ordinality as x (id, receipt_id, part_id, order_line_id, awaited, quantity, unit_price, update_price, n)`,
      [
        tx.scope.stationId,
        lines.map(({ id }) => id),
        lines.map(({ receiptId }) => receiptId),
        lines.map(({ partId }) => partId),
        lines.map(({ orderLineId }) => orderLineId),
        lines.map(({ awaited }) => awaited),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitPrice }) => unitPrice ?? null),
        lines.map(({ updatePrice }) => updatePrice),
      ],
    );
  }

  async updateLines(tx: Tx, lines: readonly ReceiptLine[]): Promise<void> {
    await tx.run(
      `update goods_receipt_line l set quantity = x.quantity, unit_price = x.unit_price, update_price = x.update_price
       from unnest($2::uuid[], $3::numeric[], $4::numeric[], $5::boolean[]) as x (id, quantity, unit_price, update_price)
       where l.station_id = $1 and l.id = x.id`,
      [
        tx.scope.stationId,
        lines.map(({ id }) => id),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitPrice }) => unitPrice ?? null),
        lines.map(({ updatePrice }) => updatePrice),
      ],
    );
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<ReadReceipt[]> {
    const rows = await tx.rows<HeadRow>(`${HEAD} r.id = any ($2::uuid[]) order by r.number`, [tx.scope.stationId, ids]);
    return rows.map(toReceipt);
  }

  async lock(tx: Tx, id: string): Promise<ReadReceipt | undefined> {
    const row = await tx.first<HeadRow>(`${HEAD} r.id = $2 for update of r`, [tx.scope.stationId, id]);
    return row && toReceipt(row);
  }

  async linesOf(tx: Tx, receiptId: string): Promise<ReadReceiptLine[]> {
    return (await this.linesOfAll(tx, [receiptId])).map(({ line }) => line);
  }

  async linesOfAll(tx: Tx, receiptIds: readonly string[]): Promise<{ receiptId: string; line: ReadReceiptLine }[]> {
    const rows = await tx.rows<LineRow & { receipt_id: string }>(
      `select l.receipt_id, l.id, l.part_id, p.reference, p.designation, l.supplier_order_line_id, o.id as order_id,
         o.number as order_number, l.awaited, l.quantity, l.unit_price, l.update_price, p.purchase_price as current_price,
         e.code as location_code
       from goods_receipt_line l join part p on p.station_id = l.station_id and p.id = l.part_id
       left join catalogue_entry e on e.station_id = p.station_id and e.id = p.location_id
       left join supplier_order_line s on s.station_id = l.station_id and s.id = l.supplier_order_line_id
       left join supplier_order o on o.station_id = s.station_id and o.id = s.order_id
       where l.station_id = $1 and l.receipt_id = any ($2::uuid[]) order by l.receipt_id, l.position`,
      [tx.scope.stationId, receiptIds],
    );
    return rows.map((row) => ({ receiptId: row.receipt_id, line: toLine(row) }));
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<ReadReceipt>> {
    const { rows, nextCursor } = await listPage<HeadRow>(tx, goodsReceiptList, query, {
      columns: COLUMNS,
      from: 'goods_receipt r',
      where: 'r.station_id = $1',
      params: [tx.scope.stationId],
    });
    return { rows: rows.map(toReceipt), nextCursor };
  }

  /** Delivery notes of an order that are received already or about to be. */
  async knownNotes(tx: Tx, orderIds: readonly string[]): Promise<{ orderId: string; deliveryNote: string }[]> {
    return tx.rows(
      `select supplier_order_id as "orderId", delivery_note as "deliveryNote" from goods_receipt
       where station_id = $1 and supplier_order_id = any ($2::uuid[]) and delivery_note <> '' and state <> 'voided'`,
      [tx.scope.stationId, orderIds],
    );
  }

  /** A change of a locked draft. */
  async touch(tx: Tx, id: string): Promise<void> {
    await tx.run('update goods_receipt set version = version + 1 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
    ]);
  }

  /** Notes delivery note and countermark of a locked draft; false where the delivery note is received already. */
  async setNotes(tx: Tx, id: string, notes: { deliveryNote: string; countermark: string }): Promise<boolean> {
    try {
      await tx.run(
        `update goods_receipt set delivery_note = $3, countermark = $4, version = version + 1
         where station_id = $1 and id = $2`,
        [tx.scope.stationId, id, notes.deliveryNote, notes.countermark],
      );
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  async setValidated(tx: Tx, id: string, sagaId: string): Promise<void> {
    await tx.run(
      `update goods_receipt set state = 'validated', validated_at = $3, saga_id = $4, version = version + 1
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, tx.now, sagaId],
    );
  }

  async setVoided(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.run(
      `update goods_receipt set state = 'voided', voided_at = $3, void_reason = $4, version = version + 1
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, tx.now, reason],
    );
  }

  /** A draft is thrown away: nothing of it is to be reversed. */
  async setDiscarded(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.run(
      `update goods_receipt set state = 'voided', voided_at = $3, reversed_at = $3, void_reason = $4, version = version + 1
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, tx.now, reason],
    );
  }

  async setReversed(tx: Tx, id: string): Promise<void> {
    await tx.run('update goods_receipt set reversed_at = $3, version = version + 1 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      id,
      tx.now,
    ]);
  }

  /** Lines of a receipt of which somebody has consumed parts. */
  async consumedLines(tx: Tx, receiptId: string): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `select distinct l.id from goods_receipt_line l
       left join allocation a on a.station_id = l.station_id and a.receipt_line_id = l.id and a.state = 'consumed'
       left join receipt_line_returned b on b.station_id = l.station_id and b.receipt_line_id = l.id and b.returned > 0
       where l.station_id = $1 and l.receipt_id = $2 and (a.id is not null or b.returned is not null)`,
      [tx.scope.stationId, receiptId],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

function toReceipt(row: HeadRow): ReadReceipt {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    supplierPartyId: row.supplier_party_id,
    supplierOrderId: row.supplier_order_id,
    state: row.state,
    deliveryNote: row.delivery_note,
    countermark: row.countermark,
    createdAt: row.created_at,
    validatedAt: row.validated_at,
    reversedAt: row.reversed_at,
    sagaId: row.saga_id,
    sagaState: row.saga_state ?? '',
  };
}

function toLine(row: LineRow): ReadReceiptLine {
  return {
    designation: row.designation,
    orderId: row.order_id ?? '',
    orderNumber: row.order_number ?? '',
    id: row.id,
    partId: row.part_id,
    reference: row.reference,
    orderLineId: row.supplier_order_line_id,
    awaited: Quantity.parse(row.awaited),
    quantity: Quantity.parse(row.quantity),
    unitPrice: row.unit_price === null ? undefined : UnitPrice.parse(row.unit_price),
    updatePrice: row.update_price,
    currentPrice: row.current_price === null ? undefined : UnitPrice.parse(row.current_price),
    locationCode: row.location_code ?? '',
  };
}
