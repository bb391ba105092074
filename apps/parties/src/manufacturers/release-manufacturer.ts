import { PartyChangedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartyRepository } from '../parties/party.repository.js';
import { tellClient } from './adopt-manufacturer.js';
import { ManufacturerRepository } from './manufacturer.repository.js';

/** PA-10: a station's party of a manufacturer that is no longer listed is as one made by hand. */
@Injectable()
export class ReleaseManufacturer {
  constructor(
    private readonly manufacturers: ManufacturerRepository,
    private readonly parties: PartyRepository,
  ) {}

  /** Part of the transaction of a station; heard twice it changes nothing. */
  async within(tx: Tx, manufacturerId: string): Promise<void> {
    const released = await this.manufacturers.release(tx, manufacturerId);
    if (released === undefined) return;
    const { clientId, id, version } = released;
    tx.publish(PartyChangedMessage, { type: 'party', id, version }, { party: await this.parties.byId(tx, id) });
    tellClient(tx, { id, version }, clientId, '');
    tx.audit('party', id);
  }
}
