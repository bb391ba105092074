import { Database, type Scope, type Tx } from '@navette/platform/database';
import type { Timer, TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { InheritTerms } from '../parties/inherit-terms.js';
import { PartyRepository } from '../parties/party.repository.js';

/** Timer of a family whose terms have changed, by its id. */
export const FOLLOW = 'follow-family';
/** Parties in one transaction: their locks are held for a moment, and their events leave together. */
const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * PA-13: gives the parties of a family what they inherit of it now, however many they are. It begins anew where its process
 * died, and finds those that follow already as they should be; a family changed meanwhile has moved the timer, which fires once
 * more (ADR 0036).
 */
@Injectable()
export class FollowFamily implements TimerHandler {
  readonly kind = FOLLOW;

  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly inherit: InheritTerms,
  ) {}

  readonly fire = async ({ key }: Timer, scope: Scope, done: (tx: Tx) => Promise<void>): Promise<void> => {
    for (let after: string | undefined = FIRST; after !== undefined; after = await this.#next(key, after, scope, done));
  };

  /** The id of the last party of a batch; undefined after the last one. */
  #next(familyId: string, after: string, scope: Scope, done: (tx: Tx) => Promise<void>): Promise<string | undefined> {
    return this.db.tenantTx(scope, async (tx) => {
      const members = await this.parties.lockMembers(tx, familyId, after, BATCH);
      for (const id of await this.inherit.execute(tx, members)) tx.audit('party', id);
      if (members.length < BATCH) {
        await done(tx);
        return undefined;
      }
      if (tx.audited.length === 0) tx.changesNothing();
      return members.at(-1)?.id;
    });
  }
}
