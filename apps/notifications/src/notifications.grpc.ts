import {
  NotificationsServiceService as Service,
  SmtpSettings,
  type GetSmtpSettingsRequest,
  type ListMessagesRequest,
  type ListMessagesResponse,
  type Message,
  type ResendMessageRequest,
  type SendTestMessageRequest,
  type SendTestMessageResponse,
  type SetSmtpSettingsRequest,
} from '@navette/contracts/notifications/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ListMessages } from './messages/list-messages.js';
import { ResendMessage } from './messages/resend-message.js';
import { GetSmtpSettings } from './smtp/get-smtp-settings.js';
import { SendTestMessage } from './smtp/send-test-message.js';
import { SetSmtpSettings } from './smtp/set-smtp-settings.js';

@Controller()
export class NotificationsGrpc {
  constructor(
    private readonly getSettings: GetSmtpSettings,
    private readonly setSettings: SetSmtpSettings,
    private readonly sendTest: SendTestMessage,
    private readonly messages: ListMessages,
    private readonly resend: ResendMessage,
  ) {}

  @Rpc(Service.getSmtpSettings, 'notifications:smtp.read')
  getSmtpSettings(_request: GetSmtpSettingsRequest, call: RpcMetadata): Promise<SmtpSettings> {
    return this.getSettings.execute(scopeOfCall(call));
  }

  @Rpc(Service.setSmtpSettings, 'notifications:smtp.set')
  setSmtpSettings(request: SetSmtpSettingsRequest, call: RpcMetadata): Promise<SmtpSettings> {
    return this.setSettings.execute(scopeOfCall(call), request.settings ?? SmtpSettings.create());
  }

  @Rpc(Service.sendTestMessage, 'notifications:smtp.test')
  sendTestMessage(request: SendTestMessageRequest, call: RpcMetadata): Promise<SendTestMessageResponse> {
    return this.sendTest.execute(scopeOfCall(call), request.recipient);
  }

  @Rpc(Service.listMessages, 'notifications:message.read')
  listMessages(request: ListMessagesRequest, call: RpcMetadata): Promise<ListMessagesResponse> {
    return this.messages.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.resendMessage, 'notifications:message.resend')
  resendMessage(request: ResendMessageRequest, call: RpcMetadata): Promise<Message> {
    return this.resend.execute(scopeOfCall(call), request.id);
  }
}
