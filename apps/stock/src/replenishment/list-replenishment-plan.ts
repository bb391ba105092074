import type { ListReplenishmentPlanRequest, ListReplenishmentPlanResponse } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { keysetOf, pageOf } from '../page.js';
import { ReplenishmentRepository } from './replenishment.repository.js';

/**
 * ST-20: what files and customer orders wait for and nobody has ordered, then, where replenishment is asked for, the parts
 * below their minimum. Those have neither origin nor countermark, so who filters by them gets needs only.
 */
@Injectable()
export class ListReplenishmentPlan {
  constructor(
    private readonly db: Database,
    private readonly plan: ReplenishmentRepository,
  ) {}

  async execute(
    scope: Scope,
    { page, replenishment, ...filter }: ListReplenishmentPlanRequest,
  ): Promise<ListReplenishmentPlanResponse> {
    if (filter.supplierPartyId !== '' && !isUuid(filter.supplierPartyId)) return { lines: [], nextCursor: '' };
    const keyset = keysetOf(page, 2);
    const anyOrigin = filter.countermarkPrefix === '' && filter.originNumberPrefix === '';
    const onlyRefills = filter.originKind === 'replenishment';
    const refills = onlyRefills || (replenishment && anyOrigin && filter.originKind === '');
    // A page of refills goes on behind ('', reference), one of needs behind (created at or number, id).
    const [needsUntil, reference] = keyset.after ?? [];
    const needsAreOver = onlyRefills || needsUntil === '';
    const rows = await this.db.tenantRead(scope, async (tx) => {
      const most = keyset.limit + 1;
      const needs = needsAreOver ? [] : await this.plan.plan(tx, filter, keyset.after, most);
      if (!refills || needs.length === most) return needs;
      const after = needsUntil === '' ? reference : undefined;
      return [...needs, ...(await this.plan.refills(tx, filter.supplierPartyId, after, most - needs.length))];
    });
    const { shown, nextCursor } = pageOf(rows, keyset, ({ position }) => position);
    return { lines: shown.map(({ line }) => line), nextCursor };
  }
}
