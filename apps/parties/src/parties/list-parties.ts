import type { ListPartiesRequest, ListPartiesResponse } from '@navette/contracts/parties/v1/service';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from './party.repository.js';

@Injectable()
export class ListParties {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  async execute(scope: Scope, { page, kind, email }: ListPartiesRequest): Promise<ListPartiesResponse> {
    const limit = Math.min(page?.limit || 50, 200);
    const after = decodeCursor(page?.cursor ?? '', 3);
    const rows = await this.db.tenantRead(scope, (tx) => this.parties.page(tx, { kind, email }, after, limit + 1));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      parties: shown.map(({ party }) => party),
      nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.position) : '',
    };
  }
}
