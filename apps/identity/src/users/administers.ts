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
   * A user of the network whom the caller may know of: who works where the caller has this right, has a role in the network,
   * or works nowhere. Anybody else is of other stations, and answered like one who does not exist (ID-10).
   * @param scope of a call that was allowed by a right in its own station: the right asked for elsewhere
   * @throws DomainError `identity.user.not-found`, also for a user of another network
   */
  async find(scope: Scope, userId: string): Promise<Found> {
    if (!isUuid(userId)) throw userErrors.error('user.not-found');
    const { user, stations } = await this.db.tenantRead(scope, async (tx) => ({
      user: await this.users.byId(tx, userId),
      stations: await this.users.stations(tx),
    }));
    const { works, held } = await this.db.networkRead(
      scope,
      stations.map(({ id }) => id),
      async (tx) => ({
        works: await this.users.stationsOf(tx, userId),
        held: await this.users.stationsWhere(tx, scope.actor.id, scope.operation),
      }),
    );
    const known = user?.networkRole != null || works.length === 0 || works.some((id) => held.includes(id));
    if (user === undefined || !known) throw userErrors.error('user.not-found');
    return {
      works: stations.filter(({ id }) => user.networkRole !== null || works.includes(id)),
      held: stations.filter(({ id }) => held.includes(id)),
    };
  }

  /** @throws DomainError `identity.user.not-found`, `identity.user.works-elsewhere` */
  async assert(scope: Scope, userId: string): Promise<void> {
    const { works, held } = await this.find(scope, userId);
    const elsewhere = works.filter((station) => !held.includes(station)).map(({ code }) => code);
    if (elsewhere.length > 0) throw userErrors.error('user.works-elsewhere', { stations: elsewhere });
  }
}

interface Station {
  readonly id: string;
  readonly code: string;
}

interface Found {
  /** Where the user works: all stations with a role in the network. */
  readonly works: readonly Station[];
  /** Where the caller has the right. */
  readonly held: readonly Station[];
}
