import type { Tx } from '@navette/platform/database';
import { NETWORK_ROLES } from '@navette/reference';
import { Injectable } from '@nestjs/common';
import { effectiveRights } from '../grants/effective-rights.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { SetGrant } from '../grants/set-grant.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import type { Place } from '../users/user.js';
import { UserRepository } from '../users/user.repository.js';

/** What a token for a station must say. */
interface Entry {
  readonly grantsVersion: number;
  /** The station demands a second factor and the person has none: the token is good for what is one's own alone (ID-5). */
  readonly secondFactorDue: boolean;
  readonly scopes?: readonly string[];
}

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
    private readonly factors: SecondFactorRepository,
  ) {}

  /** Part of the session's transaction, in that station. */
  async within(tx: Tx, place: Place): Promise<Entry> {
    const { id } = tx.scope.actor;
    const demanded = (await this.factors.policy(tx)) === 'required';
    const secondFactorDue = demanded && (await this.factors.of(tx, id))?.confirmed !== true;
    return {
      grantsVersion: await this.#grants(tx, id, place),
      secondFactorDue,
      ...(secondFactorDue && { scopes: [] }),
    };
  }

  /** @returns the version of the rights there */
  async #grants(tx: Tx, id: string, { role, grantsVersion }: Place): Promise<number> {
    if (!NETWORK_ROLES.some((one) => one === role)) return grantsVersion;
    const networkRole = (await this.users.byId(tx, id))?.networkRole;
    await this.set.within(tx, id, effectiveRights(await this.users.assignment(tx, id), undefined, networkRole));
    return Number((await this.grants.of(tx, id))?.version ?? 0);
  }
}
