import type { ConsumersMerged } from '@navette/contracts/parties/v1/events';
import { followMerge, type PartyReference, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyHeaderRepository } from './party-header.repository.js';

const REFERENCES: readonly PartyReference[] = [
  { table: 'intervention_file', column: 'consumer_party_id', entity: 'intervention-file', versioned: true },
  { table: 'intervention_file', column: 'ordering_party_id', entity: 'intervention-file', versioned: true },
  { table: 'intervention_file', column: 'reseller_party_id', entity: 'intervention-file', versioned: true },
  { table: 'mission_order', column: 'ordering_party_id', entity: 'mission-order', versioned: true },
];

/** PA-8: a merge moves files and mission orders; a header that nobody has changed becomes the survivor's (PA-19). */
@Injectable()
export class FollowMerge {
  constructor(private readonly headers: PartyHeaderRepository) {}

  async execute(tx: Tx, merged: ConsumersMerged): Promise<void> {
    await this.headers.giveUp(tx, merged.mergedPartyId);
    await followMerge(tx, merged, REFERENCES);
  }
}
