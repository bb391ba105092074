import { MessageParkedMessage, MessageQueuedMessage, MessageSentMessage } from '@navette/contracts';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { crashPoint } from '@navette/platform/observability';
import { setTimer, type Timer, type TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { withoutAddresses } from '../smtp/mail-address.js';
import { Mailer, type SmtpFailure } from '../smtp/mailer.smtp.js';
import { ComposeMail, type Composed } from './compose-mail.js';
import { retryAfter } from './message.js';
import type { NotSentReason } from './message.js';
import { MessageRepository, type SentMail } from './message.repository.js';
import { SEND_MAIL } from './queue-message.js';

type Done = (tx: Tx) => Promise<void>;
type Ready = Extract<Composed, { mail: unknown }>;

/**
 * NO-5, NO-6: sends one message, then notes it, in this order: a crash between the two sends the mail once more under the
 * same Message-ID, by which its reader's server knows it. While whoever knows the reader is away the timer itself comes again.
 */
@Injectable()
export class DeliverMessage implements TimerHandler {
  readonly kind = SEND_MAIL;
  /** Mails that a server took while our own database could not note it: they are not sent again, only noted. */
  readonly #taken = new Set<string>();

  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
    private readonly compose: ComposeMail,
    private readonly mailer: Mailer,
  ) {}

  async fire({ key: id }: Timer, scope: Scope, done: Done): Promise<void> {
    const composed = await this.compose.execute(scope, id);
    if (composed === 'gone') return this.#end(scope, id, done, async () => {});
    if ('notSent' in composed) return this.#notSent(scope, id, done, composed.notSent);
    const { settings, mail } = composed;
    const failure = this.#taken.has(id) ? undefined : await this.mailer.send(scope.stationId, settings, mail);
    if (failure !== undefined) return this.#failed(scope, composed, failure, done);
    this.#taken.add(id);
    crashPoint('notifications/send-mail/after-send-before-mark');
    await this.#sent(scope, composed, done);
    this.#taken.delete(id);
  }

  #sent(scope: Scope, composed: Ready, done: Done): Promise<void> {
    const { id, about } = composed.message;
    return this.#end(scope, id, done, async (tx) => {
      const version = await this.messages.markSent(tx, id, sentMail(composed));
      if (version === undefined) return;
      tx.publish(
        MessageSentMessage,
        { type: 'message', id, version },
        { messageId: id, aboutKind: about.kind, aboutId: about.id },
      );
    });
  }

  #notSent(scope: Scope, id: string, done: Done, reason: NotSentReason): Promise<void> {
    return this.#end(scope, id, done, async (tx) => {
      const version = await this.messages.markNotSent(tx, id, reason);
      const message = version === undefined ? undefined : await this.messages.byId(tx, id);
      if (message === undefined) return;
      const { kind, aboutKind, aboutId, state } = message;
      tx.publish(
        MessageQueuedMessage,
        { type: 'message', id, version: message.version },
        { messageId: id, kind, aboutKind, aboutId, state, reason },
      );
    });
  }

  /** Tried again later, or parked when the server's word is final or this was the last try. */
  #failed(scope: Scope, composed: Ready, failure: SmtpFailure, done: Done): Promise<void> {
    const { id, about } = composed.message;
    const answer = `${failure.step}: ${failure.answer}`;
    return this.db.tenantTx(scope, async (tx) => {
      tx.audit('message', id);
      const attempts = await this.messages.countFailure(tx, id, answer);
      if (attempts === undefined) return done(tx);
      const seconds = failure.permanent ? undefined : retryAfter(attempts);
      if (seconds !== undefined) {
        return setTimer(tx, { kind: SEND_MAIL, key: id, dueAt: tx.now.add({ seconds }) });
      }
      const version = (await this.messages.park(tx, id, sentMail(composed), answer)) as number;
      tx.publish(
        MessageParkedMessage,
        { type: 'message', id, version },
        { messageId: id, aboutKind: about.kind, aboutId: about.id, reason: withoutAddresses(answer) },
      );
      return done(tx);
    });
  }

  #end(scope: Scope, id: string, done: Done, work: Done): Promise<void> {
    return this.db.tenantTx(scope, async (tx) => {
      await work(tx);
      await done(tx);
      tx.audit('message', id);
    });
  }
}

function sentMail({ mail, kept, language }: Ready): SentMail {
  return { recipient: mail.to, language, subject: kept.subject, body: kept.text };
}
