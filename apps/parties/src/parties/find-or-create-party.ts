import { PartyCreatedMessage } from '@navette/contracts';
import type { Party } from '@navette/contracts/parties/v1/service';
import { derivedId } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { newParty } from './party.js';
import { PartyMatchRepository } from './party-match.repository.js';
import { PartyRepository } from './party.repository.js';

/** IN-2: the consumer of a mission order: the known one, else a new one. */
@Injectable()
export class FindOrCreateParty {
  constructor(
    private readonly parties: PartyRepository,
    private readonly matches: PartyMatchRepository,
  ) {}

  /**
   * Same e-mail, or same phone and near name, is the same party.
   * @param requestId of the saga's request: asked again, it names the party that it made
   * @throws DomainError `parties.party.invalid` with every field that is not accepted
   */
  async execute(tx: Tx, requestId: string, input: Party): Promise<{ partyId: string; created: boolean }> {
    const { party, phones } = newParty({ ...input, kinds: input.kinds.length > 0 ? input.kinds : ['consumer'] });
    const id = derivedId('find-or-create-party', requestId);
    await this.matches.lockContacts(tx, party, phones);
    if ((await this.parties.byId(tx, id)) !== undefined) return { partyId: id, created: true };
    const known = await this.matches.find(tx, party, phones);
    if (known !== undefined) return { partyId: known, created: false };
    await this.parties.insert(tx, { ...party, id, version: '1' }, phones);
    tx.publish(PartyCreatedMessage, { type: 'party', id, version: 1 }, { party: await this.parties.byId(tx, id) });
    tx.audit('party', id);
    return { partyId: id, created: true };
  }
}
