import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { UserRepository } from './user.repository.js';

const MOST = 200;

/** ID-9, ID-10: who did what in a station, by name: also those who are inactive or work there no more. */
@Injectable()
export class FindUserNames {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
  ) {}

  /** @param ids the first 200 are looked at; what is no id of somebody who ever had rights in the station has no name */
  async execute(scope: Scope, ids: readonly string[]): Promise<Record<string, string>> {
    const wanted = ids.filter((id) => isUuid(id)).slice(0, MOST);
    const found = await this.db.tenantRead(scope, (tx) => this.users.names(tx, wanted));
    return Object.fromEntries(found.map(({ id, name }) => [id, name]));
  }
}
