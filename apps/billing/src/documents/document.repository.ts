import type { Document, ItemRevenue_Month, ListDocumentsResponse } from '@navette/contracts/billing/v1/service';
import type { Address, ListQuery } from '@navette/contracts/common/v1/common';
import { isUuid, type Temporal } from '@navette/kernel';
import { listPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { GivenNumber } from '../numbers/given-number.js';
import type { Station } from '../stations/station.js';
import { SERIES, type Origin } from './document.js';
import { documentList } from './document.list.js';
import type { PreparedDocument } from './prepared-document.js';

export interface NumberedDocument extends PreparedDocument {
  readonly id: string;
  readonly origin: Origin;
  readonly given: GivenNumber;
}

interface DocumentRow {
  id: string;
  kind: string;
  number: string;
  issued_on: Temporal.PlainDate;
  due_on: Temporal.PlainDate | null;
  customer_party_id: string;
  customer_name: string;
  customer_address: Address;
  origin_kind: string;
  origin_id: string;
  origin_number: string;
  total_excluding_vat: string;
  total_vat: string;
  total: string;
  in_progress: boolean;
}

interface LineRow {
  document_id: string;
  reference: string;
  designation: string;
  quantity: string;
  unit_price: string;
  discount: string;
  net: string;
  vat_rate: string | null;
  ventilation_code: string;
}

interface VatRowRow {
  document_id: string;
  rate: string | null;
  base: string;
  vat: string;
}

const COLUMNS = `id, kind, number, issued_on, due_on, customer_party_id, customer_name, customer_address, origin_kind,
  origin_id, origin_number, total_excluding_vat, total_vat, total,
  exists (select from delivery_slip s where s.station_id = document.station_id and s.document_id = document.id
    and s.delivered_at is null) as in_progress`;

/** Issued documents: written once, in the transaction that numbers them (BI-21). */
@Injectable()
export class DocumentRepository {
  async insert(tx: Tx, document: NumberedDocument): Promise<void> {
    const { stationId } = tx.scope;
    const { id, kind, customer, seller, given, origin, lines, totals } = document;
    await tx.run(
      `insert into document (station_id, id, kind, series, year, sequence, number, issued_on, issued_at, due_on,
         customer_party_id, customer_name, customer_address, customer_siret, customer_vat_number, customer_ledger_account,
         vat_regime, seller, origin_kind, origin_id, origin_number, total_excluding_vat, total_vat, total)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
      [
        stationId,
        id,
        kind,
        SERIES[kind],
        given.year,
        given.sequence,
        given.number,
        document.issuedOn,
        tx.now,
        document.dueOn ?? null,
        customer.id,
        customer.name,
        customer.address,
        customer.siret,
        customer.vatNumber,
        customer.ledgerAccount,
        customer.vatRegime,
        seller,
        origin.kind,
        origin.id,
        origin.number,
        totals.excludingVat,
        totals.totalVat,
        totals.total,
      ],
    );
    await tx.run(
      `insert into document_line (station_id, document_id, position, origin_line_id, reference, designation, quantity,
         unit_price, discount, net, vat_rate, ventilation_code)
       select $1, $2, position, origin_line_id, reference, designation, quantity, unit_price, discount, net, vat_rate,
         ventilation_code
       from unnest($3::uuid[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[],
           $10::numeric[], $11::text[]) with ordinality
         as l (origin_line_id, reference, designation, quantity, unit_price, discount, net, vat_rate, ventilation_code,
           position)`,
      [
        stationId,
        id,
        lines.map(({ originLineId }) => (isUuid(originLineId) ? originLineId : null)),
        lines.map(({ reference }) => reference),
        lines.map(({ designation }) => designation),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unitPrice }) => unitPrice),
        lines.map(({ discount }) => discount),
        totals.nets,
        lines.map(({ vatRate }) => vatRate ?? null),
        lines.map(({ ventilationCode }) => ventilationCode),
      ],
    );
    await tx.run(
      `insert into document_vat (station_id, document_id, position, rate, base, vat)
       select $1, $2, position, rate, base, vat
       from unnest($3::numeric[], $4::numeric[], $5::numeric[]) with ordinality as v (rate, base, vat, position)`,
      [
        stationId,
        id,
        totals.vat.map(({ rate }) => rate ?? null),
        totals.vat.map(({ base }) => base),
        totals.vat.map(({ vat }) => vat),
      ],
    );
  }

  async byId(tx: Tx, id: string): Promise<Document | undefined> {
    const rows = await tx.rows<DocumentRow>(`select ${COLUMNS} from document where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
    ]);
    return (await this.#whole(tx, rows))[0];
  }

  /** Who issued it, as it was then. */
  async sellerOf(tx: Tx, id: string): Promise<Station | undefined> {
    const sql = 'select seller from document where station_id = $1 and id = $2';
    return (await tx.first<{ seller: Station }>(sql, [tx.scope.stationId, id]))?.seller;
  }

  async ofOrigin(tx: Tx, originId: string): Promise<Document[]> {
    const rows = await tx.rows<DocumentRow>(
      `select ${COLUMNS} from document where station_id = $1 and origin_id = $2 order by id`,
      [tx.scope.stationId, originId],
    );
    return this.#whole(tx, rows);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListDocumentsResponse> {
    const { rows, nextCursor } = await listPage<DocumentRow>(tx, documentList, query, {
      columns: COLUMNS,
      from: 'document',
      where: 'station_id = $1',
      params: [tx.scope.stationId],
    });
    return { documents: await this.#whole(tx, rows), nextCursor };
  }

  /** Net of an item's lines on invoices, by month of issue; notes are billed later, a pro-forma never is. */
  async revenueOf(tx: Tx, reference: string): Promise<ItemRevenue_Month[]> {
    return tx.rows(
      `select to_char(d.issued_on, 'YYYY-MM') as month,
         coalesce(sum(l.net) filter (where d.origin_kind = 'intervention_file'), 0)::numeric(14,2) as repairs,
         coalesce(sum(l.net) filter (where d.origin_kind = 'customer_order'), 0)::numeric(14,2) as "customerOrders"
       from document_line l join document d on d.station_id = l.station_id and d.id = l.document_id
       where l.station_id = $1 and l.reference = $2 and d.kind = 'invoice'
       group by 1 order by 1 desc limit 12`,
      [tx.scope.stationId, reference],
    );
  }

  /** Claims a file for billing; false when it was billed before. A concurrent claim waits here. */
  async claimFile(tx: Tx, fileId: string): Promise<boolean> {
    const claimed = await tx.run(
      'insert into file_billing (station_id, file_id, issued_at) values ($1, $2, $3) on conflict do nothing',
      [tx.scope.stationId, fileId, tx.now],
    );
    return claimed === 1;
  }

  async #whole(tx: Tx, documents: readonly DocumentRow[]): Promise<Document[]> {
    if (documents.length === 0) return [];
    const ids = documents.map(({ id }) => id);
    const lines = await tx.rows<LineRow>(
      `select document_id, reference, designation, quantity, unit_price, discount, net, vat_rate, ventilation_code
       from document_line where station_id = $1 and document_id = any ($2::uuid[]) order by document_id, position`,
      [tx.scope.stationId, ids],
    );
    const vat = await tx.rows<VatRowRow>(
      `select document_id, rate, base, vat from document_vat
       where station_id = $1 and document_id = any ($2::uuid[]) order by document_id, position`,
      [tx.scope.stationId, ids],
    );
    return documents.map((row) => ({
      id: row.id,
      kind: row.kind,
      number: row.number,
      issuedOn: row.issued_on.toString(),
      customerPartyId: row.customer_party_id,
      originKind: row.origin_kind,
      originId: row.origin_id,
      originNumber: row.origin_number,
      lines: lines
        .filter((line) => line.document_id === row.id)
        .map((line) => ({
          reference: line.reference,
          designation: line.designation,
          quantity: line.quantity,
          unitPrice: line.unit_price,
          discount: line.discount,
          net: line.net,
          vatRate: line.vat_rate ?? '',
          ventilationCode: line.ventilation_code,
        })),
      vat: vat
        .filter((each) => each.document_id === row.id)
        .map((each) => ({ rate: each.rate ?? '', base: each.base, vat: each.vat })),
      totalExcludingVat: row.total_excluding_vat,
      totalVat: row.total_vat,
      total: row.total,
      customerName: row.customer_name,
      customerAddress: row.customer_address,
      dueOn: row.due_on?.toString() ?? '',
      inProgress: row.in_progress,
    }));
  }
}
