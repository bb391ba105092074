import { IdentityServiceService as Identity, type Station } from '@navette/contracts/identity/v1/service';
import type { Letterhead } from '@navette/documents';
import type { Address } from '@navette/contracts/common/v1/common';
import { message, type Locale } from '@navette/messages';
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
}

/** Lines of an address as a letter has them; the country where it is not France. */
export function addressLines(address: Address | undefined): string[] {
  if (address === undefined) return [];
  const { city, country, line1, line2, postcode } = address;
  const abroad = country !== '' && country !== 'FR' ? country : '';
  return [line1, line2, `${postcode} ${city}`.trim(), abroad].filter((line) => line !== '');
}

function letterheadOf(station: Station, locale: Locale): Letterhead {
  const { address, email, legalForm, phone, rcsCity, shareCapital, siret, vatNumber } = station;
  const capital = shareCapital && message(locale, 'document.capital', { amount: shareCapital });
  const register = rcsCity && message(locale, 'document.register', { city: rcsCity });
  const contact = [phone, email].filter((text) => text !== '').join(' · ');
  return {
    name: station.companyName === '' || station.companyName === station.name ? station.name : `${station.name} – ${station.companyName}`, // prettier-ignore
    lines: [...addressLines(address), ...(contact === '' ? [] : [contact])],
    siret,
    vatNumber,
    legal: [`${legalForm} ${capital}`.trim(), register].filter((text) => text !== '').join(' · '),
  };
}
