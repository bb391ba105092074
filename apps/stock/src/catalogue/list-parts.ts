import type { ListPartsRequest, ListPartsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { shownPart } from './part.js';
import { PartRepository } from './part.repository.js';

/** The catalogue in the order of references. */
@Injectable()
export class ListParts {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
  ) {}

  execute(scope: Scope, { query }: ListPartsRequest): Promise<ListPartsResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      const { items, nextCursor } = await this.parts.page(tx, query);
      const termsOf = await this.parts.termsFor(tx, items);
      return { parts: items.map((part) => shownPart(part, termsOf(part))), nextCursor };
    });
  }
}
