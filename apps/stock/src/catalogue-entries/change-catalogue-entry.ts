import { CatalogueEntryChangedMessage } from '@navette/contracts';
import type { CatalogueEntry } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedEntry, codeTaken, entryErrors } from './catalogue-entry.js';
import { CatalogueEntryRepository } from './catalogue-entry.repository.js';

/** ST-1: an entry is replaced but for its kind; of one that came with the system code and label stay (ADR 0044). */
@Injectable()
export class ChangeCatalogueEntry {
  constructor(
    private readonly db: Database,
    private readonly entries: CatalogueEntryRepository,
  ) {}

  /** @throws DomainError `stock.catalogue-entry.not-found`, `.changed-meanwhile`, `.invalid` */
  execute(scope: Scope, id: string, expected: number, input: CatalogueEntry): Promise<CatalogueEntry> {
    return this.db.command(scope, async (tx) => {
      const before = await this.entries.lockById(tx, id);
      if (before === undefined) throw entryErrors.error('catalogue-entry.not-found');
      const actual = Number(before.version);
      if (actual !== expected) throw entryErrors.error('catalogue-entry.changed-meanwhile', { expected, actual });
      const entry = checkedEntry(input, before);
      if (!(await this.entries.update(tx, id, entry))) throw codeTaken(entry.code);
      tx.publish(
        CatalogueEntryChangedMessage,
        { type: 'catalogue-entry', id, version: actual + 1 },
        { entryId: id, kind: entry.kind },
      );
      tx.audit('catalogue-entry', id);
      return (await this.entries.byId(tx, id)) as CatalogueEntry;
    });
  }
}
