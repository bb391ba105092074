import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Assignment } from '../grants/effective-rights.js';
import { normalisedLogin, type User } from './user.js';

/** One place where a user may sign in. */
export interface SignInRow {
  readonly userId: string;
  readonly passwordHash: string;
  readonly networkId: string;
  readonly stationId: string;
  readonly code: string;
  readonly grantsVersion: string;
}

@Injectable()
export class UserRepository {
  /** The stations of whoever has this login, in any network, first the one to start in; none for an unknown login. */
  async searchSignIn(tx: Tx, login: string): Promise<SignInRow[]> {
    return tx.rows(
      `select user_id as "userId", password_hash as "passwordHash", network_id as "networkId", station_id as "stationId",
         code, grants_version as "grantsVersion"
       from search_sign_in($1)`,
      [normalisedLogin(login)],
    );
  }

  /** @returns whether anything changed; the password of a known user stays */
  async save(tx: Tx, user: User, passwordHash: string): Promise<boolean> {
    const saved = await tx.first(
      `insert into app_user (network_id, id, login, password_hash, name, email, colour) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (id) do update
         set login = excluded.login, name = excluded.name, email = excluded.email, colour = excluded.colour
       where (app_user.login, app_user.name, app_user.email, app_user.colour)
         is distinct from (excluded.login, excluded.name, excluded.email, excluded.colour) returning id`,
      [tx.scope.networkId, user.id, normalisedLogin(user.login), passwordHash, user.name, user.email, user.colour],
    );
    return saved !== undefined;
  }

  async replacePassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
    await tx.run('update app_user set password_hash = $2 where id = $1', [userId, passwordHash]);
  }

  /** Gives a user a role in the station of the transaction; whether anything changed. */
  async assign(tx: Tx, userId: string, position: number, assignment: Assignment): Promise<boolean> {
    const { role, addedRights, removedRights } = assignment;
    const saved = await tx.first(
      `insert into user_station (station_id, network_id, user_id, position, role, added_rights, removed_rights)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (station_id, user_id) do update
         set position = excluded.position, role = excluded.role, added_rights = excluded.added_rights,
           removed_rights = excluded.removed_rights
       where (user_station.position, user_station.role, user_station.added_rights, user_station.removed_rights)
         is distinct from (excluded.position, excluded.role, excluded.added_rights, excluded.removed_rights)
       returning user_id`,
      [tx.scope.stationId, tx.scope.networkId, userId, position, role, addedRights, removedRights],
    );
    return saved !== undefined;
  }
}
