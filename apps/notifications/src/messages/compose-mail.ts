import { PartiesServiceService, type Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import type { Mail } from '../smtp/mailer.smtp.js';
import { SmtpSettingsRepository } from '../smtp/smtp-settings.repository.js';
import type { StoredSmtpSettings } from '../smtp/smtp-settings.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { asHtml, filledIn } from '../templates/template.liquid.js';
import { TemplateRepository } from '../templates/template.repository.js';
import type { TagValues } from '../templates/template.js';
import type { NotSentReason } from './message.js';
import { MessageRepository, type QueuedMessage } from './message.repository.js';

/** A mail and the server it leaves by, or why there is none. */
export type Composed =
  | {
      readonly message: QueuedMessage;
      readonly settings: StoredSmtpSettings;
      readonly mail: Mail;
      readonly language: string;
    }
  | { readonly notSent: NotSentReason }
  | 'gone';

/** What a message needs to leave: the station's server, the party's address of today, the text in the party's language. */
@Injectable()
export class ComposeMail {
  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
    private readonly settings: SmtpSettingsRepository,
    private readonly templates: TemplateRepository,
    private readonly stations: StationRefRepository,
    private readonly clients: RpcClients,
  ) {}

  /** @throws DomainError `platform.service.unavailable` while parties does not answer */
  async execute(scope: Scope, id: string): Promise<Composed> {
    const known = await this.db.tenantRead(scope, async (tx) => {
      const message = await this.messages.queued(tx, id);
      if (message === undefined) return undefined;
      const [settings, texts, station] = [
        await this.settings.ofStation(tx),
        await this.templates.textsOf(tx, message.kind),
        await this.stations.ofStation(tx),
      ];
      return { message, settings, texts, station };
    });
    if (known === undefined) return 'gone';
    const { message, settings, texts, station } = known;
    if (settings === undefined) return { notSent: 'no-smtp' };
    const party = await this.#party(scope, message.partyId);
    if (party === undefined) return { notSent: 'no-party' };
    const to = party.emails[0];
    if (to === undefined) return { notSent: 'no-address' };
    const template = texts.get(party.language) ?? texts.get('fr') ?? [...texts.values()][0];
    if (template === undefined) return { notSent: 'no-template' };
    const tags: TagValues = {
      ...message.tags,
      customer: { civility: party.civility, name: party.name, first_name: party.firstName },
      station: station ?? { name: settings.senderName, phone: '', email: settings.senderAddress },
    };
    const filled = fillIn(template, tags);
    if (filled === undefined) return { notSent: 'template-wrong' };
    const { subject, text } = filled;
    const mail: Mail = {
      to,
      bcc: template.bcc,
      subject,
      text,
      html: asHtml(text, template.language),
      messageId: message.messageId,
      headers: {
        // RFC 3834: no answering machine answers.
        'Auto-Submitted': 'auto-generated',
        'X-Navette-Message-Kind': message.kind,
        'X-Navette-About': `${message.about.kind}/${message.about.id}`,
        'X-Navette-Event': message.eventId,
      },
    };
    return { message, settings, mail, language: template.language };
  }

  async #party(scope: Scope, id: string): Promise<Party | undefined> {
    const call = await this.clients.asService(scope, PartiesServiceService);
    try {
      return await this.clients.get(PartiesServiceService).getParty({ id }, call);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }
}

/** Undefined for a text that was saved before its kind lost a tag, or that takes too long. */
function fillIn({ subject, body }: { subject: string; body: string }, tags: TagValues) {
  try {
    return { subject: filledIn(subject, tags).replace(/\s+/g, ' '), text: filledIn(body, tags) };
  } catch {
    return undefined;
  }
}
