import type { Self } from '@navette/contracts/identity/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { GrantRepository } from '../grants/grant.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { sessionErrors } from './session.js';

/** Who somebody is to their own page: name, stations, and rights where they work now. */
@Injectable()
export class GetSelf {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly grants: GrantRepository,
  ) {}

  /** @throws DomainError `identity.session.refused` for who was deactivated or lost the station meanwhile */
  async execute(scope: Scope): Promise<Self> {
    const { stationId, actor } = scope;
    return this.db.tenantRead(scope, async (tx) => {
      const user = await this.users.byId(tx, actor.id);
      const places = await this.users.places(tx, actor.id);
      const here = places.find((place) => place.stationId === stationId);
      if (user === undefined || here === undefined) throw sessionErrors.error('session.refused');
      const stations = places.map(({ stationId: id, code, name, role }) => ({ id, code, name, role }));
      const rights = (await this.grants.of(tx, actor.id))?.rights ?? [];
      return { ...user, stationId, role: here.role, rights, stations };
    });
  }
}
