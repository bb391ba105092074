import { PartPriceChangedMessage } from '@navette/contracts';
import type { UnitPrice } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from './part.repository.js';
import { shownPrice } from './part.js';
import { salePrices } from './sale-price.js';

/** Changes purchase prices within somebody's transaction, and says so (ST-4). */
@Injectable()
export class ChangePartPrices {
  constructor(private readonly parts: PartRepository) {}

  /** First use of these parts: the list price becomes the purchase price where there is none yet. */
  async firstUse(tx: Tx, partIds: readonly string[]): Promise<void> {
    await this.announce(tx, await this.parts.takeListPrices(tx, partIds));
  }

  /** Prices of a receipt that are to become the parts' own. */
  async take(tx: Tx, prices: ReadonlyMap<string, UnitPrice>): Promise<void> {
    if (prices.size > 0) await this.announce(tx, await this.parts.setPurchasePrices(tx, prices));
  }

  /** Publishes the prices of parts that have just changed. */
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
          publicPrice: shownPrice(salePrices(part, termsOf(part)).public),
        },
      );
    }
  }
}
