import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { effectiveRights } from '../grants/effective-rights.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { UserRepository } from '../users/user.repository.js';

/** What a token for a station must say. */
interface Entry {
  readonly grantsVersion: number;
  /** The station demands a second factor and the person has none: the token is good for what is one's own alone (ID-5). */
  readonly secondFactorDue: boolean;
  readonly scopes?: readonly string[];
}

/**
 * ID-2, ID-3: rights are given when a role is, and again whenever its holder enters a station: the release may have brought
 * rights that fall to the role, the station may be younger than a role in the network. Rights added to or removed from a user
 * stay so.
 */
@Injectable()
export class EnterStation {
  constructor(
    private readonly users: UserRepository,
    private readonly grants: GrantRepository,
    private readonly set: SetGrant,
    private readonly factors: SecondFactorRepository,
  ) {}

  /**
   * Part of the session's transaction, in that station.
   * @param byProvider whoever signed them in answered for a second factor (ID-7)
   */
  async within(tx: Tx, byProvider: boolean): Promise<Entry> {
    const { id } = tx.scope.actor;
    const demanded = (await this.factors.policy(tx)) === 'required';
    const secondFactorDue = demanded && !byProvider && (await this.factors.of(tx, id))?.confirmed !== true;
    return {
      grantsVersion: await this.#grants(tx, id),
      secondFactorDue,
      ...(secondFactorDue && { scopes: [] }),
    };
  }

  /** @returns the version of the rights there */
  async #grants(tx: Tx, id: string): Promise<number> {
    // Before the role is read: who changes it meanwhile writes the rights last.
    await this.grants.lock(tx, id);
    const networkRole = (await this.users.byId(tx, id))?.networkRole;
    await this.set.within(tx, id, effectiveRights(await this.users.assignment(tx, id), undefined, networkRole));
    return Number((await this.grants.of(tx, id))?.version ?? 0);
  }
}
