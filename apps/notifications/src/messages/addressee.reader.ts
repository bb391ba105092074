import { PartiesServiceService, type Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';

/** Asks parties whom a message is for: nothing of a person is kept here but what was sent. */
@Injectable()
export class AddresseeReader {
  constructor(private readonly clients: RpcClients) {}

  /**
   * The party as it is now; undefined where it is gone.
   * @throws DomainError `platform.service.unavailable` while parties does not answer
   */
  async read(scope: Scope, partyId: string): Promise<Party | undefined> {
    const call = await this.clients.asService(scope, PartiesServiceService);
    try {
      return await this.clients.get(PartiesServiceService).getParty({ id: partyId }, call);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }
}

/** Where a party gets its mails: its own first address, else its default contact's; undefined where it has none. */
export function mailAddressOf({ emails, contacts }: Party): string | undefined {
  const contact = contacts.find(({ isDefault }) => isDefault)?.email;
  return emails[0] ?? (contact === '' ? undefined : contact);
}
