import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { MissionConsumer, MissionOrder, MissionReseller } from '@navette/contracts/interventions/v1/service';
import type { Temporal } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { FileType, MissionContent, MissionOrderState } from './mission-order.js';
import { missionOrderList } from './mission-order.list.js';

const COLUMNS = `id, version, number, external_number, client_id, state, refusal_reason, consumer, product_category,
  product_brand, product_reference, product_serial, product_purchased_on::text as product_purchased_on, symptom, comment,
  under_warranty, file_type, ordering_party_id, received_at, file_id, to_complete, revision, withdrawal_reason,
  expires_at, reseller, consumer_choice`;

interface Row {
  id: string;
  version: number;
  number: string;
  external_number: string;
  client_id: string;
  state: MissionOrderState;
  refusal_reason: string;
  consumer: MissionConsumer;
  product_category: string;
  product_brand: string;
  product_reference: string;
  product_serial: string;
  product_purchased_on: string | null;
  symptom: string;
  comment: string;
  under_warranty: boolean;
  file_type: FileType;
  ordering_party_id: string | null;
  received_at: Temporal.Instant;
  file_id: string | null;
  to_complete: string;
  revision: number;
  withdrawal_reason: string;
  expires_at: Temporal.Instant | null;
  reseller: MissionReseller | null;
  consumer_choice: string;
}

/** A mission order: what was sent, and what became of it. */
export interface KnownMissionOrder {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly state: MissionOrderState;
  readonly refusalReason: string;
  readonly content: MissionContent;
  readonly receivedAt: Temporal.Instant;
  readonly fileId: string;
  readonly toComplete: string;
  /** Number of the sender's request that was applied last; 1 is the order as first sent. */
  readonly revision: number;
  readonly withdrawalReason: string;
  /** As `consumerChoice` reads it; empty before it is accepted. */
  readonly consumerChoice: string;
  /** Absent: never. */
  readonly expiresAt: Temporal.Instant | undefined;
}

/** What may change of a mission order. */
export type MissionOrderChange = Partial<
  Pick<
    KnownMissionOrder,
    'state' | 'refusalReason' | 'fileId' | 'toComplete' | 'revision' | 'withdrawalReason' | 'content' | 'consumerChoice'
  >
>;

/** Columns of what the sender wrote, beside its name and number. */
const CONTENT_COLUMNS = [
  'consumer',
  'product_category',
  'product_brand',
  'product_reference',
  'product_serial',
  'product_purchased_on',
  'symptom',
  'comment',
  'under_warranty',
  'file_type',
  'ordering_party_id',
  'reseller',
] as const;

function contentValues({ product, ...content }: MissionContent): unknown[] {
  return [
    content.consumer,
    product.category,
    product.brand,
    product.commercialReference,
    product.serialNumber,
    product.purchaseDate || null,
    content.symptom,
    content.comment,
    content.underWarranty,
    content.fileType,
    content.orderingPartyId || null,
    content.reseller ?? null,
  ];
}

function placeholders(first: number): string {
  return CONTENT_COLUMNS.map((_, i) => `$${first + i}`).join(', ');
}

@Injectable()
export class MissionOrderRepository {
  /** False when its id, or its number of that sender, is known already. */
  async insert(
    tx: Tx,
    id: string,
    number: string,
    content: MissionContent,
    expiresAt: Temporal.Instant,
  ): Promise<boolean> {
    const inserted = await tx.run(
      `insert into mission_order (station_id, id, version, number, external_number, client_id, state, refusal_reason,
         received_at, file_id, to_complete, expires_at, ${CONTENT_COLUMNS.join(', ')})
       values ($1, $2, 1, $3, $4, $5, 'received', '', $6, null, '', $7, ${placeholders(8)})
       on conflict do nothing`,
      [
        tx.scope.stationId,
        id,
        number,
        content.externalNumber,
        content.clientId,
        tx.now,
        expiresAt,
        ...contentValues(content),
      ],
    );
    return inserted === 1;
  }

  /** Notes an order that was not taken, as it came; twice is once. */
  async reject(
    tx: Tx,
    rejected: { id: string; externalNumber: string; clientId: string; reason: string; content: object },
  ): Promise<void> {
    await tx.run(
      `insert into mission_order_rejection (station_id, id, external_number, client_id, reason, content, received_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        tx.scope.stationId,
        rejected.id,
        rejected.externalNumber,
        rejected.clientId,
        rejected.reason,
        rejected.content,
        tx.now,
      ],
    );
  }

  /** True for an order that was not taken; its sender was told. */
  async wasRejected(tx: Tx, id: string): Promise<boolean> {
    const sql = 'select 1 from mission_order_rejection where station_id = $1 and id = $2';
    return (await tx.first(sql, [tx.scope.stationId, id])) !== undefined;
  }

  async byId(tx: Tx, id: string): Promise<KnownMissionOrder | undefined> {
    return this.#one(tx, 'id = $2', [id]);
  }

  lockById(tx: Tx, id: string): Promise<KnownMissionOrder | undefined> {
    return this.#one(tx, 'id = $2 for update', [id]);
  }

  bySender(tx: Tx, clientId: string, externalNumber: string): Promise<KnownMissionOrder | undefined> {
    return this.#one(tx, 'client_id = $2 and external_number = $3', [clientId, externalNumber]);
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<KnownMissionOrder>> {
    const { rows, nextCursor } = await listPage<Row>(tx, missionOrderList, query, {
      columns: COLUMNS,
      from: 'mission_order',
      where: 'station_id = $1',
      params: [tx.scope.stationId],
    });
    return { rows: rows.map(toMissionOrder), nextCursor };
  }

  /** Of a locked order. */
  async change(tx: Tx, order: KnownMissionOrder, change: MissionOrderChange): Promise<KnownMissionOrder> {
    const changed: KnownMissionOrder = { ...order, ...change, version: order.version + 1 };
    await tx.run(
      `update mission_order set version = $3, state = $4, refusal_reason = $5, file_id = $6, to_complete = $7,
         revision = $8, withdrawal_reason = $9, consumer_choice = $10,
         (${CONTENT_COLUMNS.join(', ')}) = (${placeholders(11)})
       where station_id = $1 and id = $2`,
      [
        tx.scope.stationId,
        order.id,
        changed.version,
        changed.state,
        changed.refusalReason,
        changed.fileId || null,
        changed.toComplete,
        changed.revision,
        changed.withdrawalReason,
        changed.consumerChoice,
        ...contentValues(changed.content),
      ],
    );
    return changed;
  }

  async #one(tx: Tx, where: string, params: readonly string[]): Promise<KnownMissionOrder | undefined> {
    const row = await tx.first<Row>(`select ${COLUMNS} from mission_order where station_id = $1 and ${where}`, [
      tx.scope.stationId,
      ...params,
    ]);
    return row && toMissionOrder(row);
  }
}

/** As the contract shows it. */
export function missionOrderView(order: KnownMissionOrder): MissionOrder {
  const { content } = order;
  return {
    id: order.id,
    version: String(order.version),
    number: order.number,
    state: order.state,
    refusalReason: order.refusalReason,
    externalNumber: content.externalNumber,
    clientId: content.clientId,
    consumer: content.consumer,
    product: content.product,
    symptom: content.symptom,
    comment: content.comment,
    underWarranty: content.underWarranty,
    fileType: content.fileType,
    orderingPartyId: content.orderingPartyId,
    receivedAt: order.receivedAt.toString(),
    fileId: order.fileId,
    toComplete: order.toComplete,
    withdrawalReason: order.withdrawalReason,
    expiresAt: order.expiresAt?.toString() ?? '',
    reseller: content.reseller,
    consumerChoice: order.consumerChoice,
  };
}

function toMissionOrder(row: Row): KnownMissionOrder {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: row.state,
    refusalReason: row.refusal_reason,
    content: {
      externalNumber: row.external_number,
      clientId: row.client_id,
      consumer: row.consumer,
      product: {
        category: row.product_category,
        brand: row.product_brand,
        commercialReference: row.product_reference,
        serialNumber: row.product_serial,
        purchaseDate: row.product_purchased_on ?? '',
      },
      symptom: row.symptom,
      comment: row.comment,
      underWarranty: row.under_warranty,
      fileType: row.file_type,
      orderingPartyId: row.ordering_party_id ?? '',
      reseller: row.reseller ?? undefined,
    },
    receivedAt: row.received_at,
    fileId: row.file_id ?? '',
    toComplete: row.to_complete,
    revision: row.revision,
    withdrawalReason: row.withdrawal_reason,
    consumerChoice: row.consumer_choice,
    expiresAt: row.expires_at ?? undefined,
  };
}
