import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { effectiveRights, type Assignment } from '../grants/effective-rights.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { userErrors, userErrorOf } from './user.js';
import { UserRepository, type UserRecord } from './user.repository.js';

/** After the stations somebody starts in. */
const POSITION = 100;

/** ID-2: the one way in which a user comes by a role in a station, and loses it. */
@Injectable()
export class GiveRights {
  constructor(
    private readonly users: UserRepository,
    private readonly grants: GrantRepository,
    private readonly set: SetGrant,
  ) {}

  /**
   * Gives a role in the station of the transaction, or takes it away. Nobody gives what they have not themselves.
   * @param assignment undefined takes the user out of the station
   * @throws DomainError `identity.user.right-not-held`, `identity.user.last-administrator`
   */
  async within(
    tx: Tx,
    user: Pick<UserRecord, 'id' | 'networkRole'>,
    assignment: Assignment | undefined,
  ): Promise<void> {
    const had = (await this.grants.of(tx, user.id))?.rights ?? [];
    const rights = effectiveRights(assignment, undefined, user.networkRole);
    const held = (await this.grants.of(tx, tx.scope.actor.id))?.rights ?? [];
    const beyond = rights.filter((right) => !had.includes(right) && !held.includes(right));
    if (assignment !== undefined && beyond.length > 0)
      throw userErrors.error('user.right-not-held', { rights: beyond });
    await this.byMapping(tx, user, assignment);
  }

  /**
   * The same where nobody gives it but the mapping that an administrator set, who had those rights (ID-7).
   * @throws DomainError `identity.user.last-administrator`
   */
  async byMapping(
    tx: Tx,
    user: Pick<UserRecord, 'id' | 'networkRole'>,
    assignment: Assignment | undefined,
  ): Promise<void> {
    await this.#assign(tx, user.id, assignment).catch(userErrorOf);
    await this.set.within(tx, user.id, effectiveRights(assignment, undefined, user.networkRole));
    tx.audit('user', user.id);
  }

  async #assign(tx: Tx, userId: string, assignment: Assignment | undefined): Promise<void> {
    if (assignment === undefined) await this.users.unassign(tx, userId);
    else await this.users.assign(tx, userId, POSITION, assignment);
  }
}
