import {
  MachineClientRevokedMessage,
  ManufacturerListedMessage,
  ManufacturerUnlistedMessage,
  StationChangedMessage,
} from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { AdoptManufacturer } from './adopt-manufacturer.js';
import { DisconnectClient } from './disconnect-client.js';
import { JoinNetwork } from './join-network.js';
import { ReleaseManufacturer } from './release-manufacturer.js';

@Injectable()
export class ManufacturersSubscriber implements Subscriber {
  constructor(
    private readonly joinNetwork: JoinNetwork,
    private readonly adopt: AdoptManufacturer,
    private readonly release: ReleaseManufacturer,
    private readonly disconnect: DisconnectClient,
  ) {}

  readonly subscriptions = [
    on(StationChangedMessage, 'manufacturers-of-station', (tx) => this.joinNetwork.execute(tx)),
    on(ManufacturerListedMessage, 'manufacturer-listed', async (tx, { message: { manufacturer } }) => {
      if (manufacturer !== undefined) await this.adopt.within(tx, manufacturer);
      if (tx.audited.length === 0) tx.changesNothing();
    }),
    on(ManufacturerUnlistedMessage, 'manufacturer-unlisted', async (tx, { message: { manufacturerId } }) => {
      await this.release.within(tx, manufacturerId);
      if (tx.audited.length === 0) tx.changesNothing();
    }),
    on(MachineClientRevokedMessage, 'machine-client-revoked', async (tx, { message: { clientId } }) => {
      await this.disconnect.within(tx, clientId);
      if (tx.audited.length === 0) tx.changesNothing();
    }),
  ];
}
