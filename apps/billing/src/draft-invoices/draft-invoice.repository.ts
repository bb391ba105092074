import type { DraftInvoice as DraftInvoiceMessage } from '@navette/contracts/billing/v1/service';
import { DocumentHeader, type ListQuery } from '@navette/contracts/common/v1/common';
import { isUuid, Quantity, Rate, UnitPrice, type Temporal } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Origin } from '../documents/document.js';
import { documentTotals } from '../documents/document-totals.js';
import type { FileDocument } from '../documents/file-documents.js';
import type { DocumentLine } from '../documents/prepared-document.js';
import type { DraftInvoice, DraftLine } from './draft-invoice.js';
import { draftInvoiceList } from './draft-invoice.list.js';

interface DraftRow {
  id: string;
  version: number;
  state: DraftInvoice['state'];
  customer_party_id: string;
  origin_kind: Origin['kind'];
  origin_id: string;
  origin_number: string;
  dated_on: Temporal.PlainDate | null;
  created_at: Temporal.Instant;
  document_id: string | null;
  header: DocumentHeader | null;
}

interface LineRow {
  draft_id: string;
  id: string;
  origin_line_id: string | null;
  reference: string;
  designation: string;
  quantity: string;
  unit_price: string;
  discount: string;
  vat_category: string;
  vat_rate: string | null;
  ventilation_code: string;
}

const COLUMNS =
  'id, version, state, customer_party_id, origin_kind, origin_id, origin_number, dated_on, created_at, document_id, header';
const DRAFT = `select ${COLUMNS} from draft_invoice where station_id = $1`;

/** Invoices that are not issued yet, and what became of them. */
@Injectable()
export class DraftInvoiceRepository {
  /** Keeps a prepared invoice as a draft; its id. */
  async insert(tx: Tx, { customer, lines, header }: FileDocument, origin: Origin): Promise<string> {
    const id = tx.newId();
    await tx.run(
      `insert into draft_invoice (station_id, id, version, state, customer_party_id, origin_kind, origin_id, origin_number,
         created_at, header)
       values ($1, $2, 1, 'draft', $3, $4, $5, $6, $7, $8)`,
      [tx.scope.stationId, id, customer.id, origin.kind, origin.id, origin.number, tx.now, header ?? null],
    );
    await this.#insertLines(
      tx,
      id,
      lines.map((line) => ({ ...line, id: tx.newId() })),
    );
    return id;
  }

  async byId(tx: Tx, id: string): Promise<DraftInvoice | undefined> {
    const rows = await tx.rows<DraftRow>(`${DRAFT} and id = $2`, [tx.scope.stationId, id]);
    return (await this.#whole(tx, rows))[0];
  }

  async lockById(tx: Tx, id: string): Promise<DraftInvoice | undefined> {
    const rows = await tx.rows<DraftRow>(`${DRAFT} and id = $2 for update`, [tx.scope.stationId, id]);
    return (await this.#whole(tx, rows))[0];
  }

  async openOfOrigin(tx: Tx, originId: string): Promise<DraftInvoice[]> {
    const rows = await tx.rows<DraftRow>(`${DRAFT} and origin_id = $2 and state = 'draft' order by id`, [
      tx.scope.stationId,
      originId,
    ]);
    return this.#whole(tx, rows);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<DraftInvoice>> {
    const { rows, nextCursor } = await listPage<DraftRow>(tx, draftInvoiceList, query, {
      columns: COLUMNS,
      from: 'draft_invoice',
      where: 'station_id = $1',
      params: [tx.scope.stationId],
    });
    return { rows: await this.#whole(tx, rows), nextCursor };
  }

  /** Of a locked draft. */
  async replace(
    tx: Tx,
    draft: DraftInvoice,
    datedOn: Temporal.PlainDate | undefined,
    lines: readonly DraftLine[],
  ): Promise<void> {
    await tx.run('update draft_invoice set version = version + 1, dated_on = $3 where station_id = $1 and id = $2', [
      tx.scope.stationId,
      draft.id,
      datedOn ?? null,
    ]);
    await tx.run('delete from draft_invoice_line where station_id = $1 and draft_id = $2', [
      tx.scope.stationId,
      draft.id,
    ]);
    await this.#insertLines(tx, draft.id, lines);
  }

  /** Of a locked draft. */
  async accept(tx: Tx, draft: DraftInvoice, documentId: string): Promise<void> {
    await tx.run(
      `update draft_invoice set version = version + 1, state = 'accepted', document_id = $3
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, draft.id, documentId],
    );
  }

  async #insertLines(
    tx: Tx,
    draftId: string,
    lines: readonly (DocumentLine & { readonly id: string })[],
  ): Promise<void> {
    await tx.run(
      `insert into draft_invoice_line (station_id, draft_id, id, position, origin_line_id, reference, designation, quantity,
         unit_price, discount, vat_category, vat_rate, ventilation_code)
       select $1, $2, id, position, origin_line_id, reference, designation, quantity, unit_price, discount, vat_category,
         vat_rate, ventilation_code
       from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[],
           $10::text[], $11::numeric[], $12::text[]) with ordinality
         as l (id, origin_line_id, reference, designation, quantity, unit_price, discount, vat_category, vat_rate,
           ventilation_code, position)`,
      [
        tx.scope.stationId,
        draftId,
        lines.map(({ id }) => id),
        lines.map(({ originLineId }) => (isUuid(originLineId) ? originLineId : null)),
        lines.map(({ reference }) => reference),
        lines.map(({ designation }) => designation),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitPrice }) => unitPrice),
        lines.map(({ discount }) => discount),
        lines.map(({ vatCategory }) => vatCategory),
        lines.map(({ vatRate }) => vatRate ?? null),
        lines.map(({ ventilationCode }) => ventilationCode),
      ],
    );
  }

  async #whole(tx: Tx, drafts: readonly DraftRow[]): Promise<DraftInvoice[]> {
    if (drafts.length === 0) return [];
    const lines = await tx.rows<LineRow>(
      `select draft_id, id, origin_line_id, reference, designation, quantity, unit_price, discount, vat_category, vat_rate,
         ventilation_code
       from draft_invoice_line where station_id = $1 and draft_id = any ($2::uuid[]) order by draft_id, position`,
      [tx.scope.stationId, drafts.map(({ id }) => id)],
    );
    return drafts.map((row) => ({
      id: row.id,
      version: row.version,
      state: row.state,
      customerPartyId: row.customer_party_id,
      origin: { kind: row.origin_kind, id: row.origin_id, number: row.origin_number },
      datedOn: row.dated_on ?? undefined,
      createdAt: row.created_at,
      documentId: row.document_id ?? '',
      header: row.header === null ? undefined : DocumentHeader.fromPartial(row.header),
      lines: lines.filter((line) => line.draft_id === row.id).map(toLine),
    }));
  }
}

/** As the contract shows it. */
export function draftView(draft: DraftInvoice): DraftInvoiceMessage {
  const totals = documentTotals(draft.lines);
  return {
    id: draft.id,
    version: String(draft.version),
    state: draft.state,
    customerPartyId: draft.customerPartyId,
    originKind: draft.origin.kind,
    originId: draft.origin.id,
    originNumber: draft.origin.number,
    datedOn: draft.datedOn?.toString() ?? '',
    lines: draft.lines.map((line, i) => ({
      id: line.id,
      reference: line.reference,
      designation: line.designation,
      quantity: line.quantity.toString(),
      unitPrice: line.unitPrice.toString(),
      discount: line.discount.toString(),
      vatCategory: line.vatCategory,
      ventilationCode: line.ventilationCode,
      net: String(totals.nets[i]),
    })),
    vat: totals.vat.map(({ rate, base, vat }) => ({
      rate: rate?.toString() ?? '',
      base: base.toString(),
      vat: vat.toString(),
    })),
    totalExcludingVat: totals.excludingVat.toString(),
    totalVat: totals.totalVat.toString(),
    total: totals.total.toString(),
    createdAt: draft.createdAt.toString(),
    documentId: draft.documentId,
  };
}

function toLine(row: LineRow): DraftLine {
  return {
    id: row.id,
    originLineId: row.origin_line_id ?? '',
    reference: row.reference,
    designation: row.designation,
    quantity: Quantity.parse(row.quantity),
    unitPrice: UnitPrice.parse(row.unit_price),
    discount: Rate.parse(row.discount),
    vatCategory: row.vat_category,
    vatRate: row.vat_rate === null ? undefined : Rate.parse(row.vat_rate),
    ventilationCode: row.ventilation_code,
  };
}
