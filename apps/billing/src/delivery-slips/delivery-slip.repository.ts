import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/** Slips of orders, each beside its document. Written under the lock of their order. */
@Injectable()
export class DeliverySlipRepository {
  async isInProgress(tx: Tx, orderId: string): Promise<boolean> {
    const row = await tx.first(
      'select 1 from delivery_slip where station_id = $1 and order_id = $2 and delivered_at is null',
      [tx.scope.stationId, orderId],
    );
    return row !== undefined;
  }

  async insert(tx: Tx, documentId: string, orderId: string): Promise<void> {
    await tx.run('insert into delivery_slip (station_id, document_id, order_id, asked_at) values ($1, $2, $3, $4)', [
      tx.scope.stationId,
      documentId,
      orderId,
      tx.now,
    ]);
  }

  async setDelivered(tx: Tx, documentId: string): Promise<void> {
    await tx.run(
      'update delivery_slip set delivered_at = greatest(asked_at, $3) where station_id = $1 and document_id = $2',
      [tx.scope.stationId, documentId, tx.now],
    );
  }
}
