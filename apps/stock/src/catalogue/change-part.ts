import { PartChangedMessage } from '@navette/contracts';
import type { Part } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ChangePartPrices } from './change-part-prices.js';
import { CheckItem } from './check-item.js';
import { changedPart, partErrors, shownPart, type CatalogueItem } from './part.js';
import { PartRepository } from './part.repository.js';

/** ST-1, E-022: all that is said of a part but its prices, limits and kind. What documents said of it stays theirs. */
@Injectable()
export class ChangePart {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly prices: ChangePartPrices,
    private readonly check: CheckItem,
  ) {}

  /**
   * @throws DomainError `stock.part.not-found`, `stock.part.changed-meanwhile`, `stock.part.invalid`,
   *   `stock.part.reference-taken`, `stock.part.barcode-taken`
   */
  async execute(scope: Scope, partId: string, expected: number, input: Part): Promise<Part> {
    if (!isUuid(partId)) throw partErrors.error('part.not-found');
    return this.db.command(scope, async (tx) => {
      const before = await this.parts.lockById(tx, partId);
      if (before === undefined) throw partErrors.error('part.not-found');
      if (before.version !== expected) {
        throw partErrors.error('part.changed-meanwhile', { expected, actual: before.version });
      }
      const changed = changedPart(before, input);
      await this.check.within(tx, changed, before);
      const taken = await this.parts.update(tx, changed);
      if (taken !== undefined && 'reference' in taken) throw partErrors.error('part.reference-taken', taken);
      if (taken !== undefined) throw partErrors.error('part.barcode-taken', { code: taken.barcode });
      tx.audit('part', partId);
      tx.publish(PartChangedMessage, { type: 'part', id: partId, version: changed.version }, { partId });
      // Another supplier has other coefficients.
      if (changed.supplierPartyId !== before.supplierPartyId) await this.prices.announce(tx, [partId]);
      const part = (await this.parts.byIds(tx, [partId])).get(partId) as CatalogueItem;
      return shownPart(part, (await this.parts.termsFor(tx, [part]))(part));
    });
  }
}
