import type { Tx } from '@navette/platform/database';
import { NETWORK_ROLES } from '@navette/reference';
import { Injectable } from '@nestjs/common';
import { effectiveRights } from '../grants/effective-rights.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import type { Place } from '../users/user.js';
import { UserRepository } from '../users/user.repository.js';

/**
 * ID-3: whoever has a role in the network has their rights in a station from the moment they enter it: it may be younger
 * than the role.
 */
@Injectable()
export class EnterStation {
  constructor(
    private readonly users: UserRepository,
    private readonly grants: GrantRepository,
    private readonly set: SetGrant,
  ) {}

  /** Part of the session's transaction, in that station. @returns the version of the rights there */
  async within(tx: Tx, { role, grantsVersion }: Place): Promise<number> {
    if (!NETWORK_ROLES.some((one) => one === role)) return grantsVersion;
    const { id } = tx.scope.actor;
    const networkRole = (await this.users.byId(tx, id))?.networkRole;
    await this.set.within(tx, id, effectiveRights(await this.users.assignment(tx, id), undefined, networkRole));
    return Number((await this.grants.of(tx, id))?.version ?? 0);
  }
}
