import type { StationChanged } from '@navette/contracts/identity/v1/events';
import type { PartiesImported, PartyChanged, PartyPricingTermsChanged } from '@navette/contracts/parties/v1/events';
import { PricingTerms } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from './reference.repository.js';

/** Keeps the copies true that stock works with: party kinds, suppliers' terms (PA-9), its station's code, zone and network. */
@Injectable()
export class KeepReferences {
  constructor(private readonly references: ReferenceRepository) {}

  async party(tx: Tx, { party }: PartyChanged): Promise<void> {
    if (party === undefined) return;
    tx.audit('party-ref', party.id);
    await this.references.saveParties(tx, [party]);
    if (party.pricingTerms !== undefined)
      await this.references.saveTerms(tx, party.id, party.version, party.pricingTerms);
  }

  /** They come without coefficients: those that are set later are told of by themselves. */
  async imported(tx: Tx, { importId, parties }: PartiesImported): Promise<void> {
    await this.references.saveParties(tx, parties);
    tx.audit('party-import', importId);
  }

  async termsChanged(tx: Tx, { partyId, version, terms }: PartyPricingTermsChanged): Promise<void> {
    tx.audit('supplier-terms', partyId);
    await this.references.saveTerms(tx, partyId, version, terms ?? PricingTerms.create());
  }

  async stationChanged(tx: Tx, station: StationChanged, version: number): Promise<void> {
    tx.audit('station-ref', station.stationId);
    await this.references.saveStation(tx, version, station);
  }
}
