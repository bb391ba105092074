import { UserPlanningChangedMessage } from '@navette/contracts';
import {
  UserPlanningDetails,
  type SetUserPlanningRequest,
  type UserPlanning,
} from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedPlanning, planningErrors } from './user-planning.js';
import { UserPlanningRepository } from './user-planning.repository.js';

/** ID-11: sets how a user stands on the planning of the station. */
@Injectable()
export class SetUserPlanning {
  constructor(
    private readonly db: Database,
    private readonly planning: UserPlanningRepository,
  ) {}

  /**
   * @throws DomainError `interventions.user-planning.invalid`, `interventions.user-planning.user-not-found`,
   *   `interventions.user-planning.changed-meanwhile`
   */
  async execute(scope: Scope, request: SetUserPlanningRequest): Promise<UserPlanning> {
    const { userId } = request;
    if (!isUuid(userId)) throw planningErrors.error('user-planning.user-not-found');
    const details = checkedPlanning(request.details ?? UserPlanningDetails.create());
    const expected = Number(request.expectedVersion);
    return this.db.command(scope, async (tx) => {
      if (!(await this.planning.isKnown(tx, userId))) throw planningErrors.error('user-planning.user-not-found');
      const actual = (await this.planning.find(tx, userId, 'for update'))?.version ?? 0;
      const version = actual + 1;
      if (actual !== expected) throw planningErrors.error('user-planning.changed-meanwhile', { expected, actual });
      if (!(await this.planning.save(tx, userId, details, version)))
        throw planningErrors.error('user-planning.changed-meanwhile', { expected, actual: version });
      tx.publish(UserPlanningChangedMessage, { type: 'user-planning', id: userId, version }, { userId });
      tx.audit('user-planning', userId);
      return { userId, version: String(version), details };
    });
  }
}
