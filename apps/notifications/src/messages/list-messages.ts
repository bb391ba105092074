import type { ListMessagesRequest, ListMessagesResponse } from '@navette/contracts/notifications/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, decodeCursor, encodeCursor, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { MESSAGE_STATES, messageErrors } from './message.js';
import { MessageRepository } from './message.repository.js';

@Injectable()
export class ListMessages {
  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
  ) {}

  /** @throws DomainError `notifications.message.state-not-accepted` */
  async execute(scope: Scope, { page, state, aboutId }: ListMessagesRequest): Promise<ListMessagesResponse> {
    if (state !== '' && !(MESSAGE_STATES as readonly string[]).includes(state)) {
      throw messageErrors.error('message.state-not-accepted', { accepted: MESSAGE_STATES });
    }
    if (aboutId !== '' && !isUuid(aboutId)) return { messages: [], nextCursor: '' };
    const limit = Math.min(page?.limit || 50, 200);
    const after = decodeCursor(page?.cursor ?? '', 2);
    const filter = { state, aboutId: aboutId === '' ? null : aboutId };
    const rows = await this.db.tenantRead(scope, (tx) => this.messages.page(tx, filter, after, limit + 1));
    const messages = rows.slice(0, limit);
    const last = messages.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { messages, nextCursor: more ? encodeCursor([last.queuedAt, last.id]) : '' };
  }
}
