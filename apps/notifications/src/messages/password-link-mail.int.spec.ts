import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PasswordLinkRequestedMessage } from '@navette/contracts';
import { newId, systemClock } from '@navette/kernel';
import { startService } from '@navette/platform/service';
import { eventually, say, startTestService } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { failMarking, here, Notifications } from '../test/harness.js';
import { answer } from '../test/smtp-server.js';
import { links } from '../test/stand-ins.js';

let n: Notifications;

beforeAll(async () => {
  n = await Notifications.start();
});
afterAll(() => n.stop());
afterEach(() => {
  links.away = false;
});

/** Somebody asked for the link; whose it is. */
async function ask(link: { linkId: string; userId: string }, service = n.service): Promise<void> {
  const message = { linkId: link.linkId, userId: link.userId };
  await say(service, PasswordLinkRequestedMessage, message, { tenant: here, aggregateId: link.linkId });
}

async function messageAbout(userId: string, state: string) {
  return eventually(async () => {
    const { messages } = await n.client.listMessages({ page: undefined, state, aboutId: userId }, await n.as(here));
    return messages[0];
  });
}

/** Tables of the service that hold a text anywhere. */
async function tablesWith(text: string, admin = n.service.admin): Promise<string[]> {
  const tables = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace s on s.oid = c.relnamespace
     where c.relkind = 'r' and s.nspname = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rowCount } = await admin.query(`select 1 from "${name}" t where strpos(t::text, $1) > 0`, [text]);
    if (rowCount !== 0) found.push(name);
  }
  return found;
}

describe('ID-5 NO-6 the mail of a password link', () => {
  it('has the link in text and HTML, in the user’s language; what is kept of it has not', async () => {
    const link = links.add({ name: 'Inès & Cie', language: 'fr' });
    await ask(link);
    const sent = await messageAbout(link.userId, 'sent');
    const [mail] = n.mailsTo(link.email);
    const url = `https://navette.example/set-password#${link.secret}`;
    expect(mail?.subject).toMatch(/^Votre mot de passe Navette — /);
    expect(mail?.text).toContain(`\n${url}\n`);
    expect(mail?.text).toContain('jusqu’au samedi 28 novembre 2026 à 19:30');
    expect(mail?.html).toContain(`<a href="${url}">${url}</a>`);
    expect(mail?.html).toContain('Inès &amp; Cie');
    expect(sent).toMatchObject({ userId: link.userId, partyId: '', recipient: link.email, kind: 'password_link' });
    expect(sent.body).toContain('Inès & Cie');
    expect(sent.body).toContain('[…]');
    expect(await tablesWith(link.secret)).toEqual([]);
    const events = await n.service.admin.query<{ payload: Buffer }>('select payload from outbox');
    expect(events.rows.filter(({ payload }) => payload.includes(link.secret) || payload.includes(link.email))).toEqual([]); // prettier-ignore
    const english = links.add({ language: 'en' });
    await ask(english);
    await messageAbout(english.userId, 'sent');
    expect(n.mailsTo(english.email)[0]?.text).toContain('until Saturday, 28 November 2026 at 19:30');
  });

  it.each([
    ['used', 'link-used'],
    ['expired', 'link-expired'],
    ['replaced', 'link-replaced'],
  ])('does not leave for a link that is %s, and says so', async (state, reason) => {
    const link = links.add({ state, email: '', secret: '' });
    await ask(link);
    expect(await messageAbout(link.userId, 'not_sent')).toMatchObject({ reason });
  });

  it('does not leave for a link that is not there, nor for a user without address', async () => {
    const nobody = { linkId: newId(systemClock), userId: newId(systemClock) };
    await ask(nobody);
    expect(await messageAbout(nobody.userId, 'not_sent')).toMatchObject({ reason: 'link-replaced' });
    const link = links.add({ email: '' });
    await ask(link);
    expect(await messageAbout(link.userId, 'not_sent')).toMatchObject({ reason: 'no-address' });
  });

  it('goes to the address of the try, waits for identity, and asks again before each: a link used meanwhile is sent no more', async () => {
    const link = links.add();
    n.answers.set(link.email, answer(451, 'try later'));
    links.away = true;
    await ask(link);
    await eventually(async () => {
      const { rowCount } = await n.service.admin.query(
        `select 1 from timer where kind = 'send-mail' and attempts > 0 and last_error <> ''`,
      );
      return rowCount === 0 ? undefined : true;
    });
    links.away = false;
    expect(await messageAbout(link.userId, 'queued')).toMatchObject({ attempts: expect.any(Number) });
    await eventually(async () => ((await messageAbout(link.userId, 'queued')).attempts > 0 ? true : undefined));
    links.change(link.linkId, { state: 'used', secret: '', email: '' });
    n.answers.delete(link.email);
    expect(await messageAbout(link.userId, 'not_sent')).toMatchObject({ reason: 'link-used' });
    expect(n.mailsTo(link.email)).toEqual([]);
  });

  it('comes once more with the same secret and Message-ID when the process dies between the server’s answer and our commit', async () => {
    const own = await startTestService(notificationsService, { env: n.env });
    await n.useSmtp(here, own);
    await failMarking(own);
    const link = links.add();
    await ask(link, own);
    await eventually(() => (n.mailsTo(link.email).length > 0 ? true : undefined));
    await own.running.stop();
    await own.admin.query('drop trigger marking on message');
    const next = await startService(notificationsService, { env: own.env });
    await eventually(async () => {
      const { rowCount } = await own.admin.query(`select 1 from message where state = 'sent'`);
      return rowCount === 1 ? true : undefined;
    });
    const mails = n.mailsTo(link.email);
    expect(mails).toHaveLength(2);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(mails.every(({ text }) => text?.includes(`#${link.secret}\n`))).toBe(true);
    expect(await tablesWith(link.secret, own.admin)).toEqual([]);
    await next.stop();
    await own.admin.end();
  });

  it('has a text that no station changes, nor sends copies of', async () => {
    const call = await n.as(here);
    const { templates } = await n.client.listTemplates({}, call);
    expect(templates.map(({ kind }) => kind)).not.toContain('password_link');
    const template = { kind: 'password_link', language: 'fr', active: true, subject: 'x', body: 'x', bcc: 'me@evil.example', tags: [], overridden: true }; // prettier-ignore
    await expect(n.client.setTemplate({ template }, call)).rejects.toMatchObject({
      fields: [{ pointer: '/kind', code: 'notifications.template.kind-unknown' }],
    });
  });

  it('is for a party or for a user, never for both or none', async () => {
    const both = n.service.admin.query('update message set party_id = gen_random_uuid() where user_id is not null');
    await expect(both).rejects.toThrow('message_addressee');
    const none = n.service.admin.query('update message set user_id = null where user_id is not null');
    await expect(none).rejects.toThrow('message_addressee');
  });
});
