import { PartyResumedMessage, PartySuspendedMessage } from '@navette/contracts';
import type { Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkedSuspensionReason, partyErrors } from './party.js';
import { PartyRepository } from './party.repository.js';

/** PA-4: a party that does not pay is suspended, with a reason, and resumed. */
@Injectable()
export class SuspendParty {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
  ) {}

  /**
   * Suspended already, it gets the new reason.
   * @throws DomainError `parties.party.suspension-reason`, `parties.party.not-found`
   */
  suspend(scope: Scope, partyId: string, reason: string): Promise<Party> {
    return this.#set(scope, partyId, checkedSuspensionReason(reason));
  }

  /** @throws DomainError `parties.party.not-found` */
  resume(scope: Scope, partyId: string): Promise<Party> {
    return this.#set(scope, partyId, '');
  }

  #set(scope: Scope, partyId: string, reason: string): Promise<Party> {
    return this.db.command(scope, async (tx) => {
      const locked = await this.parties.lockVersion(tx, partyId);
      if (locked === undefined) throw partyErrors.error('party.not-found');
      const before = (await this.parties.byId(tx, partyId)) as Party;
      if (before.suspensionReason === reason) {
        tx.changesNothing();
        return before;
      }
      await this.parties.setSuspension(tx, partyId, reason);
      const type = reason === '' ? PartyResumedMessage : PartySuspendedMessage;
      tx.publish(type, { type: 'party', id: partyId, version: locked + 1 }, { partyId });
      tx.audit('party', partyId);
      return (await this.parties.byId(tx, partyId)) as Party;
    });
  }
}
