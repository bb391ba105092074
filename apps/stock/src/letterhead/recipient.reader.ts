import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { addressLines } from '@navette/documents';
import { DomainError } from '@navette/kernel';
import type { Locale } from '@navette/messages';
import type { Scope } from '@navette/platform/database';
import { acceptsMail, mailAddressOf } from '@navette/platform/mail-recipient';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';

/** To whom a paper goes. */
export interface Recipient {
  /** The language that they are written to in. */
  readonly locale: Locale;
  readonly name: string;
  /** Name and address, as they are printed. */
  readonly lines: readonly string[];
  /** Where they get their mails; undefined where they have no address. */
  readonly mailAddress: string | undefined;
  readonly acceptsMail: boolean;
}

const GONE: Recipient = { locale: 'fr', name: '', lines: [''], mailAddress: undefined, acceptsMail: true };

/** Whom papers of the station go to, asked of parties as they are today. */
@Injectable()
export class RecipientReader {
  constructor(private readonly clients: RpcClients) {}

  /**
   * One that is gone has no name: the paper is printed all the same.
   * @throws DomainError `platform.service.unavailable` while parties does not answer
   */
  async read(scope: Scope, partyId: string): Promise<Recipient> {
    try {
      const call = await this.clients.asService(scope, Parties);
      const party = await this.clients.get(Parties).getParty({ id: partyId }, call);
      const name = `${party.name} ${party.firstName}`.trim();
      return {
        locale: party.language === 'en' ? 'en' : 'fr',
        name,
        lines: [name, ...addressLines(party.mainAddress)],
        mailAddress: mailAddressOf(party),
        acceptsMail: acceptsMail(party),
      };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return GONE;
      throw error;
    }
  }
}
