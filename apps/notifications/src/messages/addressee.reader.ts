import { PartiesServiceService, type Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import type { Scope } from '@navette/platform/database';
import { acceptsMail, mailAddressOf } from '@navette/platform/mail-recipient';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import type { TagValues } from '../templates/template.js';
import { customerTags } from './mail-tags.js';
import type { Attachment } from '../smtp/mailer.smtp.js';
import type { NotSentReason } from './message.js';
import type { About } from './message.repository.js';
import { SupplierOrderReader } from './supplier-order.reader.js';

/** Whoever gets a mail, as of now. */
export interface MailReader {
  readonly to: string;
  readonly language: string;
  readonly tags: TagValues;
  /** The same for what is kept of the mail, without what is nobody else's to know; `tags` where undefined. */
  readonly kept?: TagValues;
  /** An address in the text that its HTML leads to. */
  readonly link?: string;
  readonly attachments?: readonly Attachment[];
}

/** Asks parties whom a message is for: nothing of a person is kept here but what was sent. */
@Injectable()
export class AddresseeReader {
  constructor(
    private readonly clients: RpcClients,
    private readonly supplierOrders: SupplierOrderReader,
  ) {}

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

  /** The party as the reader of a mail about something, with the papers of that; or why it gets none (NO-5). */
  async readerOf(
    scope: Scope,
    partyId: string,
    about: About,
  ): Promise<MailReader | { readonly notSent: NotSentReason }> {
    const party = await this.read(scope, partyId);
    if (party === undefined) return { notSent: 'no-party' };
    if (!acceptsMail(party)) return { notSent: 'no-consent' };
    const to = mailAddressOf(party);
    if (to === undefined) return { notSent: 'no-address' };
    const attachments = about.kind === 'supplier_order' ? await this.supplierOrders.attachments(scope, about.id) : [];
    if ('notSent' in attachments) return attachments;
    return { to, language: party.language, tags: customerTags(party), attachments };
  }
}
