import { DomainError } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { GiveRights } from '../users/give-rights.js';
import { checkedAssignment } from '../users/user.js';
import { UserRepository, type UserRecord } from '../users/user.repository.js';
import { rolesOf, type MappedRole } from './sign-in-provider.js';

/** ID-7: the roles of somebody follow the claims of their provider, in the stations that the mapping names. */
@Injectable()
export class RolesByClaim {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly grants: GrantRepository,
    private readonly give: GiveRights,
  ) {}

  /** Each station in a transaction of its own: at the next sign-in what was cut off goes on. */
  async execute(
    scope: Omit<Scope, 'stationId'>,
    user: Pick<UserRecord, 'id' | 'networkRole'>,
    roles: readonly MappedRole[],
    values: readonly string[],
  ): Promise<void> {
    for (const [stationId, role] of rolesOf(roles, values)) {
      await this.db
        .tenantTx({ ...scope, stationId }, async (tx) => {
          // Of two sign-ins at once, or an administrator meanwhile, one is first.
          await this.grants.lock(tx, user.id);
          const had = await this.users.assignment(tx, user.id);
          if (had?.role === role) return tx.changesNothing();
          const { addedRights = [], removedRights = [] } = had ?? {};
          const wanted =
            role &&
            checkedAssignment({ stationId, role, addedRights: [...addedRights], removedRights: [...removedRights] });
          await this.give.byMapping(tx, user, wanted);
        })
        .catch(keepLastAdministrator);
    }
  }
}

/** A station keeps an administrator, whatever a provider says (ID-2): they stay what they are. */
function keepLastAdministrator(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'identity.user.last-administrator') throw error;
}
