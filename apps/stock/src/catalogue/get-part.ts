import type { Part } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partErrors, shownPart } from './part.js';
import { PartRepository } from './part.repository.js';

@Injectable()
export class GetPart {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
  ) {}

  /** @throws DomainError `stock.part.not-found`, also for a part of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<Part> {
    if (!isUuid(id)) throw partErrors.error('part.not-found');
    return this.db.tenantRead(scope, async (tx) => {
      const part = (await this.parts.byIds(tx, [id])).get(id);
      if (part === undefined) throw partErrors.error('part.not-found');
      return shownPart(part, (await this.parts.termsFor(tx, [part]))(part));
    });
  }
}
