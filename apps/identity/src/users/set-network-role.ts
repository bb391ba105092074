import type { SetNetworkRoleRequest, User } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { effectiveRights } from '../grants/effective-rights.js';
import { SetGrant } from '../grants/set-grant.js';
import { UserNews } from './user-news.js';
import { UserView } from './user-view.js';
import { checkedNetworkRole, userErrors } from './user.js';
import { UserRepository } from './user.repository.js';

/** ID-3: a role in every station of the network, present and to come. */
@Injectable()
export class SetNetworkRole {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly grants: SetGrant,
    private readonly view: UserView,
    private readonly news: UserNews,
  ) {}

  /**
   * By whoever has the right to in every station. Rights are a station's, so each has a transaction of its own, after the
   * one that sets the role: repeated after a failure, it goes on where it stopped.
   * @throws DomainError `identity.user.invalid`, `.not-found`, `.works-elsewhere`
   */
  async execute(scope: Scope, { id, networkRole }: SetNetworkRoleRequest): Promise<User> {
    const role = checkedNetworkRole(networkRole);
    const stations = await this.db.tenantRead(scope, (tx) => this.users.stations(tx));
    const held = await this.db.networkRead(
      scope,
      stations.map((one) => one.id),
      (tx) =>
        // prettier-ignore
        this.users.stationsWhere(tx, scope.actor.id, scope.operation),
    );
    const elsewhere = stations.filter((one) => !held.includes(one.id)).map(({ code }) => code);
    if (elsewhere.length > 0) throw userErrors.error('user.works-elsewhere', { stations: elsewhere });
    await this.db.tenantTx(scope, async (tx) => {
      const user = isUuid(id) ? await this.users.lockById(tx, id) : undefined;
      if (user === undefined) throw userErrors.error('user.not-found');
      if (user.networkRole === role) return tx.changesNothing();
      await this.users.setNetworkRole(tx, id, role);
      await this.news.changed(tx, id);
      tx.audit('user', id);
    });
    for (const { id: stationId } of stations) {
      await this.db.tenantTx({ ...scope, stationId }, async (tx) => {
        await this.grants.within(tx, id, effectiveRights(await this.users.assignment(tx, id), undefined, role));
        if (tx.audited.length === 0) tx.changesNothing();
      });
    }
    return this.view.changed(scope, id);
  }
}
