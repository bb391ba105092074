import { UserAccessChangedMessage, UserChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { UserRepository } from './user.repository.js';

/** WE-3: tells the pages that show a user, in each station they work in, to ask again. */
@Injectable()
export class UserNews {
  constructor(private readonly users: UserRepository) {}

  /** The person, their roles or whether they are active; said before who is deactivated has no station any more. */
  async changed(tx: Tx, userId: string): Promise<void> {
    for (const stationId of await this.#stations(tx, userId))
      tx.publish(UserChangedMessage, { type: 'user', id: userId, version: versionAt(tx) }, { userId }, { stationId });
  }

  /** Their sessions, their lock, their link for a password. */
  async accessChanged(tx: Tx, userId: string): Promise<void> {
    const about = { type: 'user-access', id: userId, version: versionAt(tx) };
    for (const stationId of await this.#stations(tx, userId))
      tx.publish(UserAccessChangedMessage, about, { userId }, { stationId });
  }

  async #stations(tx: Tx, userId: string): Promise<Set<string>> {
    const places = await this.users.places(tx, userId);
    return new Set([tx.scope.stationId, ...places.map(({ stationId }) => stationId)]);
  }
}

/** Sessions and roles have no version in common: nobody but a page that asks again hears of them. */
const versionAt = (tx: Tx): number => tx.now.epochMilliseconds;
