import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LINK_HOURS, type LinkState } from './password.js';

/** Whom a link is for. */
export interface LinkRow {
  readonly networkId: string;
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

/** A link that was mailed, and whom it is for. */
export interface MailedLinkRow {
  readonly userId: string;
  readonly hash: Buffer;
  readonly expiresAt: Temporal.Instant;
  readonly state: LinkState;
}

/** One that is to be kept. */
interface NewLink {
  readonly id: string;
  readonly userId: string;
  readonly hash: Buffer;
  /** It leaves by the station of the transaction. */
  readonly isMailed: boolean;
}

/** What became of a link is told for so long. */
const KEPT_DAYS = 7;

/** One-time links to set a password, kept by the hash of their secret. */
@Injectable()
export class PasswordLinkRepository {
  /** Whatever its network: who comes by a link has named none. It may be used or too old: `use` says. */
  async search(tx: Tx, hash: Buffer): Promise<LinkRow | undefined> {
    return tx.first(
      `select network_id as "networkId", user_id as "userId", login, name, email from search_password_link($1)`,
      [hash],
    );
  }

  /** The one link of a user, whom the caller has locked, in the place of those before it; until when it is good. */
  async replace(tx: Tx, { id, userId, hash, isMailed }: NewLink): Promise<Temporal.Instant> {
    await this.void(tx, userId);
    const { networkId, stationId } = tx.scope;
    await tx.run(
      `delete from password_link
       where network_id = $1 and user_id = $2 and created_at < $3::timestamptz - make_interval(days => $4)`,
      [networkId, userId, tx.now, KEPT_DAYS],
    );
    const expiresAt = tx.now.add({ hours: LINK_HOURS });
    await tx.run(
      `insert into password_link (network_id, id, hash, user_id, created_at, expires_at, mailed_from_station_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [networkId, id, hash, userId, tx.now, expiresAt, isMailed ? stationId : null],
    );
    return expiresAt;
  }

  /** When links were mailed to a user since an instant, the earliest first. */
  async mailedSince(tx: Tx, userId: string, since: Temporal.Instant): Promise<Temporal.Instant[]> {
    const rows = await tx.rows<{ at: Temporal.Instant }>(
      `select created_at as at from password_link
       where network_id = $1 and user_id = $2 and created_at > $3 and mailed_from_station_id is not null order by 1`,
      [tx.scope.networkId, userId, since],
    );
    return rows.map(({ at }) => at);
  }

  /** One that was mailed from the station of the transaction. */
  async mailed(tx: Tx, id: string): Promise<MailedLinkRow | undefined> {
    return tx.first(
      `select user_id as "userId", hash, expires_at as "expiresAt",
         case when used_at is not null then 'used' when replaced_at is not null then 'replaced'
           when expires_at <= $4 then 'expired' else 'open' end as state
       from password_link where network_id = $1 and id = $2 and mailed_from_station_id = $3`,
      [tx.scope.networkId, id, tx.scope.stationId, tx.now],
    );
  }

  /** Until when the link of a user is good that nobody has used; undefined where there is none. */
  async openUntil(tx: Tx, userId: string): Promise<Temporal.Instant | undefined> {
    const row = await tx.first<{ at: Temporal.Instant }>(
      `select expires_at as at from password_link
       where network_id = $1 and user_id = $2 and used_at is null and replaced_at is null and expires_at > $3`,
      [tx.scope.networkId, userId, tx.now],
    );
    return row?.at;
  }

  /** @returns whether it was good: neither used, replaced nor too old, also where it comes twice at once */
  async use(tx: Tx, hash: Buffer): Promise<boolean> {
    const used = await tx.run(
      `update password_link set used_at = $2
       where hash = $1 and used_at is null and replaced_at is null and expires_at > $2`,
      [hash, tx.now],
    );
    return used === 1;
  }

  /** Links of a user that nobody used are good no more. */
  async void(tx: Tx, userId: string): Promise<void> {
    await tx.run(
      `update password_link set replaced_at = $3
       where network_id = $1 and user_id = $2 and used_at is null and replaced_at is null`,
      [tx.scope.networkId, userId, tx.now],
    );
  }
}
