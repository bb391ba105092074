import type { ListReplenishmentPlanRequest, ListReplenishmentPlanResponse } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { ReplenishmentRepository } from './replenishment.repository.js';

/** ST-20: what files and customer orders wait for and nobody has ordered. */
@Injectable()
export class ListReplenishmentPlan {
  constructor(
    private readonly db: Database,
    private readonly plan: ReplenishmentRepository,
  ) {}

  async execute(
    scope: Scope,
    { page, ...filter }: ListReplenishmentPlanRequest,
  ): Promise<ListReplenishmentPlanResponse> {
    if (filter.supplierPartyId !== '' && !isUuid(filter.supplierPartyId)) return { lines: [], nextCursor: '' };
    const keyset = keysetOf(page, 2);
    const rows = await this.db.tenantRead(scope, (tx) => this.plan.plan(tx, filter, keyset.after, keyset.limit + 1));
    const { shown, nextCursor } = pageOf(rows, keyset, ({ position }) => position);
    return { lines: shown.map(({ line }) => line), nextCursor };
  }
}
