import { PartChangedMessage } from '@navette/contracts';
import { Part } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CatalogueEntryRepository } from '../catalogue-entries/catalogue-entry.repository.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { CheckItem } from './check-item.js';
import { newPart, partErrors, shownPart, type CatalogueItem } from './part.js';
import { PartPriceRepository } from './part-price.repository.js';
import { PartRepository } from './part.repository.js';

@Injectable()
export class CreatePart {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly references: ReferenceRepository,
    private readonly prices: PartPriceRepository,
    private readonly entries: CatalogueEntryRepository,
    private readonly check: CheckItem,
  ) {}

  /** @throws DomainError `stock.part.invalid`, `stock.part.reference-taken`, `stock.part.barcode-taken` */
  execute(scope: Scope, input: Part): Promise<Part> {
    return this.db.command(scope, async (tx) => {
      const typed = newPart(input, tx.newId());
      await this.check.within(tx, typed);
      const supplierPartyId =
        typed.supplierPartyId ?? (await this.references.usualSupplier(tx, typed.manufacturerPartyId));
      const { id, version } = await this.#insert(tx, { ...typed, supplierPartyId });
      await this.prices.keepFirst(tx, [id], { kind: 'typed' });
      tx.audit('part', id);
      tx.publish(PartChangedMessage, { type: 'part', id, version }, { partId: id });
      const part = (await this.parts.byIds(tx, [id])).get(id) as CatalogueItem;
      return shownPart(part, (await this.parts.termsFor(tx, [part]))(part));
    });
  }

  /** E-022: without a reference the next one of the counter that nobody has typed. */
  async #insert(tx: Tx, item: CatalogueItem): Promise<CatalogueItem> {
    for (;;) {
      const reference = item.reference || `AR${String(await this.entries.nextNumber(tx, 'part')).padStart(6, '0')}`;
      const taken = await this.parts.insert(tx, { ...item, reference });
      if (taken === undefined) return item;
      if ('barcode' in taken) throw partErrors.error('part.barcode-taken', { code: taken.barcode });
      if (item.reference !== '') throw partErrors.error('part.reference-taken', taken);
    }
  }
}
