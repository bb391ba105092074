import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { UserRepository } from './user.repository.js';
import { userErrors } from './user.js';

/**
 * What belongs to a person and not to their work in one station (name, password, second factor, being there at all) is
 * changed by whoever has the right to in every station that the person works in: else the administrator of one company
 * could sign in to another by the password they set.
 */
@Injectable()
export class Administers {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
  ) {}

  /**
   * @param scope of a call that was allowed by a right in its own station: the right asked for elsewhere
   * @throws DomainError `identity.user.not-found`, also for a user of another network; `identity.user.works-elsewhere`
   */
  async assert(scope: Scope, userId: string): Promise<void> {
    if (!isUuid(userId)) throw userErrors.error('user.not-found');
    const { user, stations } = await this.db.tenantRead(scope, async (tx) => ({
      user: await this.users.byId(tx, userId),
      stations: await this.users.stations(tx),
    }));
    if (user === undefined) throw userErrors.error('user.not-found');
    const ids = stations.map(({ id }) => id);
    const { works, held } = await this.db.networkRead(scope, ids, async (tx) => ({
      works: user.networkRole === null ? await this.users.stationsOf(tx, userId) : ids,
      held: await this.users.stationsWhere(tx, scope.actor.id, scope.operation),
    }));
    const elsewhere = stations.filter(({ id }) => works.includes(id) && !held.includes(id)).map(({ code }) => code);
    if (elsewhere.length > 0) throw userErrors.error('user.works-elsewhere', { stations: elsewhere });
  }
}
