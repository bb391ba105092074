import { PartChangedMessage } from '@navette/contracts';
import { Part } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { newPart, partErrors, shownPart, type CatalogueItem } from './part.js';
import { PartRepository } from './part.repository.js';

@Injectable()
export class CreatePart {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly references: ReferenceRepository,
  ) {}

  /** @throws DomainError `stock.part.invalid`, `stock.part.reference-taken`, `stock.part.barcode-taken` */
  execute(scope: Scope, input: Part): Promise<Part> {
    return this.db.command(scope, async (tx) => {
      const typed = newPart(input, tx.newId());
      await this.#refuseUnknownSuppliers(tx, typed);
      const part = { ...typed, supplierPartyId: typed.supplierPartyId ?? (await this.#usualSupplier(tx, typed)) };
      const taken = await this.parts.insert(tx, part);
      if (taken !== undefined && 'reference' in taken) throw partErrors.error('part.reference-taken', taken);
      if (taken !== undefined) throw partErrors.error('part.barcode-taken', { code: taken.barcode });
      tx.audit('part', part.id);
      const { id, version } = part;
      tx.publish(PartChangedMessage, { type: 'part', id, version }, { partId: id });
      return shownPart(part, (await this.parts.termsFor(tx, [part]))(part));
    });
  }

  /** PA-18: a manufacturer's parts are bought from itself, unless it is no supplier. */
  async #usualSupplier(tx: Tx, { manufacturerPartyId }: CatalogueItem): Promise<string | null> {
    if (manufacturerPartyId === null) return null;
    const kinds = await this.references.kindsOf(tx, manufacturerPartyId);
    return kinds.includes('supplier') ? manufacturerPartyId : null;
  }

  async #refuseUnknownSuppliers(tx: Tx, { supplierPartyId, manufacturerPartyId }: CatalogueItem): Promise<void> {
    const given = { supplierPartyId, manufacturerPartyId };
    const known = await this.references.suppliersAmong(
      tx,
      Object.values(given).filter((id) => id !== null),
    );
    const wrong = Object.entries(given).filter(([, id]) => id !== null && !known.has(id));
    if (wrong.length === 0) return;
    throw partErrors.error(
      'part.invalid',
      {},
      wrong.map(([field]) => partErrors.field(`/${field}`, 'part.supplier-unknown')),
    );
  }
}
