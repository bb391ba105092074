import {
  Assignment,
  PersonDetails,
  type AssignUserRequest,
  type ChangeUserRequest,
  type UnassignUserRequest,
  type User,
} from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { SessionRepository } from '../sessions/session.repository.js';
import { Administers } from './administers.js';
import { GiveRights } from './give-rights.js';
import { UserNews } from './user-news.js';
import { UserView } from './user-view.js';
import { checkedAssignment, checkedPerson, userErrorOf, userErrors } from './user.js';
import { UserRepository } from './user.repository.js';

/** ID-2: users are changed, given work in a station and taken out of it. */
@Injectable()
export class SaveUser {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly administers: Administers,
    private readonly give: GiveRights,
    private readonly view: UserView,
    private readonly news: UserNews,
  ) {}

  /**
   * Who becomes inactive is signed out; their name stays on what they did.
   * @throws DomainError `identity.user.invalid`, `.not-found`, `.works-elsewhere`, `.changed-meanwhile`, `.login-taken`,
   *   `.last-administrator`
   */
  async change(scope: Scope, { id, expectedVersion, person: given, active }: ChangeUserRequest): Promise<User> {
    const person = checkedPerson(given ?? PersonDetails.create());
    await this.administers.assert(scope, id);
    await this.db.command(scope, async (tx) => {
      const user = await this.users.lockById(tx, id);
      if (user === undefined) throw userErrors.error('user.not-found');
      const [expected, actual] = [Number(expectedVersion), user.version];
      if (expected !== actual) throw userErrors.error('user.changed-meanwhile', { expected, actual });
      await this.news.changed(tx, id);
      await this.users.change(tx, id, person, active).catch(userErrorOf);
      tx.audit('user', id);
      if (active) return;
      for (const session of await this.sessions.endOf(tx, id, 'deactivated')) tx.audit('session', session);
    });
    return this.view.changed(scope, id);
  }

  /** @throws DomainError `identity.user.invalid`, `.not-found`, `.station-not-accepted`, `.right-not-held`, `.last-administrator` */
  async assign(scope: Scope, { id, assignment: given = Assignment.create() }: AssignUserRequest): Promise<User> {
    const assignment = checkedAssignment(given);
    await this.#give(scope, id, given.stationId, assignment);
    return this.view.changed(scope, id);
  }

  /** @throws DomainError `identity.user.not-found`, `.station-not-accepted`, `.last-administrator` */
  async unassign(scope: Scope, { id, stationId }: UnassignUserRequest): Promise<User> {
    await this.#give(scope, id, stationId, undefined);
    return this.view.changed(scope, id);
  }

  /** In the station named, where the caller must have the same right as in their own. */
  async #give(
    scope: Scope,
    id: string,
    stationId: string,
    assignment: ReturnType<typeof checkedAssignment> | undefined,
  ) {
    const { held } = await this.administers.find(scope, id);
    if (!held.some((station) => station.id === stationId)) {
      const field = userErrors.field('/stationId', 'user.station-not-accepted', {
        accepted: held.map(({ code }) => code),
      });
      throw userErrors.error('user.invalid', {}, [field]);
    }
    await this.db.command({ ...scope, stationId }, async (tx) => {
      const user = await this.users.lockById(tx, id);
      if (user === undefined) throw userErrors.error('user.not-found');
      await this.give.within(tx, user, assignment);
      await this.news.changed(tx, id);
    });
  }
}
