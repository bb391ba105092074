import {
  NotificationsServiceService as Service,
  Template,
  type ListTemplatesRequest,
  type ListTemplatesResponse,
  type PreviewTemplateRequest,
  type PreviewTemplateResponse,
  type ResetTemplateRequest,
  type ResetTemplateResponse,
  type SetTemplateRequest,
} from '@navette/contracts/notifications/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { PreviewMail } from '../messages/preview-mail.js';
import { ListTemplates } from './list-templates.js';
import { ResetTemplate } from './reset-template.js';
import { SetTemplate } from './set-template.js';

@Controller()
export class TemplatesGrpc {
  constructor(
    private readonly list: ListTemplates,
    private readonly set: SetTemplate,
    private readonly reset: ResetTemplate,
    private readonly preview: PreviewMail,
  ) {}

  @Rpc(Service.listTemplates, 'notifications:template.read')
  async listTemplates(_request: ListTemplatesRequest, call: RpcMetadata): Promise<ListTemplatesResponse> {
    return { templates: await this.list.execute(scopeOfCall(call)) };
  }

  @Rpc(Service.setTemplate, 'notifications:template.set')
  setTemplate(request: SetTemplateRequest, call: RpcMetadata): Promise<Template> {
    return this.set.execute(scopeOfCall(call), request.template ?? Template.create());
  }

  @Rpc(Service.resetTemplate, 'notifications:template.set')
  resetTemplate(request: ResetTemplateRequest, call: RpcMetadata): Promise<ResetTemplateResponse> {
    return this.reset.execute(scopeOfCall(call), request);
  }

  @Rpc(Service.previewTemplate, 'notifications:template.preview')
  previewTemplate(request: PreviewTemplateRequest, call: RpcMetadata): Promise<PreviewTemplateResponse> {
    return this.preview.execute(scopeOfCall(call), request);
  }
}
