import type { ListQuery } from '@navette/contracts/common/v1/common';
import type { CatalogueEntry, ListCatalogueEntriesResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { entryErrors } from './catalogue-entry.js';
import { CatalogueEntryRepository } from './catalogue-entry.repository.js';

@Injectable()
export class ReadCatalogueEntries {
  constructor(
    private readonly db: Database,
    private readonly entries: CatalogueEntryRepository,
  ) {}

  page(scope: Scope, query: ListQuery | undefined): Promise<ListCatalogueEntriesResponse> {
    return this.db.tenantRead(scope, (tx) => this.entries.page(tx, query));
  }

  /** @throws DomainError `stock.catalogue-entry.not-found`, also for one of another station (ID-10). */
  async one(scope: Scope, id: string): Promise<CatalogueEntry> {
    const entry = await this.db.tenantRead(scope, (tx) => this.entries.byId(tx, id));
    if (entry === undefined) throw entryErrors.error('catalogue-entry.not-found');
    return entry;
  }
}
