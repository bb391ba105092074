import type { ListPreparedPartsResponse } from '@navette/contracts/stock/v1/preparation';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { askedOrigins } from './preparation.js';
import { PreparedPartRepository } from './prepared-part.repository.js';

@Injectable()
export class ListPreparedParts {
  constructor(
    private readonly db: Database,
    private readonly parts: PreparedPartRepository,
  ) {}

  /** Origins of other stations have none (ID-10). @throws DomainError `stock.preparation.too-many` */
  async execute(scope: Scope, originIds: readonly string[]): Promise<ListPreparedPartsResponse> {
    const asked = askedOrigins(originIds);
    return { parts: await this.db.tenantRead(scope, (tx) => this.parts.ofOrigins(tx, asked)) };
  }
}
