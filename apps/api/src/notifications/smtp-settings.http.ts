import { NotificationsServiceService as Notifications } from '@navette/contracts/notifications/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const shown = z
  .object({
    senderAddress: z.string(),
    senderName: z.string(),
    replyTo: z.string(),
    host: z.string(),
    port: z.int(),
    security: z.string(),
    login: z.string(),
  })
  .meta({ id: 'SmtpSettings' });

const given = z.strictObject({
  senderAddress: z.string().max(254),
  senderName: z.string().max(200).default(''),
  replyTo: z.string().max(254).default(''),
  host: z.string().max(254),
  port: z.int().min(1).max(65_535),
  security: z.enum(['none', 'starttls', 'tls']),
  login: z.string().max(254).default(''),
  /** Left out: the one there is stays. It is never read back. */
  password: z.string().max(500).default(''),
});

const test = z.strictObject({ recipient: z.string().max(254) });
const testResult = z.object({
  accepted: z.boolean(),
  failedStep: z.enum(['', 'dns', 'connect', 'tls', 'login', 'sender', 'recipient', 'data']),
  answer: z.string(),
});

@Controller('api/v1/smtp-settings')
export class SmtpSettingsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'getSmtpSettings',
    summary: 'How the station sends its mails; empty where it does not yet',
    needs: 'notifications:smtp.read',
    answer: shown,
  })
  async get(@Req() request: Request) {
    const { password: _none, ...settings } = await this.#notifications.getSmtpSettings(
      {},
      callerOfRequest(request).call,
    );
    return settings;
  }

  @Put()
  @Describe({
    id: 'setSmtpSettings',
    summary: 'Set how the station sends its mails',
    needs: 'notifications:smtp.set',
    idempotent: true,
    body: given,
    answer: shown,
  })
  async set(@Body(new Parsed(given)) settings: z.infer<typeof given>, @Req() request: Request) {
    const { password: _none, ...kept } = await this.#notifications.setSmtpSettings(
      { settings },
      callerOfRequest(request).call,
    );
    return kept;
  }

  @Post('test')
  @Describe({
    id: 'sendTestMessage',
    summary: 'Send a test message; says which step failed and what the server answered',
    needs: 'notifications:smtp.test',
    body: test,
    answer: testResult,
  })
  test(@Body(new Parsed(test)) { recipient }: z.infer<typeof test>, @Req() request: Request) {
    return this.#notifications.sendTestMessage({ recipient }, callerOfRequest(request).call);
  }

  get #notifications() {
    return this.clients.get(Notifications);
  }
}
