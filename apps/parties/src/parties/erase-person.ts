import { PartyErasedMessage } from '@navette/contracts';
import { BillingServiceService as Billing } from '@navette/contracts/billing/v1/service';
import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import type { Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { expectVersion } from './expect-version.js';
import { partyErrors } from './party.js';
import { PartyRepository } from './party.repository.js';
import { PersonRepository } from './person.repository.js';

/**
 * PA-16: a person is made unknown, with those merged into it. Refused while the station still works for it: a repair that is
 * not billed needs whom to bill. Every service follows by `PartyErased`.
 */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly parties: PartyRepository,
    private readonly people: PersonRepository,
  ) {}

  /**
   * @throws DomainError `parties.party.not-found`, `parties.party.changed-meanwhile`, `parties.party.merged`,
   *   `parties.party.erased`, `parties.erasure.supplier`, `parties.erasure.open-work` with what is open,
   *   `platform.service.unavailable` when interventions or billing does not answer
   */
  async execute(scope: Scope, partyId: string, expectedVersion: number): Promise<Party> {
    await this.#refuseOpenWork(scope, partyId);
    return this.db.command(scope, async (tx) => {
      expectVersion(await this.parties.lockVersion(tx, partyId), expectedVersion);
      const { kinds } = (await this.parties.byId(tx, partyId)) as Party;
      if (kinds.some((kind) => kind === 'supplier' || kind === 'manufacturer')) {
        throw partyErrors.error('erasure.supplier');
      }
      const people = await this.people.ids(tx, partyId);
      await this.people.erase(
        tx,
        people.map(({ id }) => id),
      );
      for (const { id, version } of people) {
        tx.publish(PartyErasedMessage, { type: 'party', id, version: version + 1 }, { partyId: id });
        tx.audit('party', id);
      }
      return (await this.parties.byId(tx, partyId)) as Party;
    });
  }

  async #refuseOpenWork(scope: Scope, partyId: string): Promise<void> {
    const wanted = { partyId, limit: 1 };
    const [files, dealings] = await Promise.all([
      this.clients.get(Interventions).listFilesOfParty(wanted, await this.clients.asService(scope, Interventions)),
      this.clients.get(Billing).listDealingsOfCustomer(wanted, await this.clients.asService(scope, Billing)),
    ]);
    const open = { files: files.openCount, orders: dealings.openOrderCount, drafts: dealings.draftCount };
    if (Object.values(open).some((count) => count > 0)) throw partyErrors.error('erasure.open-work', open);
  }
}
