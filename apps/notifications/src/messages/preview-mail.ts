import {
  Template,
  type PreviewTemplateRequest,
  type PreviewTemplateResponse,
} from '@navette/contracts/notifications/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { mailAddressOf } from '@navette/platform/mail-recipient';
import { isUuid } from '@navette/kernel';
import { Injectable } from '@nestjs/common';
import { SmtpSettingsRepository } from '../smtp/smtp-settings.repository.js';
import { StationRefRepository } from '../stations/station-ref.repository.js';
import { asHtml, fillIn, problemsOf } from '../templates/template.liquid.js';
import { checkedTemplate } from '../templates/template.js';
import { AddresseeReader } from './addressee.reader.js';
import { customerTags, mailTags } from './mail-tags.js';
import { messageErrors } from './message.js';
import { MessageRepository, type About } from './message.repository.js';

/** NO-2: a text shown with real data, before it is saved: those of a file, order or party that a message was about. */
@Injectable()
export class PreviewMail {
  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
    private readonly settings: SmtpSettingsRepository,
    private readonly stations: StationRefRepository,
    private readonly addressees: AddresseeReader,
  ) {}

  /**
   * @throws DomainError `notifications.template.invalid` as when it is saved, `notifications.preview.no-data`,
   *   `.preview.takes-too-long`, `platform.service.unavailable` while parties does not answer
   */
  async execute(scope: Scope, { aboutId, ...text }: PreviewTemplateRequest): Promise<PreviewTemplateResponse> {
    const template = checkedTemplate(Template.fromPartial(text), problemsOf);
    const { kind, language } = template;
    const noData = () => messageErrors.error('preview.no-data', { kind });
    if (aboutId !== '' && !isUuid(aboutId)) throw noData();
    const known = await this.db.tenantRead(scope, async (tx) => {
      const message = await this.messages.latestAbout(tx, aboutKindOf(kind), aboutId === '' ? null : aboutId);
      if (message === undefined) return undefined;
      const settings = await this.settings.ofStation(tx);
      return { message, settings, station: await this.stations.ofStation(tx) };
    });
    if (known === undefined) throw noData();
    const { message, settings, station } = known;
    const party = message.to.kind === 'party' ? await this.addressees.read(scope, message.to.id) : undefined;
    if (party === undefined) throw noData();
    const filled = fillIn(template, mailTags(message.tags, customerTags(party), station, settings));
    if (filled === undefined) throw messageErrors.error('preview.takes-too-long');
    return {
      ...filled,
      html: asHtml(filled.text, language),
      recipient: mailAddressOf(party) ?? '',
      aboutKind: message.about.kind,
      aboutId: message.about.id,
    };
  }
}

/** What the messages of a kind are about, so that their tags are there; any will do where the reader is all it needs. */
function aboutKindOf(kind: string): About['kind'] | '' {
  if (kind.startsWith('status:')) return 'intervention_file';
  if (kind === 'supplier_order') return kind;
  return kind.startsWith('customer_order_') ? 'customer_order' : '';
}
