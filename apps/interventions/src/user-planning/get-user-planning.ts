import type { UserPlanning } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DEFAULT_PLANNING, planningErrors } from './user-planning.js';
import { UserPlanningRepository } from './user-planning.repository.js';

/** ID-11: how a user stands on the planning. */
@Injectable()
export class GetUserPlanning {
  constructor(
    private readonly db: Database,
    private readonly planning: UserPlanningRepository,
  ) {}

  /** @throws DomainError `interventions.user-planning.user-not-found` */
  async execute(scope: Scope, userId: string): Promise<UserPlanning> {
    if (!isUuid(userId)) throw planningErrors.error('user-planning.user-not-found');
    return this.db.tenantRead(scope, async (tx) => {
      if (!(await this.planning.isKnown(tx, userId))) throw planningErrors.error('user-planning.user-not-found');
      const { version, ...details } = (await this.planning.find(tx, userId)) ?? { version: 0, ...DEFAULT_PLANNING };
      return { userId, version: String(version), details };
    });
  }
}
