import { MessageQueuedMessage } from '@navette/contracts';
import type { Message } from '@navette/contracts/notifications/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { setTimer, Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { messageErrors } from './message.js';
import { MessageRepository } from './message.repository.js';
import { SEND_MAIL } from './queue-message.js';

/** NO-6: a message that was given up leaves again, under the same Message-ID. */
@Injectable()
export class ResendMessage {
  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
    private readonly timers: Timers,
  ) {}

  /** @throws DomainError `notifications.message.not-found`, `.not-resendable` where it was sent or still waits */
  async execute(scope: Scope, id: string): Promise<Message> {
    if (!isUuid(id)) throw messageErrors.error('message.not-found');
    return this.db.command(scope, async (tx) => {
      const state = await this.messages.lockState(tx, id);
      if (state === undefined) throw messageErrors.error('message.not-found');
      if (state !== 'parked' && state !== 'not_sent') throw messageErrors.error('message.not-resendable', { state });
      await this.messages.requeue(tx, id);
      await setTimer(tx, { kind: SEND_MAIL, key: id, dueAt: tx.now });
      const found = await this.messages.byId(tx, id);
      const { version, ...message } = found as NonNullable<typeof found>;
      tx.publish(
        MessageQueuedMessage,
        { type: 'message', id, version },
        {
          messageId: id,
          kind: message.kind,
          aboutKind: message.aboutKind,
          aboutId: message.aboutId,
          state: 'queued',
          reason: '',
        },
      );
      tx.audit('message', id);
      tx.afterCommit(() => this.timers.wake());
      return message;
    });
  }
}
