import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { ListNetworkStockResponse_Station } from '@navette/contracts/stock/v1/station_transfers';
import { Money, Quantity } from '@navette/kernel';
import { listPage, type ListPage, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { stationTransferList } from './station-transfer.list.js';
import type { Transfer } from './station-transfer.js';

const COLUMNS = `t.id, t.version, t.number, t.side, t.other_station_id as "stationId", t.other_code as "stationCode",
  t.other_name as "stationName", t.part_id as "partId", p.reference, p.designation, t.need_id as "needId",
  n.origin_kind as "originKind", n.origin_id as "originId", n.origin_number as "originNumber", t.asked, t.quantity, t.state, t.value,
  t.received, t.lost, t.lost_value as "lostValue", t.refusal, t.reason, t.requested_at as "requestedAt",
  t.issued_at as "issuedAt", t.closed_at as "closedAt", t.saga_id as "sagaId"`;
const FROM = `station_transfer t join part p on p.station_id = t.station_id and p.id = t.part_id
  left join need n on n.station_id = t.station_id and n.id = t.need_id`;

/** What a half of a transfer begins with. */
export type NewTransfer = Pick<
  Transfer,
  'id' | 'number' | 'side' | 'stationId' | 'stationCode' | 'stationName' | 'partId' | 'needId' | 'sagaId'
> & { readonly quantity: Quantity };

/** Halves of transfers. The saga of an incoming one is locked before its row, the stock and the need of it after. */
@Injectable()
export class StationTransferRepository {
  /** False where the station has it already. */
  async insert(tx: Tx, transfer: NewTransfer): Promise<boolean> {
    const inserted = await tx.run(
      `insert into station_transfer (station_id, id, version, number, side, other_station_id, other_code, other_name, part_id,
         need_id, asked, quantity, state, requested_at, saga_id)
       values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $10, 'requested', $11, $12) on conflict (station_id, id) do nothing`,
      [
        tx.scope.stationId,
        transfer.id,
        transfer.number,
        transfer.side,
        transfer.stationId,
        transfer.stationCode,
        transfer.stationName,
        transfer.partId,
        transfer.needId,
        transfer.quantity,
        tx.now,
        transfer.sagaId,
      ],
    );
    return inserted === 1;
  }

  /** The need's quantity is on order from now on. */
  async link(tx: Tx, { id, needId, quantity }: Pick<NewTransfer, 'id' | 'needId' | 'quantity'>): Promise<void> {
    await tx.run(
      'insert into transfer_need (station_id, transfer_id, need_id, quantity, open) values ($1, $2, $3, $4, $4)',
      [tx.scope.stationId, id, needId, quantity],
    );
  }

  /** What a transfer still owes its need, which is locked by the caller. */
  async owed(tx: Tx, id: string): Promise<Quantity> {
    const row = await tx.first<{ open: string }>(
      'select open from transfer_need where station_id = $1 and transfer_id = $2',
      [tx.scope.stationId, id],
    );
    return row === undefined ? Quantity.zero : Quantity.parse(row.open);
  }

  byId(tx: Tx, id: string): Promise<Transfer | undefined> {
    return this.#one(tx, id, '');
  }

  lockById(tx: Tx, id: string): Promise<Transfer | undefined> {
    return this.#one(tx, id, 'for update of t');
  }

  async page(tx: Tx, query: ListQuery | undefined): Promise<ListPage<Transfer>> {
    return listPage<Transfer>(tx, stationTransferList, query, {
      columns: COLUMNS,
      from: FROM,
      where: 't.station_id = $1',
      params: [tx.scope.stationId],
    });
  }

  /** Of a locked transfer: so much of what was asked will be sent. */
  async setAccepted(tx: Tx, id: string, quantity: Quantity): Promise<void> {
    await tx.run(
      `update station_transfer set version = version + 1, state = 'accepted', quantity = $3
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, quantity],
    );
  }

  /** Of a locked transfer: the next state, which has nothing to add or ends it. */
  async setState(
    tx: Tx,
    id: string,
    state: 'refused' | 'cancelling' | 'cancelled',
    { refusal = '', reason = '' }: { readonly refusal?: string; readonly reason?: string } = {},
  ): Promise<void> {
    await tx.run(
      `update station_transfer set version = version + 1, state = $3, refusal = $4, reason = $5,
         closed_at = case when $3 in ('refused', 'cancelled') then $6::timestamptz end
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, state, refusal, reason, tx.now],
    );
  }

  /** Of a locked transfer: so many parts have left for what they were worth. */
  async setIssued(tx: Tx, id: string, quantity: Quantity, value: Money): Promise<void> {
    await tx.run(
      `update station_transfer set version = version + 1, state = 'issued', quantity = $3, value = $4, issued_at = $5
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, quantity, value, tx.now],
    );
  }

  /** Of a locked transfer: what has arrived of it; the rest is lost. */
  async setReceived(
    tx: Tx,
    id: string,
    { received, value, reason }: { readonly received: Quantity; readonly value: Money; readonly reason: string },
  ): Promise<void> {
    await tx.run(
      `update station_transfer set version = version + 1, state = 'received', received = $3, received_value = $4, reason = $5,
         closed_at = $6 where station_id = $1 and id = $2`,
      [tx.scope.stationId, id, received, value, reason, tx.now],
    );
  }

  /** What sister stations have free of a part of ours. */
  networkStock(tx: Tx, partId: string): Promise<ListNetworkStockResponse_Station[]> {
    return tx.rows(
      `select station_id as "stationId", code, name, free::numeric(14,4)::text as free from network_stock($1)`,
      [partId],
    );
  }

  #one(tx: Tx, id: string, lock: string): Promise<Transfer | undefined> {
    return tx.first<Transfer>(`select ${COLUMNS} from ${FROM} where t.station_id = $1 and t.id = $2 ${lock}`, [
      tx.scope.stationId,
      id,
    ]);
  }
}
