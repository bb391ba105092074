import { PartyChangedMessage, PartyClientChangedMessage, PartyCreatedMessage } from '@navette/contracts';
import { Party, type Manufacturer } from '@navette/contracts/parties/v1/service';
import { derivedId } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { comparable, newParty } from '../parties/party.js';
import { PartyRepository } from '../parties/party.repository.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { ManufacturerRepository } from './manufacturer.repository.js';

/**
 * PA-10: a station's party of a manufacturer of the list: name, code and kind as they are listed; address, contacts and terms
 * the station's own. One that it had made by hand under that name becomes it.
 */
@Injectable()
export class AdoptManufacturer {
  constructor(
    private readonly manufacturers: ManufacturerRepository,
    private readonly parties: PartyRepository,
    private readonly stations: StationRefRepository,
  ) {}

  /**
   * Part of the transaction of a station; heard twice, older than what is known, or when the manufacturer has left the list, it
   * changes nothing.
   */
  async within(tx: Tx, manufacturer: Manufacturer): Promise<void> {
    if (!(await this.manufacturers.holdListed(tx, manufacturer.id))) return;
    const known = await this.manufacturers.partyOf(tx, manufacturer);
    if (known === undefined) return this.#create(tx, manufacturer);
    if (known.listedVersion === null || known.listedVersion < Number(manufacturer.version)) {
      await this.#rename(tx, known, manufacturer);
    }
  }

  async #create(tx: Tx, manufacturer: Manufacturer): Promise<void> {
    const { alphaCode, name } = manufacturer;
    const input = Party.fromPartial({ kinds: ['manufacturer'], name, alphaCode });
    const { party, phones } = newParty(input, 'system');
    const id = derivedId('manufacturer', `${manufacturer.id} ${tx.scope.stationId}`);
    await this.parties.insert(tx, { ...party, id, version: '1' }, phones);
    await this.manufacturers.setListed(tx, id, manufacturer);
    tx.publish(PartyCreatedMessage, { type: 'party', id, version: 1 }, { party: await this.parties.byId(tx, id) });
    tellClient(tx, { id, version: 1 }, '', manufacturer.machineClientId);
    tx.audit('party', id);
  }

  async #rename(tx: Tx, { clientId, id }: { id: string; clientId: string }, manufacturer: Manufacturer): Promise<void> {
    const { alphaCode, name } = manufacturer;
    const current = (await this.parties.byId(tx, id)) as Party;
    const { party, phones } = comparable({ ...current, name, alphaCode }, await this.stations.phoneRegion(tx));
    await this.parties.update(tx, party, phones);
    await this.manufacturers.setListed(tx, id, manufacturer);
    const version = Number(current.version) + 1;
    tx.publish(PartyChangedMessage, { type: 'party', id, version }, { party: await this.parties.byId(tx, id) });
    tellClient(tx, { id, version }, clientId, manufacturer.machineClientId);
    tx.audit('party', id);
  }
}

/** ST-21: tells the station's other services which client stands for a party, where that has changed. */
export function tellClient(tx: Tx, party: { id: string; version: number }, formerClientId: string, clientId: string) {
  if (clientId === formerClientId) return;
  tx.publish(PartyClientChangedMessage, { type: 'party', ...party }, { partyId: party.id, clientId, formerClientId });
}
