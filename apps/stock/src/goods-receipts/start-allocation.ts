import { GoodsReceiptValidatedMessage } from '@navette/contracts';
import type { GoodsReceipt } from '@navette/contracts/stock/v1/service';
import type { Tx } from '@navette/platform/database';
import { SagaRunner } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { orderReceiptToAllocation } from '../order-receipt-to-allocation/order-receipt-to-allocation.saga.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { GoodsReceiptRepository } from './goods-receipt.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

/** Ends a validation: the saga that asks the origins begins, and the receipt is validated (ST-24). */
@Injectable()
export class StartAllocation {
  constructor(
    private readonly receipts: GoodsReceiptRepository,
    private readonly sagas: SagaRunner,
    private readonly settings: SettingsRepository,
    private readonly read: ReadGoodsReceipt,
  ) {}

  async execute(tx: Tx, id: string): Promise<GoodsReceipt> {
    const settings = await this.settings.read(tx);
    const clock = {
      firstAsk: settings.sagaFirstAskSeconds,
      withdrawAfter: settings.sagaWithdrawAfterSeconds,
      operatorAfter: settings.sagaOperatorAfterSeconds,
    };
    const data = { receiptId: id, clock };
    const sagaId = await this.sagas.start(tx, orderReceiptToAllocation, { correlationKey: id, data });
    await this.receipts.setValidated(tx, id, sagaId);
    const validated = await this.read.byId(tx, id);
    const { number, supplierPartyId, version } = validated;
    tx.publish(
      GoodsReceiptValidatedMessage,
      { type: 'goods-receipt', id, version: Number(version) },
      { receiptId: id, number, supplierPartyId, sagaId },
    );
    return validated;
  }
}
