import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import type { Locale } from '@navette/messages';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';

/** What of a paper no document keeps: the language that its customer is written to in, and the station's logo. */
export interface PaperStyle {
  readonly locale: Locale;
  readonly logo: Uint8Array | undefined;
}

/** Both as they are today. */
@Injectable()
export class PaperStyleReader {
  constructor(private readonly clients: RpcClients) {}

  /** @throws DomainError `platform.service.unavailable` while identity or parties does not answer */
  async read(scope: Scope, customerPartyId: string): Promise<PaperStyle> {
    const [locale, logo] = await Promise.all([this.#localeOf(scope, customerPartyId), this.#logo(scope)]);
    return { locale, logo };
  }

  /** Who is gone is written to in French. */
  async #localeOf(scope: Scope, id: string): Promise<Locale> {
    try {
      const { language } = await this.clients
        .get(Parties)
        .getParty({ id }, await this.clients.asService(scope, Parties));
      return language === 'en' ? 'en' : 'fr';
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return 'fr';
      throw error;
    }
  }

  async #logo(scope: Scope): Promise<Uint8Array | undefined> {
    const call = await this.clients.asService(scope, Identity);
    const identity = this.clients.get(Identity);
    const { logoSha256 } = await identity.getStation({ id: scope.stationId }, call);
    if (logoSha256 === '') return undefined;
    return (await identity.getStationLogo({ stationId: scope.stationId }, call)).content;
  }
}
