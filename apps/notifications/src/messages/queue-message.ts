import { MessageQueuedMessage } from '@navette/contracts';
import type { Tx } from '@navette/platform/database';
import { setTimer, Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { TemplateRepository } from '../templates/template.repository.js';
import { messageKey } from './message-key.hash.js';
import { MessageRepository, type NewMessage } from './message.repository.js';

/** Kind of the timers that send mails; their key is the message's id. */
export const SEND_MAIL = 'send-mail';

/** NO-6, NO-10: a message of an event enters the queue, once, in the transaction that took the event. */
@Injectable()
export class QueueMessage {
  constructor(
    private readonly messages: MessageRepository,
    private readonly templates: TemplateRepository,
    private readonly timers: Timers,
  ) {}

  async execute(tx: Tx, message: Omit<NewMessage, 'id' | 'dedupeKey'>): Promise<void> {
    const { eventId, kind, to, about } = message;
    if (!(await this.templates.isActive(tx, kind))) return;
    const id = tx.newId();
    if (!(await this.messages.insert(tx, { ...message, id, dedupeKey: messageKey(eventId, kind, to.id) }))) return;
    await setTimer(tx, { kind: SEND_MAIL, key: id, dueAt: tx.now });
    tx.publish(
      MessageQueuedMessage,
      { type: 'message', id, version: 1 },
      { messageId: id, kind, aboutKind: about.kind, aboutId: about.id, state: 'queued', reason: '' },
    );
    tx.audit('message', id);
    tx.afterCommit(() => this.timers.wake());
  }

  /** A customer's order has changed; only its latest state is told, so a late event says nothing. */
  async ofOrder(tx: Tx, version: number, ready: boolean, message: Omit<NewMessage, 'id' | 'dedupeKey'>): Promise<void> {
    const isLatest = await this.messages.advanceOrder(tx, message.about.id, version);
    if (isLatest && ready) await this.execute(tx, message);
  }
}
