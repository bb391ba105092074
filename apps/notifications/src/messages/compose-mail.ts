import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Mail } from '../smtp/mailer.smtp.js';
import { SmtpSettingsRepository } from '../smtp/smtp-settings.repository.js';
import type { StoredSmtpSettings } from '../smtp/smtp-settings.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { asHtml, fillIn } from '../templates/template.liquid.js';
import type { TagValues } from '../templates/template.js';
import { TemplateRepository } from '../templates/template.repository.js';
import { AddresseeReader } from './addressee.reader.js';
import { mailTags } from './mail-tags.js';
import type { NotSentReason } from './message.js';
import { PasswordLinkReader } from './password-link.reader.js';
import { MessageRepository, type QueuedMessage } from './message.repository.js';

/** A mail and the server it leaves by, or why there is none. */
export type Composed =
  | {
      readonly message: QueuedMessage;
      readonly settings: StoredSmtpSettings;
      readonly mail: Mail;
      /** What is kept of it. */
      readonly kept: { readonly subject: string; readonly text: string };
      readonly language: string;
    }
  | { readonly notSent: NotSentReason }
  | 'gone';

/** What a message needs to leave: the station's server, the reader's address of today, the text in their language. */
@Injectable()
export class ComposeMail {
  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
    private readonly settings: SmtpSettingsRepository,
    private readonly templates: TemplateRepository,
    private readonly stations: StationRefRepository,
    private readonly addressees: AddresseeReader,
    private readonly passwordLinks: PasswordLinkReader,
  ) {}

  /** @throws DomainError `platform.service.unavailable` while whoever knows the reader does not answer */
  async execute(scope: Scope, id: string): Promise<Composed> {
    const known = await this.db.tenantRead(scope, async (tx) => {
      const [message, settings, station] = await Promise.all([
        this.messages.queued(tx, id),
        this.settings.ofStation(tx),
        this.stations.ofStation(tx),
      ]);
      if (message === undefined) return undefined;
      const texts = await this.templates.textsOf(tx, message.kind);
      return { message, settings, texts, station };
    });
    if (known === undefined) return 'gone';
    const { message, settings, texts, station } = known;
    if (settings === undefined) return { notSent: 'no-smtp' };
    const reader = await this.#reader(scope, message);
    if ('notSent' in reader) return reader;
    const template = texts.get(reader.language) ?? texts.get('fr') ?? [...texts.values()][0];
    if (template === undefined) return { notSent: 'no-template' };
    const fill = (tags: TagValues) => fillIn(template, mailTags(message.tags, tags, station, settings));
    const [filled, kept] = [fill(reader.tags), fill(reader.kept ?? reader.tags)];
    if (filled === undefined || kept === undefined) return { notSent: 'template-wrong' };
    const { subject, text } = filled;
    const mail: Mail = {
      to: reader.to,
      bcc: template.bcc,
      subject,
      text,
      html: asHtml(text, template.language, reader.link),
      messageId: message.messageId,
      headers: {
        // RFC 3834: no answering machine answers.
        'Auto-Submitted': 'auto-generated',
        'X-Navette-Message-Kind': message.kind,
        'X-Navette-About': `${message.about.kind}/${message.about.id}`,
        'X-Navette-Event': message.eventId,
      },
      attachments: reader.attachments ?? [],
    };
    return { message, settings, mail, kept, language: template.language };
  }

  /** Whom a message is for, as they are today. */
  #reader(scope: Scope, { about, to, tags }: QueuedMessage) {
    if (to.kind === 'party') return this.addressees.readerOf(scope, to.id, about);
    return this.passwordLinks.read(scope, tags['link']?.['id'] ?? '');
  }
}
