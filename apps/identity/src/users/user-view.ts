import type { User } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { userErrors } from './user.js';
import { UserRepository, type UserRecord } from './user.repository.js';

const READ = 'identity:user.read';

/** ID-2, ID-10: users as the caller may see them: with their roles in those stations where the caller may read users. */
@Injectable()
export class UserView {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
  ) {}

  /** By name: who works in such a station, and who has a role in the network. */
  async list(scope: Scope): Promise<User[]> {
    const assignments = await this.#assignments(scope);
    const ids = [...new Set(assignments.map(({ userId }) => userId))];
    const users = await this.db.tenantRead(scope, (tx) => this.users.ofNetwork(tx, ids));
    return users.map((user) => toUser(user, assignments));
  }

  /** @throws DomainError `identity.user.not-found`, also for who works in none of those stations */
  async get(scope: Scope, userId: string): Promise<User> {
    const user = (await this.list(scope)).find(({ id }) => id === userId);
    if (user === undefined) throw userErrors.error('user.not-found');
    return user;
  }

  /** After a change by whoever may change this user and perhaps not read others: with the stations they may read. */
  async changed(scope: Scope, userId: string): Promise<User> {
    const assignments = await this.#assignments(scope);
    const user = isUuid(userId) ? await this.db.tenantRead(scope, (tx) => this.users.byId(tx, userId)) : undefined;
    if (user === undefined) throw userErrors.error('user.not-found');
    return toUser(user, assignments);
  }

  async #assignments(scope: Scope) {
    const stations = await this.db.tenantRead(scope, (tx) => this.users.stations(tx));
    return this.db.networkRead(
      scope,
      stations.map(({ id }) => id),
      async (tx) =>
        // prettier-ignore
        this.users.assignments(tx, await this.users.stationsWhere(tx, scope.actor.id, READ)),
    );
  }
}

function toUser(user: UserRecord, assignments: Awaited<ReturnType<UserRepository['assignments']>>): User {
  const { id, version, login, name, email, colour, idleMinutes, language, networkRole, active } = user;
  return {
    id,
    version: String(version),
    person: { login, name, email, colour, idleMinutes, language },
    active,
    networkRole: networkRole ?? '',
    assignments: assignments
      .filter(({ userId }) => userId === id)
      .map(({ stationId, role, addedRights, removedRights }) => ({
        stationId,
        role,
        addedRights: [...addedRights],
        removedRights: [...removedRights],
      })),
  };
}
