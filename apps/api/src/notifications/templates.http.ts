import { NotificationsServiceService as Notifications } from '@navette/contracts/notifications/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const template = z
  .object({
    kind: z.string(),
    language: z.string(),
    active: z.boolean(),
    subject: z.string(),
    body: z.string(),
    bcc: z.string(),
    tags: z.array(z.string()),
    overridden: z.boolean(),
  })
  .meta({ id: 'MessageTemplate' });

const given = z.strictObject({
  active: z.boolean(),
  subject: z.string().max(200),
  body: z.string().max(20_000),
  /** Addresses separated by `;`. */
  bcc: z.string().max(2_000).default(''),
});

const reset = z.object({ template: template.optional() });

const tried = z.strictObject({
  subject: z.string().max(200),
  body: z.string().max(20_000),
  /** The file, order or party to take the data of; the latest that a message was about where left out. */
  aboutId: z.string().max(36).default(''),
});

const preview = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    recipient: z.string(),
    aboutKind: z.string(),
    aboutId: z.string(),
  })
  .meta({ id: 'MailPreview' });

@Controller('api/v1/message-templates')
export class TemplatesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listMessageTemplates',
    summary: 'Texts of the mails, the station’s own before the network’s, with the tags each may use',
    needs: 'notifications:template.read',
    answer: z.object({ templates: z.array(template) }),
  })
  list(@Req() request: Request) {
    return this.#notifications.listTemplates({}, callerOfRequest(request).call);
  }

  @Put(':kind/:language')
  @Describe({
    id: 'setMessageTemplate',
    summary: 'Set the station’s own text of a kind, and whether mails of that kind leave',
    needs: 'notifications:template.set',
    idempotent: true,
    body: given,
    answer: template,
  })
  set(
    @Param('kind') kind: string,
    @Param('language') language: string,
    @Body(new Parsed(given)) body: z.infer<typeof given>,
    @Req() request: Request,
  ) {
    const whole = { ...body, kind, language, tags: [], overridden: true };
    return this.#notifications.setTemplate({ template: whole }, callerOfRequest(request).call);
  }

  @Delete(':kind/:language')
  @Describe({
    id: 'resetMessageTemplate',
    summary: 'Take the station’s own text away; the network’s holds again, where it has one',
    needs: 'notifications:template.set',
    idempotent: true,
    answer: reset,
  })
  reset(@Param('kind') kind: string, @Param('language') language: string, @Req() request: Request) {
    return this.#notifications.resetTemplate({ kind, language }, callerOfRequest(request).call);
  }

  @Post(':kind/:language/preview')
  @Describe({
    id: 'previewMessageTemplate',
    summary: 'The mail that a text would make, with real data; sends and saves nothing',
    needs: 'notifications:template.preview',
    body: tried,
    answer: preview,
  })
  preview(
    @Param('kind') kind: string,
    @Param('language') language: string,
    @Body(new Parsed(tried)) body: z.infer<typeof tried>,
    @Req() request: Request,
  ) {
    return this.#notifications.previewTemplate({ kind, language, ...body }, callerOfRequest(request).call);
  }

  get #notifications() {
    return this.clients.get(Notifications);
  }
}
