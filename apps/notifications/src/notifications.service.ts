import { NotificationsServiceService } from '@navette/contracts/notifications/v1/service';
import { CONFIG, type ServiceConfig, type ServiceDefinition } from '@navette/platform/service';
import { migrations } from './database/migrations/index.js';
import { AddresseeReader } from './messages/addressee.reader.js';
import { MergesSubscriber } from './messages/merges.subscriber.js';
import { ExportPersonalData } from './messages/export-personal-data.js';
import { PersonalDataGrpc } from './messages/personal-data.grpc.js';
import { ComposeMail } from './messages/compose-mail.js';
import { DeliverMessage } from './messages/deliver-message.js';
import { EraseMessages } from './messages/erase-messages.js';
import { ListMessages } from './messages/list-messages.js';
import { MessageRepository } from './messages/message.repository.js';
import { MessagesSubscriber } from './messages/messages.subscriber.js';
import { PasswordLinkReader } from './messages/password-link.reader.js';
import { SupplierOrderReader } from './messages/supplier-order.reader.js';
import { PreviewMail } from './messages/preview-mail.js';
import { QueueMessage } from './messages/queue-message.js';
import { ResendMessage } from './messages/resend-message.js';
import { NOTIFICATIONS_CONFIG, notificationsConfig, notificationsVariables } from './notifications.config.js';
import { NotificationsGrpc } from './notifications.grpc.js';
import { GetSmtpSettings } from './smtp/get-smtp-settings.js';
import { Mailer } from './smtp/mailer.smtp.js';
import { SendTestMessage } from './smtp/send-test-message.js';
import { SetSmtpSettings } from './smtp/set-smtp-settings.js';
import { SmtpSettingsRepository } from './smtp/smtp-settings.repository.js';
import { KeepStation } from './stations/keep-station.js';
import { StationRefRepository } from './stations/station-ref.repository.js';
import { StationsSubscriber } from './stations/stations.subscriber.js';
import { ListTemplates } from './templates/list-templates.js';
import { ResetTemplate } from './templates/reset-template.js';
import { SetTemplate } from './templates/set-template.js';
import { TemplateRepository } from './templates/template.repository.js';
import { TemplatesGrpc } from './templates/templates.grpc.js';

/** What is told to whom: templates, messages, their delivery. Hears of everything by events, decides nothing elsewhere. */
export const notificationsService: ServiceDefinition = {
  name: 'notifications',
  migrations,
  variables: notificationsVariables,
  grpc: { definition: NotificationsServiceService, controllers: [NotificationsGrpc, TemplatesGrpc, PersonalDataGrpc] },
  subscribers: [MessagesSubscriber, StationsSubscriber, MergesSubscriber],
  timers: [DeliverMessage],
  calls: ['parties:party.read', 'identity:password-link.mail', 'stock:supplier-order.read'],
  providers: [
    ExportPersonalData,
    {
      provide: NOTIFICATIONS_CONFIG,
      useFactory: ({ env }: ServiceConfig) => notificationsConfig(env),
      inject: [CONFIG],
    },
    SmtpSettingsRepository,
    TemplateRepository,
    MessageRepository,
    StationRefRepository,
    Mailer,
    GetSmtpSettings,
    SetSmtpSettings,
    SendTestMessage,
    ListTemplates,
    SetTemplate,
    ResetTemplate,
    QueueMessage,
    AddresseeReader,
    PasswordLinkReader,
    SupplierOrderReader,
    ComposeMail,
    PreviewMail,
    EraseMessages,
    ListMessages,
    ResendMessage,
    KeepStation,
  ],
};
