import { CatalogueEntryChangedMessage } from '@navette/contracts';
import type { CatalogueEntry } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedEntry, codeTaken, COUNTED, type CheckedEntry, type CountedKind } from './catalogue-entry.js';
import { CatalogueEntryRepository } from './catalogue-entry.repository.js';

/** ST-1: one more entry of a list of the station. */
@Injectable()
export class CreateCatalogueEntry {
  constructor(
    private readonly db: Database,
    private readonly entries: CatalogueEntryRepository,
  ) {}

  /** @throws DomainError `stock.catalogue-entry.invalid` */
  execute(scope: Scope, input: CatalogueEntry): Promise<CatalogueEntry> {
    const entry = checkedEntry({ ...input, active: true });
    return this.db.command(scope, async (tx) => {
      const id = tx.newId();
      await this.#insert(tx, id, entry);
      const { kind } = entry;
      tx.publish(CatalogueEntryChangedMessage, { type: 'catalogue-entry', id, version: 1 }, { entryId: id, kind });
      tx.audit('catalogue-entry', id);
      return (await this.entries.byId(tx, id)) as CatalogueEntry;
    });
  }

  async #insert(tx: Tx, id: string, entry: CheckedEntry): Promise<void> {
    if (entry.code !== '') {
      if (!(await this.entries.insert(tx, id, entry))) throw codeTaken(entry.code);
      return;
    }
    const kind = entry.kind as CountedKind;
    // Codes that somebody typed are passed over; each turn counts on.
    for (;;) {
      const code = `${COUNTED[kind]}${String(await this.entries.nextNumber(tx, kind)).padStart(5, '0')}`;
      if (await this.entries.insert(tx, id, { ...entry, code })) return;
    }
  }
}
