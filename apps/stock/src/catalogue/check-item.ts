import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { CatalogueEntryRepository } from '../catalogue-entries/catalogue-entry.repository.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { checkEntries, partErrors, type CatalogueItem } from './part.js';

/** What an item names must be there: parties that sell, entries of the catalogue, who orders. */
@Injectable()
export class CheckItem {
  constructor(
    private readonly references: ReferenceRepository,
    private readonly entries: CatalogueEntryRepository,
  ) {}

  /** @param before the item as it was: what it named then it may keep. @throws DomainError `stock.part.invalid` */
  async within(tx: Tx, item: CatalogueItem, before?: CatalogueItem): Promise<void> {
    await this.#parties(tx, item, before);
    const named = Object.values(item.entries).filter((id) => id !== null);
    checkEntries(item, await this.entries.choosable(tx, named), before);
  }

  async #parties(tx: Tx, item: CatalogueItem, before?: CatalogueItem): Promise<void> {
    const given = (['supplierPartyId', 'manufacturerPartyId'] as const).filter(
      (field) => item[field] !== null && item[field] !== before?.[field],
    );
    const sell = await this.references.suppliersAmong(
      tx,
      given.map((field) => item[field] as string),
    );
    const fields = given
      .filter((field) => !sell.has(item[field] as string))
      .map((field) => partErrors.field(`/${field}`, 'part.supplier-unknown'));
    const { orderingPartyId } = item;
    if (orderingPartyId !== null && orderingPartyId !== before?.orderingPartyId) {
      const kinds = await this.references.kindsOf(tx, orderingPartyId);
      if (kinds.length === 0) fields.push(partErrors.field('/orderingPartyId', 'part.ordering-party-unknown'));
    }
    if (fields.length > 0) throw partErrors.error('part.invalid', {}, fields);
  }
}
