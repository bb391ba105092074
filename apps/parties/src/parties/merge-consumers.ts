import { ConsumersMergedMessage, PartyChangedMessage, PartySuspendedMessage } from '@navette/contracts';
import type { MergeConsumersRequest } from '@navette/contracts/parties/v1/service';
import { Party } from '@navette/contracts/parties/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { expectVersion } from './expect-version.js';
import { InheritTerms } from './inherit-terms.js';
import { checkedParty, partyErrors, refuseUnlisted } from './party.js';
import { PartyRepository } from './party.repository.js';

/**
 * PA-8: two consumers turn out to be one. The survivor gets the values that a person chose from both, the other's family
 * where it is in none (PA-13), and is suspended where either was; every service follows by `ConsumersMerged`. The other stays
 * as it was, and says where it went.
 */
@Injectable()
export class MergeConsumers {
  constructor(
    private readonly db: Database,
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
    private readonly inherit: InheritTerms,
  ) {}

  /**
   * @throws DomainError `parties.party.invalid`, `parties.party.not-found`, `parties.party.changed-meanwhile` for either of the
   *   two, `parties.party.merged` where one was merged before, `parties.merge.with-itself`, `parties.merge.consumers-only`,
   *   `parties.merge.supplier-stays` where parts are ordered from the one that would go
   */
  execute(scope: Scope, request: MergeConsumersRequest): Promise<Party> {
    const { survivorId, mergedId } = request;
    return this.db.command(scope, async (tx) => {
      const region = await this.stations.phoneRegion(tx);
      const { party: chosen, phones } = checkedParty(request.party ?? Party.create(), region);
      await this.#lock(tx, request);
      if (survivorId === mergedId) {
        throw partyErrors.error('merge.with-itself', {}, [partyErrors.field('/mergedId', 'merge.with-itself')]);
      }
      const survivor = (await this.parties.byId(tx, survivorId)) as Party;
      const merged = (await this.parties.byId(tx, mergedId)) as Party;
      if (![survivor, merged].every(({ kinds }) => kinds.includes('consumer'))) {
        throw partyErrors.error('merge.consumers-only');
      }
      if (merged.kinds.some((kind) => kind === 'supplier' || kind === 'manufacturer')) {
        throw partyErrors.error('merge.supplier-stays');
      }
      const kinds = [...new Set([...survivor.kinds, ...merged.kinds, ...chosen.kinds])];
      refuseUnlisted(survivor, { ...chosen, kinds });
      await this.parties.merge(tx, mergedId, survivorId);
      await this.parties.update(tx, { ...chosen, kinds, id: survivorId }, phones);
      let version = Number(survivor.version) + 1;
      const customerFamilyId = survivor.customerFamilyId || merged.customerFamilyId;
      const supplierFamilyId = survivor.supplierFamilyId || merged.supplierFamilyId;
      const joins = customerFamilyId !== survivor.customerFamilyId || supplierFamilyId !== survivor.supplierFamilyId;
      if (joins) {
        version++;
        await this.parties.attach(tx, survivorId, customerFamilyId, supplierFamilyId);
      }
      tx.publish(
        PartyChangedMessage,
        { type: 'party', id: survivorId, version },
        { party: await this.parties.byId(tx, survivorId) },
      );
      if (merged.suspended && !survivor.suspended) {
        version++;
        await this.parties.setSuspension(tx, survivorId, merged.suspensionReason);
        tx.publish(PartySuspendedMessage, { type: 'party', id: survivorId, version }, { partyId: survivorId });
      }
      if (joins) await this.inherit.execute(tx, [(await this.parties.byId(tx, survivorId)) as Party]);
      tx.publish(
        ConsumersMergedMessage,
        { type: 'party', id: mergedId, version: Number(merged.version) + 1 },
        { mergedPartyId: mergedId, survivorPartyId: survivorId },
      );
      tx.audit('party', survivorId);
      tx.audit('party', mergedId);
      return (await this.parties.byId(tx, survivorId)) as Party;
    });
  }

  /** Locks both in the order of their ids, so that two who merge the same ones the other way round don't wait for each other. */
  async #lock(tx: Tx, { survivorId, survivorVersion, mergedId, mergedVersion }: MergeConsumersRequest): Promise<void> {
    const seen = [
      { id: survivorId, version: survivorVersion },
      { id: mergedId, version: mergedVersion },
    ].sort((one, other) => (one.id < other.id ? -1 : 1));
    const locked: { actual: number | undefined; version: string }[] = [];
    for (const { id, version } of seen) locked.push({ actual: await this.parties.lockVersion(tx, id), version });
    // One that is not there is told first, whatever the other's version.
    if (locked.some(({ actual }) => actual === undefined)) throw partyErrors.error('party.not-found');
    for (const { actual, version } of locked) expectVersion(actual, Number(version));
  }
}
