import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MessageParkedMessage } from '@navette/contracts';
import { newId, systemClock } from '@navette/kernel';
import { startService } from '@navette/platform/service';
import { eventually, startTestService } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { failMarking, here, Notifications } from '../test/harness.js';
import { answer } from '../test/smtp-server.js';
import { people } from '../test/stand-ins.js';
import { RETRY_AFTER_SECONDS } from './message.js';

let n: Notifications;

beforeAll(async () => {
  n = await Notifications.start();
});
afterAll(() => n.stop());
afterEach(() => {
  people.away = false;
});

const refusal = (code: string) => expect.objectContaining({ code });

describe('NO-6 one mail for one event', () => {
  it('when the same event comes twice, and when it comes again under the inbox’s back', async () => {
    const zoe = people.add();
    const messageId = await n.partArrives(zoe.id);
    await n.partArrives(zoe.id, { messageId });
    await n.messageTo(zoe.id, 'sent');
    await n.service.admin.query('delete from inbox where message_id = $1', [messageId]);
    await n.partArrives(zoe.id, { messageId });
    await n.handled(messageId);
    await n.settled();
    expect(await n.messagesTo(zoe.id)).toHaveLength(1);
    expect(n.mailsTo(zoe.email)).toHaveLength(1);
  });

  it('is held by the database too', async () => {
    const copy = `insert into message select (jsonb_populate_record(m, jsonb_build_object('id', $1::uuid, 'message_id', '<x@y>'))).*
      from message m limit 1`;
    await expect(n.service.admin.query(copy, [newId(systemClock)])).rejects.toThrow(
      'message_station_id_dedupe_key_key',
    );
    await expect(n.service.admin.query(`update message set state = 'sent', sent_at = null`)).rejects.toThrow(
      'check constraint',
    );
    await expect(n.service.admin.query(`update message set state = 'parked', reason = ''`)).rejects.toThrow(
      'check constraint',
    );
  });

  it('waits while parties is away, without counting tries', async () => {
    people.away = true;
    const zoe = people.add();
    await n.partArrives(zoe.id);
    await eventually(async () => {
      const { rows } = await n.service.admin.query(
        `select from timer where kind = 'send-mail' and attempts > 0 and last_error <> ''`,
      );
      return rows.length > 0 ? true : undefined;
    });
    expect(await n.messagesTo(zoe.id)).toMatchObject([{ state: 'queued', attempts: 0 }]);
    people.away = false;
    expect(await n.messageTo(zoe.id, 'sent')).toMatchObject({ attempts: 1 });
  });

  it('is tried again when the server puts it off, under the same Message-ID', async () => {
    const zoe = people.add();
    n.answers.set(zoe.email, answer(451, 'try later'));
    await n.partArrives(zoe.id);
    const waiting = await eventually(async () => (await n.messagesTo(zoe.id)).find(({ attempts }) => attempts === 1));
    expect(waiting).toMatchObject({ state: 'queued', reason: expect.stringContaining('recipient: 451 try later') });
    n.answers.delete(zoe.email);
    expect(await n.messageTo(zoe.id, 'sent')).toMatchObject({ attempts: 2, reason: '', messageId: waiting.messageId });
    expect(n.mailsTo(zoe.email).map(({ messageId }) => messageId)).toEqual([waiting.messageId]);
  });

  it('is parked at once when the server refuses it, with its answer, and leaves again by hand', async () => {
    const zoe = people.add();
    n.answers.set(zoe.email, answer(550, `no such user ${zoe.email}`));
    await n.partArrives(zoe.id);
    const parked = await n.messageTo(zoe.id, 'parked');
    expect(parked).toMatchObject({ attempts: 1, recipient: zoe.email });
    expect(parked.reason).toContain('550 no such user');
    const { rows } = await n.service.admin.query<{ payload: Buffer }>(
      `select payload from outbox where aggregate_id = $1 and subject like '%message-parked%'`,
      [parked.id],
    );
    const event = MessageParkedMessage.decode((rows[0] as { payload: Buffer }).payload);
    expect(event.reason).toContain('550 no such user');
    expect(event.reason).not.toContain(zoe.email);
    expect((await n.service.admin.query(`select from timer where key = $1`, [parked.id])).rowCount).toBe(0);
    n.answers.delete(zoe.email);
    await n.client.resendMessage({ id: parked.id }, await n.as(here));
    expect(await n.messageTo(zoe.id, 'sent')).toMatchObject({ messageId: parked.messageId });
    const again = n.client.resendMessage({ id: parked.id }, await n.as(here));
    await expect(again).rejects.toEqual(refusal('notifications.message.not-resendable'));
  });

  it('is parked after the last try', async () => {
    const zoe = people.add();
    n.answers.set(zoe.email, answer(451, 'never'));
    await n.partArrives(zoe.id);
    for (let tries = 1; tries <= RETRY_AFTER_SECONDS.length; tries++) {
      await eventually(async () => (await n.messagesTo(zoe.id)).find(({ attempts }) => attempts === tries));
      n.ahead += RETRY_AFTER_SECONDS[tries - 1] as number;
    }
    expect(await n.messageTo(zoe.id, 'parked')).toMatchObject({ attempts: RETRY_AFTER_SECONDS.length + 1 });
  });

  it('is not doubled when only our database fails after the server took it', async () => {
    const zoe = people.add();
    await failMarking(n.service);
    await n.partArrives(zoe.id);
    await eventually(() => (n.mailsTo(zoe.email).length > 0 ? true : undefined));
    await n.service.admin.query('drop trigger marking on message');
    await n.messageTo(zoe.id, 'sent');
    expect(n.mailsTo(zoe.email)).toHaveLength(1);
  });

  it('comes once more, under the same Message-ID, when the process dies between the server’s answer and our commit', async () => {
    const own = await startTestService(notificationsService, { env: n.env });
    await n.useSmtp(here, own);
    await failMarking(own);
    const zoe = people.add();
    await n.partArrives(zoe.id, {}, own);
    await eventually(() => (n.mailsTo(zoe.email).length > 0 ? true : undefined));
    await own.running.stop();
    await own.admin.query('drop trigger marking on message');
    // What this process knew is gone with it; another one finds the timer.
    const next = await startService(notificationsService, { env: own.env });
    const sent = await eventually(async () => {
      const { rows } = await own.admin.query<{ message_id: string }>(
        `select message_id from message where state = 'sent'`,
      );
      return rows[0];
    });
    expect(n.mailsTo(zoe.email).map(({ messageId }) => messageId)).toEqual([sent.message_id, sent.message_id]);
    await next.stop();
    await own.admin.end();
  });
});
