import { DocumentHeader, PriceExplanation } from '@navette/contracts/common/v1/common';
import { Quantity, UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FILE_HEADER } from './file-header.row.js';
import type { FileLine, FileLineDraft, LineChange } from './file-line.js';
import type { InterventionFileHead } from './intervention-file.js';

const HEAD = `id, version, number, type, state, consumer_party_id as "consumerPartyId",
  ordering_party_kind as "orderingPartyKind", coalesce(ordering_party_id::text, '') as "orderingPartyId",
  coalesce(reseller_party_id::text, '') as "resellerPartyId", default_payer as "defaultPayer", coalesce(mission_order_id::text, '') as "missionOrderId",
  mission_external_number as "missionExternalNumber", product_category, product_brand, product_reference, product_serial,
  coalesce(product_purchased_on::text, '') as product_purchased_on, symptom, comment, needs_round as "needsRound",
  billing_attempts as "billingAttempts", billing_refusal as "billingRefusal",
  billing_refusal_params as "billingRefusalParams", cancel_reason as "cancelReason", ${FILE_HEADER} as header`;

type HeadRow = Omit<InterventionFileHead, 'product' | 'header'> & { header: DocumentHeader | null } & Record<
    'product_category' | 'product_brand' | 'product_reference' | 'product_serial' | 'product_purchased_on',
    string
  >;

interface LineRow {
  id: string;
  kind: FileLine['kind'];
  item_id: string;
  reference: string;
  designation: string;
  quantity: string;
  quantity_used: string | null;
  unit_price: string;
  discount: string;
  payer: FileLine['payer'];
  state: FileLine['state'];
  off_stock: boolean;
  note: string;
  ventilation_code: string;
  vat_category: string;
  unit_code: string;
  unit_decimals: number;
}

/** What may change of a file; the rest it was opened with. */
export type FileChange = Partial<
  Pick<
    InterventionFileHead,
    'state' | 'needsRound' | 'billingAttempts' | 'billingRefusal' | 'billingRefusalParams' | 'cancelReason' | 'header'
  >
>;

/** A document that billing issued for a file; total with VAT, scale 2. */
export interface IssuedDocument {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly total: string;
}

/** Files and their lines. Whoever changes a file, its lines or its timeline locks the file first. */
@Injectable()
export class InterventionFileRepository {
  async insert(tx: Tx, file: InterventionFileHead, status: string): Promise<void> {
    const { product } = file;
    await tx.run(
      `insert into intervention_file (station_id, id, version, number, type, state, consumer_party_id, ordering_party_kind,
         ordering_party_id, default_payer, mission_order_id, mission_external_number, product_category, product_brand,
         product_reference, product_serial, product_purchased_on, symptom, comment, opened_at, needs_round, status_code,
         status_at, billing_attempts, billing_refusal, billing_refusal_params, cancel_reason, reseller_party_id, header)
       select $1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 0, code, $19, 0,
         '', '{}', '', $21, $22 from status_code where key = $20`,
      [
        tx.scope.stationId,
        file.id,
        file.version,
        file.number,
        file.type,
        file.consumerPartyId,
        file.orderingPartyKind,
        file.orderingPartyId || null,
        file.defaultPayer,
        file.missionOrderId || null,
        file.missionExternalNumber,
        product.category,
        product.brand,
        product.commercialReference,
        product.serialNumber,
        product.purchaseDate || null,
        file.symptom,
        file.comment,
        tx.now,
        status,
        file.resellerPartyId || null,
        file.header ?? null,
      ],
    );
  }

  async byId(tx: Tx, id: string): Promise<InterventionFileHead | undefined> {
    const sql = `select ${HEAD} from intervention_file f where station_id = $1 and id = $2`;
    const row = await tx.first<HeadRow>(sql, [tx.scope.stationId, id]);
    return row && toHead(row);
  }

  async lockById(tx: Tx, id: string): Promise<InterventionFileHead | undefined> {
    return (await this.lockAll(tx, [id])).get(id);
  }

  /** Locks files in the order of their ids; those that are not there are missing from the answer. */
  async lockAll(tx: Tx, ids: readonly string[]): Promise<Map<string, InterventionFileHead>> {
    const rows = await tx.rows<HeadRow>(
      `select ${HEAD} from intervention_file f where station_id = $1 and id = any ($2) order by id for update`,
      [tx.scope.stationId, ids],
    );
    return new Map(rows.map((row) => [row.id, toHead(row)]));
  }

  /** Of a locked file. */
  async change(tx: Tx, file: InterventionFileHead, change: FileChange): Promise<InterventionFileHead> {
    const changed = { ...file, ...change, version: file.version + 1 };
    await tx.run(
      `update intervention_file set state = $3, needs_round = $4, billing_attempts = $5, billing_refusal = $6,
         billing_refusal_params = $7, cancel_reason = $8, version = $9, header = $10
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        file.id,
        changed.state,
        changed.needsRound,
        changed.billingAttempts,
        changed.billingRefusal,
        changed.billingRefusalParams,
        changed.cancelReason,
        changed.version,
        changed.header ?? null,
      ],
    );
    return changed;
  }

  async linesOf(tx: Tx, fileId: string): Promise<FileLine[]> {
    const rows = await tx.rows<LineRow>(
      `select id, kind, item_id, reference, designation, quantity, quantity_used, unit_price, discount, payer, state,
         off_stock, note, ventilation_code, vat_category, unit_code, unit_decimals
       from file_line where station_id = $1 and file_id = $2 order by id`,
      [tx.scope.stationId, fileId],
    );
    return rows.map(toLine);
  }

  /** Adds lines to a locked file; their ids, in order. */
  async insertLines(tx: Tx, fileId: string, lines: readonly FileLineDraft[], needsRound: number): Promise<string[]> {
    const ids = lines.map(() => tx.newId());
    await tx.run(
      `insert into file_line (station_id, file_id, id, kind, item_id, reference, designation, quantity, quantity_used,
         unit_price, discount, payer, state, off_stock, waited, needs_round, ventilation_code, vat_category,
         note, price_explanation, unit_code, unit_decimals)
       select $1, $2, x.id, x.kind, x.item_id, x.reference, x.designation, x.quantity, null, x.unit_price, x.discount,
         x.payer, 'open', x.off_stock, false, $3, x.ventilation_code, x.vat_category, x.note,
         x.price_explanation::jsonb, x.unit_code, x.unit_decimals
       from unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::numeric[], $10::numeric[], $11::text[],
         $12::boolean[], $13::text[], $14::text[], $15::numeric[], $16::text[], $17::text[], $18::text[], $19::int[])
         as x (id, kind, item_id, reference, designation, quantity, unit_price, payer, off_stock, ventilation_code,
           vat_category, discount, note, price_explanation, unit_code, unit_decimals)`,
      [
        tx.scope.stationId,
        fileId,
        needsRound,
        ids,
        lines.map(({ kind }) => kind),
        lines.map(({ itemId }) => itemId),
        lines.map(({ reference }) => reference),
        lines.map(({ designation }) => designation),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitPrice }) => unitPrice),
        lines.map(({ payer }) => payer),
        lines.map(({ offStock }) => offStock),
        lines.map(({ ventilationCode }) => ventilationCode),
        lines.map(({ vatCategory }) => vatCategory),
        lines.map(({ discount }) => discount),
        lines.map(({ note }) => note),
        lines.map(({ priceExplanation: why }) => why && JSON.stringify(PriceExplanation.toJSON(why))),
        lines.map(({ unitCode }) => unitCode),
        lines.map(({ unitDecimals }) => unitDecimals),
      ],
    );
    return ids;
  }

  /** Of a locked file; a price that becomes another was typed. */
  async changeLine(tx: Tx, fileId: string, lineId: string, change: LineChange): Promise<void> {
    await tx.run(
      `update file_line set unit_price = $4, discount = $5, payer = $6, note = $7,
         price_explanation = case when unit_price = $4 then price_explanation end
       where station_id = $1 and file_id = $2 and id = $3`,
      [tx.scope.stationId, fileId, lineId, change.unitPrice, change.discount, change.payer, change.note],
    );
  }

  /** Of a locked file. */
  async cancelLines(tx: Tx, fileId: string, lineIds: readonly string[]): Promise<void> {
    await tx.run(`update file_line set state = 'cancelled' where station_id = $1 and file_id = $2 and id = any ($3)`, [
      tx.scope.stationId,
      fileId,
      lineIds,
    ]);
  }

  /** Of a locked file. */
  async setUsed(tx: Tx, fileId: string, used: ReadonlyMap<string, Quantity>): Promise<void> {
    await tx.run(
      `update file_line l set quantity_used = x.used from unnest($3::uuid[], $4::numeric[]) as x (id, used)
       where l.station_id = $1 and l.file_id = $2 and l.id = x.id`,
      [tx.scope.stationId, fileId, [...used.keys()], [...used.values()]],
    );
  }

  /** Documents that are noted already are left alone. */
  async insertDocuments(tx: Tx, fileId: string, documents: readonly IssuedDocument[]): Promise<void> {
    await tx.run(
      `insert into file_document (station_id, file_id, id, kind, number, total)
       select $1, $2, x.* from unnest($3::uuid[], $4::text[], $5::text[], $6::numeric[]) as x on conflict do nothing`,
      [
        tx.scope.stationId,
        fileId,
        documents.map(({ id }) => id),
        documents.map(({ kind }) => kind),
        documents.map(({ number }) => number),
        documents.map(({ total }) => total),
      ],
    );
  }
}

function toHead(row: HeadRow): InterventionFileHead {
  const { product_category, product_brand, product_reference, product_serial, product_purchased_on, header, ...head } =
    row;
  return {
    ...head,
    header: header === null ? undefined : DocumentHeader.fromPartial(header),
    product: {
      category: product_category,
      brand: product_brand,
      commercialReference: product_reference,
      serialNumber: product_serial,
      purchaseDate: product_purchased_on,
    },
  };
}

function toLine(row: LineRow): FileLine {
  return {
    id: row.id,
    kind: row.kind,
    itemId: row.item_id,
    reference: row.reference,
    designation: row.designation,
    quantity: Quantity.parse(row.quantity),
    quantityUsed: row.quantity_used === null ? undefined : Quantity.parse(row.quantity_used),
    unitPrice: UnitPrice.parse(row.unit_price),
    discount: row.discount,
    payer: row.payer,
    state: row.state,
    offStock: row.off_stock,
    note: row.note,
    ventilationCode: row.ventilation_code,
    vatCategory: row.vat_category,
    unitCode: row.unit_code,
    unitDecimals: row.unit_decimals,
  };
}
