import { PartPriceChangedMessage } from '@navette/contracts';
import type { UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartPriceRepository } from './part-price.repository.js';
import { PartRepository } from './part.repository.js';
import { shownPrice } from './price-explanation.js';
import { salePrices, type PartPrices } from './sale-price.js';

/** Changes prices within somebody's transaction, keeps why, and says so (ST-4). */
@Injectable()
export class ChangePartPrices {
  constructor(
    private readonly parts: PartRepository,
    private readonly prices: PartPriceRepository,
  ) {}

  /** First use of these parts: the list price becomes the purchase price where there is none yet. */
  async firstUse(tx: Tx, partIds: readonly string[]): Promise<void> {
    await this.announce(tx, await this.prices.takeList(tx, partIds));
  }

  /** Prices of a receipt that are to become the parts' own. */
  async take(tx: Tx, prices: ReadonlyMap<string, UnitPrice>, receiptId: string): Promise<void> {
    if (prices.size === 0) return;
    await this.announce(tx, await this.prices.setPurchase(tx, prices, { kind: 'goods_receipt', id: receiptId }));
  }

  /** Prices that somebody typed on a part. @returns whether one of them is another now */
  async type(tx: Tx, partId: string, prices: PartPrices): Promise<boolean> {
    const changed = await this.prices.set(tx, new Map([[partId, prices]]), { kind: 'typed' });
    await this.announce(tx, changed);
    return changed.length > 0;
  }

  /** Publishes the prices of parts that are others now, also because another supplier is theirs. */
  async announce(tx: Tx, partIds: readonly string[]): Promise<void> {
    if (partIds.length === 0) return;
    const parts = [...(await this.parts.byIds(tx, partIds)).values()];
    const termsOf = await this.parts.termsFor(tx, parts);
    for (const part of parts) {
      tx.audit('part', part.id);
      tx.publish(
        PartPriceChangedMessage,
        { type: 'part', id: part.id, version: part.version },
        {
          partId: part.id,
          purchasePrice: part.purchase?.toString() ?? '',
          publicPrice: shownPrice(salePrices(part, termsOf(part)).public.price),
        },
      );
    }
  }
}
