import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { addressLines, letterheadOf, type Letterhead } from '@navette/documents';
import type { Locale } from '@navette/messages';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';

/** What papers of the station are headed with, asked of identity as it is today: nothing of it is kept here (ID-1). */
@Injectable()
export class LetterheadReader {
  constructor(private readonly clients: RpcClients) {}

  /** @throws DomainError `platform.service.unavailable` while identity does not answer */
  async read(scope: Scope, locale: Locale): Promise<{ letterhead: Letterhead; timeZone: string }> {
    const call = await this.clients.asService(scope, Identity);
    const identity = this.clients.get(Identity);
    const station = await identity.getStation({ id: scope.stationId }, call);
    const logo =
      station.logoSha256 === '' ? undefined : await identity.getStationLogo({ stationId: scope.stationId }, call);
    return {
      letterhead: { ...letterheadOf(station, locale), ...(logo && { logo: logo.content }) },
      timeZone: station.timeZone,
    };
  }

  /**
   * Name and address of a station of the network, as they are printed.
   * @throws DomainError `platform.service.unavailable` while identity does not answer
   */
  async addressOf(scope: Scope, stationId: string): Promise<string[]> {
    const call = await this.clients.asService(scope, Identity);
    const { address, name } = await this.clients.get(Identity).getStation({ id: stationId }, call);
    return [name, ...addressLines(address)];
  }
}
