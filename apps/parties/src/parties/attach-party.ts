import { PartyChangedMessage } from '@navette/contracts';
import type { AttachPartyRequest, Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { checkFamilies } from '../families/family.js';
import { FamilyRepository } from './family.repository.js';
import { expectVersion } from './expect-version.js';
import { InheritTerms } from './inherit-terms.js';
import { PartyRepository } from './party.repository.js';

/** PA-13: the families a party is in. What its terms inherit is taken anew, and told by events of its own. */
@Injectable()
export class AttachParty {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly families: FamilyRepository,
    private readonly inherit: InheritTerms,
  ) {}

  /** @throws DomainError `parties.family.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` */
  execute(scope: Scope, request: AttachPartyRequest): Promise<Party> {
    const { partyId, expectedVersion, customerFamilyId, supplierFamilyId } = request;
    return this.db.command(scope, async (tx) => {
      const version = expectVersion(await this.parties.lockVersion(tx, partyId), Number(expectedVersion)) + 1;
      checkFamilies(request, await this.families.lockRoles(tx, [customerFamilyId, supplierFamilyId]));
      await this.parties.attach(tx, partyId, customerFamilyId, supplierFamilyId);
      const attached = (await this.parties.byId(tx, partyId)) as Party;
      tx.publish(PartyChangedMessage, { type: 'party', id: partyId, version }, { party: attached });
      await this.inherit.execute(tx, [attached]);
      tx.audit('party', partyId);
      return (await this.parties.byId(tx, partyId)) as Party;
    });
  }
}
