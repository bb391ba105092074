import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { PersonDetails } from '@navette/contracts/identity/v1/service';
import type { NetworkRole } from '@navette/reference';
import type { Assignment } from '../grants/effective-rights.js';
import { normalisedLogin, type Place, type User } from './user.js';

/** Who has a login, and what proves it. */
export interface SignInRow {
  readonly userId: string;
  /** Null until they have set one. */
  readonly passwordHash: string | null;
}

/** A user as they are kept. */
export interface UserRecord extends User {
  readonly version: number;
  /** A session unused for so long is over (ID-6). */
  readonly idleMinutes: number;
  /** Of what is written to them: fr, en. */
  readonly language: string;
  readonly networkRole: NetworkRole | null;
  readonly active: boolean;
  readonly hasPassword: boolean;
}

const USER = `
  select id, version, login, name, email, colour, idle_minutes as "idleMinutes", network_role as "networkRole",
    deactivated_at is null as active, language, has_password as "hasPassword"
  from app_user`;

@Injectable()
export class UserRepository {
  /** Whoever has this login, in any network; nobody where they were deactivated. */
  async searchSignIn(tx: Tx, login: string): Promise<SignInRow | undefined> {
    return tx.first('select user_id as "userId", password_hash as "passwordHash" from search_sign_in($1)', [
      normalisedLogin(login),
    ]);
  }

  /** Where a user may work, in any network, first the station to start in; nowhere where they were deactivated. */
  async places(tx: Tx, userId: string): Promise<Place[]> {
    const rows = await tx.rows<Omit<Place, 'grantsVersion'> & { grantsVersion: string }>(
      `select network_id as "networkId", station_id as "stationId", code, name, role, grants_version as "grantsVersion"
       from search_user_places($1)`,
      [userId],
    );
    return rows.map((row) => ({ ...row, grantsVersion: Number(row.grantsVersion) }));
  }

  /** A user of the network. */
  async byId(tx: Tx, userId: string): Promise<UserRecord | undefined> {
    return tx.first(`${USER} where network_id = $1 and id = $2`, [tx.scope.networkId, userId]);
  }

  /** The same, locked until the transaction ends. */
  async lockById(tx: Tx, userId: string): Promise<UserRecord | undefined> {
    return tx.first(`${USER} where network_id = $1 and id = $2 for update`, [tx.scope.networkId, userId]);
  }

  /** Users of the network with this e-mail, active or not; capitals of ASCII alone are the same, as the look of others deceives. */
  async byEmail(tx: Tx, email: string): Promise<UserRecord[]> {
    return tx.rows(`${USER} where network_id = $1 and lower(email collate "C") = lower($2 collate "C")`, [
      tx.scope.networkId,
      email,
    ]);
  }

  /** Users of the network with one of these ids or a role in the network, by name. */
  async ofNetwork(tx: Tx, ids: readonly string[]): Promise<UserRecord[]> {
    return tx.rows(
      `${USER} where network_id = $1 and (id = any ($2) or network_role is not null) order by name, login`,
      [tx.scope.networkId, ids],
    );
  }

  /** Names of those who have, or once had, rights in the station of the transaction: nobody else has done anything there. */
  async names(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
    return tx.rows(
      `select id, name from app_user where network_id = $1 and id = any ($2)
         and exists (select from station_grant g where g.station_id = $3 and g.subject = app_user.id::text)`,
      [tx.scope.networkId, ids, tx.scope.stationId],
    );
  }

  async insert(tx: Tx, id: string, person: PersonDetails): Promise<void> {
    const { login, name, email, colour, idleMinutes, language } = person;
    await tx.run(
      `insert into app_user (network_id, id, login, name, email, colour, idle_minutes, language)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.scope.networkId, id, login, name, email, colour, idleMinutes, language],
    );
  }

  async change(tx: Tx, id: string, person: PersonDetails, active: boolean): Promise<void> {
    const { login, name, email, colour, idleMinutes, language } = person;
    await tx.run(
      `update app_user set version = version + 1, login = $3, name = $4, email = $5, colour = $6, idle_minutes = $7,
         deactivated_at = case when $8 then null else coalesce(deactivated_at, $9) end, language = $10
       where network_id = $1 and id = $2`,
      [tx.scope.networkId, id, login, name, email, colour, idleMinutes, active, tx.now, language],
    );
  }

  async setNetworkRole(tx: Tx, id: string, role: NetworkRole | null): Promise<void> {
    await tx.run('update app_user set version = version + 1, network_role = $3 where network_id = $1 and id = $2', [
      tx.scope.networkId,
      id,
      role,
    ]);
  }

  /** What a user was given in the station of the transaction. */
  async assignment(tx: Tx, userId: string): Promise<Assignment | undefined> {
    return tx.first(
      `select role, added_rights as "addedRights", removed_rights as "removedRights" from user_station
       where station_id = $1 and user_id = $2`,
      [tx.scope.stationId, userId],
    );
  }

  /** What users were given in these stations, of those the transaction reads over. */
  async assignments(
    tx: Tx,
    stationIds: readonly string[],
  ): Promise<(Assignment & { userId: string; stationId: string })[]> {
    return tx.rows(
      `select user_id as "userId", station_id as "stationId", role, added_rights as "addedRights",
         removed_rights as "removedRights"
       from user_station where station_id = any ($1) order by position, station_id`,
      [stationIds],
    );
  }

  async unassign(tx: Tx, userId: string): Promise<boolean> {
    const removed = await tx.run('delete from user_station where station_id = $1 and user_id = $2', [
      tx.scope.stationId,
      userId,
    ]);
    return removed > 0;
  }

  /** The stations of the network, by code. */
  async stations(tx: Tx): Promise<{ id: string; code: string }[]> {
    return tx.rows('select station_id as id, code from station where network_id = $1 order by code', [
      tx.scope.networkId,
    ]);
  }

  /** Stations, of those the transaction reads over, in which a user has a role. */
  async stationsOf(tx: Tx, userId: string): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>('select station_id as id from user_station where user_id = $1', [
      userId,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Stations, of those the transaction reads over, in which a subject has a right. */
  async stationsWhere(tx: Tx, subject: string, right: string): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      'select station_id as id from station_grant where subject = $1 and $2 = any (rights)',
      [subject, right],
    );
    return rows.map(({ id }) => id);
  }

  /** Whoever has a role in every station of the network (ID-3). */
  withNetworkRole(tx: Tx): Promise<{ id: string; networkRole: NetworkRole }[]> {
    return tx.rows(
      'select id, network_role as "networkRole" from app_user where network_id = $1 and network_role is not null',
      [tx.scope.networkId],
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
