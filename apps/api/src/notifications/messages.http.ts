import { NotificationsServiceService as Notifications } from '@navette/contracts/notifications/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const message = z
  .object({
    id: z.string(),
    kind: z.string(),
    partyId: z.string().describe('Empty for a message to a user'),
    userId: z.string(),
    aboutKind: z.string(),
    aboutId: z.string(),
    recipient: z.string(),
    state: z.string(),
    reason: z.string(),
    messageId: z.string(),
    queuedAt: z.string(),
    sentAt: z.string(),
    attempts: z.int(),
    subject: z.string(),
    body: z.string(),
  })
  .meta({ id: 'Message' });

const listQuery = z.strictObject({
  state: z.enum(['queued', 'sent', 'not_sent', 'parked']).optional(),
  /** Only those about this file, order, party or user. */
  aboutId: z.string().max(36).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

@Controller('api/v1/messages')
export class MessagesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listMessages',
    summary: 'Messages to customers, and to users about their passwords, newest first',
    needs: 'notifications:message.read',
    query: listQuery,
    answer: z.object({ messages: z.array(message), nextCursor: z.string() }),
  })
  list(@Query(new Parsed(listQuery)) query: z.infer<typeof listQuery>, @Req() request: Request) {
    const { state = '', aboutId = '', cursor = '', limit = 0 } = query;
    return this.#notifications.listMessages({ state, aboutId, page: { cursor, limit } }, callerOfRequest(request).call);
  }

  @Post(':id/resend')
  @Describe({
    id: 'resendMessage',
    summary: 'Send a message again that was given up',
    needs: 'notifications:message.resend',
    idempotent: true,
    answer: message,
  })
  resend(@Param('id') id: string, @Req() request: Request) {
    return this.#notifications.resendMessage({ id }, callerOfRequest(request).call);
  }

  get #notifications() {
    return this.clients.get(Notifications);
  }
}
