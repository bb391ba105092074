import type { Part } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { shownPart } from './part.js';
import { PartRepository } from './part.repository.js';

@Injectable()
export class GetPart {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
  ) {}

  /** @throws DomainError `stock.part.not-found`, also for a part of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<Part> {
    return this.db.tenantRead(scope, async (tx) => {
      const part = await this.parts.known(tx, id);
      return shownPart(part, (await this.parts.termsFor(tx, [part]))(part));
    });
  }
}
