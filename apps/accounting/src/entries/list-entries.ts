import type { ListEntriesRequest, ListEntriesResponse } from '@navette/contracts/accounting/v1/service';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { EntryRepository } from './entry.repository.js';

@Injectable()
export class ListEntries {
  constructor(
    private readonly db: Database,
    private readonly entries: EntryRepository,
  ) {}

  async execute(scope: Scope, { page, journal }: ListEntriesRequest): Promise<ListEntriesResponse> {
    const limit = Math.min(page?.limit || 50, 200);
    const cursor = decodeCursor(page?.cursor ?? '', 3);
    const after = cursor !== undefined && cursor.slice(1).every((text) => /^\d{1,9}$/.test(text)) ? cursor : undefined;
    const rows = await this.db.tenantRead(scope, (tx) => this.entries.page(tx, journal, after, limit + 1));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      entries: shown.map(({ entry }) => entry),
      nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.position) : '',
    };
  }
}
