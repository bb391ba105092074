import { PartChangedMessage } from '@navette/contracts';
import type { Part, SetPartLimitsRequest } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partErrors, shownPart, typedLimits } from './part.js';
import { PartRepository } from './part.repository.js';

/** ST-20: below its minimum a part shows in the plan, when replenishment is asked for. */
@Injectable()
export class SetPartLimits {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
  ) {}

  /** @throws DomainError `stock.part.not-found`, `stock.part.invalid` */
  async execute(scope: Scope, { partId, ...typed }: SetPartLimitsRequest): Promise<Part> {
    if (!isUuid(partId)) throw partErrors.error('part.not-found');
    return this.db.command(scope, async (tx) => {
      const part = (await this.parts.byIds(tx, [partId])).get(partId);
      if (part === undefined) throw partErrors.error('part.not-found');
      const limits = typedLimits(typed, part.kind);
      await this.parts.updateLimits(tx, partId, limits);
      tx.audit('part', partId);
      tx.publish(PartChangedMessage, { type: 'part', id: partId, version: part.version + 1 }, { partId });
      return shownPart({ ...part, limits }, (await this.parts.termsFor(tx, [part]))(part));
    });
  }
}
