import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { LINK_HOURS } from './password.js';

/** Whom a link is for. */
export interface LinkRow {
  readonly networkId: string;
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

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

  /** The one link of a user, in the place of those before it; until when it is good. */
  async replace(tx: Tx, userId: string, hash: Buffer): Promise<Temporal.Instant> {
    await this.void(tx, userId);
    const expiresAt = tx.now.add({ hours: LINK_HOURS });
    await tx.run(
      'insert into password_link (network_id, hash, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5)',
      [tx.scope.networkId, hash, userId, tx.now, expiresAt],
    );
    return expiresAt;
  }

  /** @returns whether it was good: neither used nor too old, also where it comes twice at once */
  async use(tx: Tx, hash: Buffer): Promise<boolean> {
    const used = await tx.run(
      'update password_link set used_at = $2 where hash = $1 and used_at is null and expires_at > $2',
      [hash, tx.now],
    );
    return used === 1;
  }

  /** Links of a user that nobody used are good no more. */
  async void(tx: Tx, userId: string): Promise<void> {
    await tx.run('delete from password_link where network_id = $1 and user_id = $2 and used_at is null', [
      tx.scope.networkId,
      userId,
    ]);
  }
}
