import { PartyCreatedMessage } from '@navette/contracts';
import type { Party } from '@navette/contracts/parties/v1/service';
import { derivedId } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { newParty } from './party.js';
import { PartyMatchRepository } from './party-match.repository.js';
import { PartyRepository } from './party.repository.js';

export interface FoundParty {
  readonly partyId: string;
  readonly created: boolean;
  /** For non-payment (PA-4). */
  readonly suspended: boolean;
}

/** IN-2: the consumer, or the reseller, of a mission order: the known one, else a new one made on the way. */
@Injectable()
export class FindOrCreateParty {
  constructor(
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
    private readonly matches: PartyMatchRepository,
  ) {}

  /**
   * Same e-mail, or same phone and near name where not both have an e-mail, is the same party; a reseller is also known by its SIRET or its name.
   * @param requestId of the saga's request: asked again, it names the party that it made
   * @param anew a new one, whoever is known
   * @throws DomainError `parties.party.invalid` with every field that is not accepted
   */
  async execute(tx: Tx, requestId: string, input: Party, anew = false): Promise<FoundParty> {
    const { party, phones } = newParty(
      { ...input, kinds: input.kinds.length > 0 ? input.kinds : ['consumer'] },
      'on_the_way',
      await this.stations.phoneRegion(tx),
    );
    const id = derivedId('find-or-create-party', requestId);
    await this.matches.lock(tx, party, phones);
    if ((await this.parties.byId(tx, id)) !== undefined) return { partyId: id, created: true, suspended: false };
    const known = anew ? undefined : await this.matches.find(tx, party, phones);
    if (known !== undefined) {
      const suspended = (await this.parties.byId(tx, known))?.suspended ?? false;
      return { partyId: known, created: false, suspended };
    }
    await this.parties.insert(tx, { ...party, id, version: '1' }, phones);
    tx.publish(PartyCreatedMessage, { type: 'party', id, version: 1 }, { party: await this.parties.byId(tx, id) });
    tx.audit('party', id);
    return { partyId: id, created: true, suspended: false };
  }
}
