import { Assignment, PersonDetails, type CreateUserRequest, type User } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GiveRights } from './give-rights.js';
import { MailPasswordLink } from './mail-password-link.js';
import { UserNews } from './user-news.js';
import { UserView } from './user-view.js';
import { checkedAssignment, checkedPerson, userErrorOf } from './user.js';
import { UserRepository } from './user.repository.js';

/** ID-2: a new user, who has no password yet. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly give: GiveRights,
    private readonly mail: MailPasswordLink,
    private readonly view: UserView,
    private readonly news: UserNews,
  ) {}

  /**
   * Whoever makes a user may have them mailed the link by which they set their first password: it opens nothing else.
   * @throws DomainError `identity.user.invalid`, `identity.user.login-taken`, `identity.user.right-not-held`,
   *   `identity.password-link.no-address`
   */
  async execute(scope: Scope, request: CreateUserRequest): Promise<User> {
    const person = checkedPerson(request.person ?? PersonDetails.create());
    const assignment = checkedAssignment(request.assignment ?? Assignment.create());
    const id = await this.db.command(scope, async (tx) => {
      const fresh = tx.newId();
      await this.users.insert(tx, fresh, person).catch(userErrorOf);
      await this.give.within(tx, { id: fresh, networkRole: null }, assignment);
      await this.news.changed(tx, fresh);
      if (request.mailLink) await this.mail.within(tx, { id: fresh, email: person.email });
      return fresh;
    });
    return this.view.changed(scope, id);
  }
}
