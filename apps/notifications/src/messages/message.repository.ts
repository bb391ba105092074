import type { Message } from '@navette/contracts/notifications/v1/service';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { TagValues } from '../templates/template.js';
import type { MessageState, NotSentReason } from './message.js';

/** A message as it enters the queue. */
export interface NewMessage {
  readonly id: string;
  readonly dedupeKey: string;
  readonly eventId: string;
  readonly kind: string;
  readonly to: Addressee;
  readonly about: About;
  /** Values known from the event; those of customer and station are asked for when it is sent. */
  readonly tags: TagValues;
}

/** Whom a message is for: somebody the station deals with, or who works there. */
export interface Addressee {
  readonly kind: 'party' | 'user';
  readonly id: string;
}

export interface About {
  readonly kind: 'intervention_file' | 'customer_order' | 'supplier_order' | 'party' | 'user';
  readonly id: string;
}

/** A message that waits to be sent. */
export interface QueuedMessage extends NewMessage {
  readonly messageId: string;
}

/** What was sent, kept for the history of the document (NO-4). */
export interface SentMail {
  readonly recipient: string;
  readonly language: string;
  readonly subject: string;
  readonly body: string;
}

interface MessageRow {
  id: string;
  version: number;
  event_id: string;
  dedupe_key: string;
  kind: string;
  party_id: string | null;
  user_id: string | null;
  about_kind: About['kind'];
  about_id: string;
  tags: TagValues;
  message_id: string;
  state: MessageState;
  reason: string;
  attempts: number;
  recipient: string;
  subject: string;
  body: string;
  queued_at: Temporal.Instant;
  sent_at: Temporal.Instant | null;
}

const COLUMNS = `id, version, event_id, dedupe_key, kind, party_id, user_id, about_kind, about_id, tags, message_id, state,
  reason, attempts, recipient, subject, body, queued_at, sent_at`;

@Injectable()
export class MessageRepository {
  /**
   * Puts a message in the queue; false when it is there already. Its Message-ID is fixed here, under the domain that the
   * station sends from, so that it is the same at each try.
   */
  async insert(tx: Tx, message: NewMessage): Promise<boolean> {
    const { id, dedupeKey, eventId, kind, to, about, tags } = message;
    const inserted = await tx.run(
      `insert into message (station_id, id, version, dedupe_key, event_id, kind, party_id, user_id, about_kind, about_id, tags,
         message_id, state, reason, attempts, recipient, language, subject, body, queued_at)
       values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, '<' || $3 || '@' || coalesce(
         (select split_part(sender_address, '@', 2) from smtp_settings where station_id = $1), 'navette.invalid') || '>',
         'queued', '', 0, '', '', '', '', $11)
       on conflict (station_id, dedupe_key) do nothing`,
      [
        tx.scope.stationId,
        id,
        dedupeKey,
        eventId,
        kind,
        to.kind === 'party' ? to.id : null,
        to.kind === 'user' ? to.id : null,
        about.kind,
        about.id,
        tags,
        tx.now,
      ],
    );
    return inserted === 1;
  }

  /** A message that still waits; undefined when it was sent or given up. */
  async queued(tx: Tx, id: string): Promise<QueuedMessage | undefined> {
    const row = await tx.first<MessageRow>(
      `select ${COLUMNS} from message where station_id = $1 and id = $2 and state = 'queued'`,
      [tx.scope.stationId, id],
    );
    return (
      row && {
        id: row.id,
        dedupeKey: row.dedupe_key,
        eventId: row.event_id,
        kind: row.kind,
        to: addresseeOf(row),
        about: { kind: row.about_kind, id: row.about_id },
        tags: row.tags,
        messageId: row.message_id,
      }
    );
  }

  /** Its new version; undefined when it no longer waited. */
  async markSent(tx: Tx, id: string, mail: SentMail): Promise<number | undefined> {
    return version(
      await tx.first(
        `update message set state = 'sent', reason = '', sent_at = $3, attempts = attempts + 1, recipient = $4, language = $5,
           subject = $6, body = $7, version = version + 1
         where station_id = $1 and id = $2 and state = 'queued' returning version`,
        [tx.scope.stationId, id, tx.now, mail.recipient, mail.language, mail.subject, mail.body],
      ),
    );
  }

  async markNotSent(tx: Tx, id: string, reason: NotSentReason): Promise<number | undefined> {
    return version(
      await tx.first(
        `update message set state = 'not_sent', reason = $3, version = version + 1
         where station_id = $1 and id = $2 and state = 'queued' returning version`,
        [tx.scope.stationId, id, reason],
      ),
    );
  }

  async park(tx: Tx, id: string, mail: SentMail, answer: string): Promise<number | undefined> {
    return version(
      await tx.first(
        `update message set state = 'parked', reason = $3, recipient = $4, language = $5, subject = $6, body = $7,
           version = version + 1
         where station_id = $1 and id = $2 and state = 'queued' returning version`,
        [tx.scope.stationId, id, answer, mail.recipient, mail.language, mail.subject, mail.body],
      ),
    );
  }

  /** Counts a try that failed, with the server's answer; how many there were, undefined when it no longer waits. */
  async countFailure(tx: Tx, id: string, answer: string): Promise<number | undefined> {
    const row = await tx.first<{ attempts: number }>(
      `update message set attempts = attempts + 1, reason = $3
       where station_id = $1 and id = $2 and state = 'queued' returning attempts`,
      [tx.scope.stationId, id, answer],
    );
    return row?.attempts;
  }

  /** The latest message to a party about something of a kind (any where it is empty), or about one file, order or party. */
  async latestAbout(
    tx: Tx,
    aboutKind: About['kind'] | '',
    aboutId: string | null,
  ): Promise<Pick<NewMessage, 'to' | 'about' | 'tags'> | undefined> {
    const row = await tx.first<Pick<MessageRow, 'party_id' | 'user_id' | 'about_kind' | 'about_id' | 'tags'>>(
      `select party_id, user_id, about_kind, about_id, tags from message
       where station_id = $1 and party_id is not null and ($2 = '' or about_kind = $2) and ($3::uuid is null or about_id = $3)
       order by queued_at desc, id desc limit 1`,
      [tx.scope.stationId, aboutKind, aboutId],
    );
    return row && { to: addresseeOf(row), about: { kind: row.about_kind, id: row.about_id }, tags: row.tags };
  }

  /** Overwrites what was sent to a party, and gives up what still waits for it; how many messages that were. */
  async erase(tx: Tx, partyId: string): Promise<number> {
    return tx.run(
      `update message set version = version + 1, recipient = case recipient when '' then '' else 'erased' end,
         subject = '', body = '',
         reason = case when state in ('queued', 'parked') then 'erased' else reason end,
         state = case when state in ('queued', 'parked') then 'not_sent' else state end
       where station_id = $1 and party_id = $2 and (state in ('queued', 'parked') or recipient not in ('', 'erased'))`,
      [tx.scope.stationId, partyId],
    );
  }

  async lockState(tx: Tx, id: string): Promise<MessageState | undefined> {
    const row = await tx.first<{ state: MessageState }>(
      'select state from message where station_id = $1 and id = $2 for update',
      [tx.scope.stationId, id],
    );
    return row?.state;
  }

  /** Back to the queue, as if never tried. */
  async requeue(tx: Tx, id: string): Promise<void> {
    await tx.run(
      `update message set state = 'queued', reason = '', attempts = 0, version = version + 1
       where station_id = $1 and id = $2`,
      [tx.scope.stationId, id],
    );
  }

  async byId(tx: Tx, id: string): Promise<(Message & { version: number }) | undefined> {
    const row = await tx.first<MessageRow>(`select ${COLUMNS} from message where station_id = $1 and id = $2`, [
      tx.scope.stationId,
      id,
    ]);
    return row && { ...toMessage(row), version: row.version };
  }

  /** A keyset page, newest first; `after` is the (queued at, id) of the last row before it. */
  async page(
    tx: Tx,
    filter: { state: string; aboutId: string | null },
    after: readonly string[] | undefined,
    limit: number,
  ): Promise<Message[]> {
    const rows = await tx.rows<MessageRow>(
      `select ${COLUMNS} from message
       where station_id = $1 and ($2 = '' or state = $2) and ($3::uuid is null or about_id = $3)
         and ($4::timestamptz is null or (queued_at, id) < ($4, $5::uuid))
       order by queued_at desc, id desc limit $6`,
      [tx.scope.stationId, filter.state, filter.aboutId, ...(after ?? [null, null]), limit],
    );
    return rows.map(toMessage);
  }

  /** Notes how far a customer order has come; false when something later is known (a late message). */
  async advanceOrder(tx: Tx, orderId: string, orderVersion: number): Promise<boolean> {
    const changed = await tx.run(
      `insert into customer_order_ref (station_id, id, last_version) values ($1, $2, $3)
       on conflict (station_id, id) do update set last_version = excluded.last_version
       where customer_order_ref.last_version < excluded.last_version`,
      [tx.scope.stationId, orderId, orderVersion],
    );
    return changed === 1;
  }
}

function version(row: unknown): number | undefined {
  return (row as { version: number } | undefined)?.version;
}

/** A constraint holds that it is one or the other. */
function addresseeOf({ party_id, user_id }: Pick<MessageRow, 'party_id' | 'user_id'>): Addressee {
  return party_id === null ? { kind: 'user', id: user_id as string } : { kind: 'party', id: party_id };
}

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    kind: row.kind,
    partyId: row.party_id ?? '',
    userId: row.user_id ?? '',
    aboutKind: row.about_kind,
    aboutId: row.about_id,
    recipient: row.recipient,
    state: row.state,
    reason: row.reason,
    messageId: row.message_id,
    queuedAt: row.queued_at.toString(),
    sentAt: row.sent_at?.toString() ?? '',
    attempts: row.attempts,
    subject: row.subject,
    body: row.body,
  };
}
