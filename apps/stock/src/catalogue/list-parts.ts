import type { ListPartsRequest, ListPartsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { normalisedReference, shownPart } from './part.js';
import { PartRepository } from './part.repository.js';

/** The catalogue in the order of references. */
@Injectable()
export class ListParts {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
  ) {}

  execute(scope: Scope, { page, referencePrefix }: ListPartsRequest): Promise<ListPartsResponse> {
    const keyset = keysetOf(page, 1);
    return this.db.tenantRead(scope, async (tx) => {
      const rows = await this.parts.page(tx, referencePrefix, keyset.after, keyset.limit + 1);
      const { shown, nextCursor } = pageOf(rows, keyset, ({ reference }) => [normalisedReference(reference)]);
      const termsOf = await this.parts.termsFor(tx, shown);
      return { parts: shown.map((part) => shownPart(part, termsOf(part))), nextCursor };
    });
  }
}
