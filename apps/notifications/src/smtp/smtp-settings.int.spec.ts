import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationsServiceService, SmtpSettings } from '@navette/contracts/notifications/v1/service';
import { DomainError } from '@navette/kernel';
import { freePort, startTestService, testServers, testTenant, type TestService } from '@navette/testing';
import type { SMTPServerOptions } from 'smtp-server';
import { notificationsService } from '../notifications.service.js';
import { seedNotificationsDemo } from '../seed/seed-notifications-demo.js';
import { answer, startSmtp, type Smtp } from '../test/smtp-server.js';
import { unsealPassword } from './smtp-password.crypto.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const SECRET = 'k'.repeat(32);
const READ = ['notifications:smtp.read'];
const ALL = [...READ, 'notifications:smtp.set', 'notifications:smtp.test'];
const refusal = (code: string) => expect.objectContaining({ code });

let service: TestService;
const servers: Smtp[] = [];

beforeAll(async () => {
  service = await startTestService(notificationsService, { env: { NAVETTE_NOTIFICATIONS_SECRET_KEY: SECRET } });
});
afterAll(() => service.stop());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const client = () => service.client(NotificationsServiceService);

async function server(options: SMTPServerOptions = {}): Promise<Smtp> {
  const smtp = await startSmtp(options);
  servers.push(smtp);
  return smtp;
}

const given = (overrides: Partial<SmtpSettings> = {}) =>
  SmtpSettings.fromPartial({
    senderAddress: 'atelier@houplin.example',
    senderName: 'Houplin Lille',
    host: '127.0.0.1',
    port: 25,
    security: 'none',
    ...overrides,
  });

const set = async (settings: SmtpSettings, tenant = here) =>
  client().setSmtpSettings({ settings }, await service.as(tenant, ALL));

describe('NO-1 mail settings', () => {
  it('read back as set, without the password, which is kept sealed', async () => {
    await set(given({ login: 'atelier', password: 's3cret é', replyTo: 'accueil@houplin.example' }));
    const read = await client().getSmtpSettings({}, await service.as(here, READ));
    expect(read).toEqual(given({ login: 'atelier', replyTo: 'accueil@houplin.example' }));
    const { rows } = await service.admin.query<{ sealed_password: Buffer }>('select * from smtp_settings');
    expect(JSON.stringify(rows)).not.toContain('s3cret');
    const sealed = (rows[0] as { sealed_password: Buffer }).sealed_password;
    expect(unsealPassword(sealed, here.stationId, SECRET)).toBe('s3cret é');
    expect(() => unsealPassword(sealed, elsewhere.stationId, SECRET)).toThrow('does not open');
    expect(() => unsealPassword(sealed, here.stationId, 'x'.repeat(32))).toThrow('does not open');
  });

  it('keep the password where none is given, for the same server and login only', async () => {
    await set(given({ login: 'atelier', password: 's3cret' }));
    await set(given({ login: 'atelier', senderName: 'Autre nom' }));
    const kept = await service.admin.query<{ sealed_password: Buffer }>('select sealed_password from smtp_settings');
    expect(unsealPassword(kept.rows[0]?.sealed_password as Buffer, here.stationId, SECRET)).toBe('s3cret');
    for (const change of [{ host: 'smtp.spy.example' }, { port: 26 }, { login: 'other' }]) {
      const failure = await set(given({ login: 'atelier', ...change })).catch((error: unknown) => error as DomainError);
      expect((failure as DomainError).fields).toEqual([
        expect.objectContaining({ pointer: '/password', code: 'notifications.smtp.password-required' }),
      ]);
    }
    await set(given());
    expect((await service.admin.query('select sealed_password from smtp_settings')).rows).toEqual([
      { sealed_password: null },
    ]);
  });

  it('name every field that is not accepted', async () => {
    const wrong = given({ senderAddress: 'x', replyTo: 'a@b', host: 'not a host', port: 0, security: 'ssl' });
    const failure = await set(wrong).catch((error: unknown) => error as DomainError);
    expect(failure).toEqual(refusal('notifications.smtp.invalid'));
    expect((failure as DomainError).fields.map(({ pointer }) => pointer).sort()).toEqual(
      ['/host', '/port', '/replyTo', '/security', '/senderAddress'],
    ); // prettier-ignore
  });

  it('need their rights, and are one station’s alone', async () => {
    await expect(client().setSmtpSettings({ settings: given() }, await service.as(here, READ))).rejects.toEqual(
      refusal('platform.request.forbidden'),
    );
    expect(await client().getSmtpSettings({}, await service.as(elsewhere, READ))).toEqual(SmtpSettings.create());
  });
});

describe('NO-1 a test message says exactly what failed', () => {
  async function tried(settings: SmtpSettings, recipient = 'anne@example.org') {
    await set(settings);
    return client().sendTestMessage({ recipient }, await service.as(here, ALL));
  }

  it('nothing, when the server took it', async () => {
    const smtp = await server();
    expect(await tried(given({ port: smtp.port }))).toEqual({ accepted: true, failedStep: '', answer: '' });
    expect(smtp.mails).toMatchObject([{ subject: 'Navette : message de test / test message' }]);
  });

  it('signs in where the station has a login', async () => {
    const seen: unknown[] = [];
    const smtp = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        seen.push({ username, password });
        done(null, { user: username });
      },
    });
    const result = await tried(given({ port: smtp.port, login: 'atelier', password: 'p:ss é' }));
    expect(result).toMatchObject({ accepted: true });
    expect(seen).toEqual([{ username: 'atelier', password: 'p:ss é' }]);
  });

  it.each<[string, string, () => Promise<Partial<SmtpSettings>>]>([
    ['connect', 'ECONNREFUSED', async () => ({ port: await freePort() })],
    ['dns', 'smtp.nowhere.invalid', async () => ({ host: 'smtp.nowhere.invalid' })],
    ['tls', '', async () => ({ port: (await server()).port, security: 'tls' })],
    ['tls', '', async () => ({ port: (await server()).port, security: 'starttls' })],
    ['tls', 'certificate', async () => ({ port: (await server({ disabledCommands: [] })).port, security: 'starttls' })],
    [
      'login',
      '535',
      async () => ({
        port: (await server({ allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(answer(535, 'wrong')) })).port,
        login: 'atelier',
        password: 'wrong',
      }),
    ],
    ['sender', '550 not you', async () => ({ port: (await server({ onMailFrom: (_a, _s, done) => done(answer(550, 'not you')) })).port })],
    ['recipient', '450 busy', async () => ({ port: (await server({ onRcptTo: (_a, _s, done) => done(answer(450, 'busy')) })).port })],
    [
      'data',
      '554 spam',
      async () => ({
        port: (await server({ onData: (stream, _s, done) => void stream.resume().on('end', () => done(answer(554, 'spam'))) })).port,
      }),
    ],
  ])('%s: %s', async (failedStep, words, options) => {
    const result = await tried(given(await options()));
    expect(result).toMatchObject({ accepted: false, failedStep });
    expect(result.answer).toContain(words);
  }); // prettier-ignore

  it('login, when the stored password was sealed with another secret', async () => {
    await set(given({ port: (await server()).port, login: 'atelier', password: 's3cret' }));
    await service.admin.query(`update smtp_settings set sealed_password = sealed_password || '\\x00'::bytea`);
    // Settings that are read anew are another version.
    await service.admin.query('update smtp_settings set version = version + 1');
    const result = await client().sendTestMessage({ recipient: 'anne@example.org' }, await service.as(here, ALL));
    expect(result).toMatchObject({ accepted: false, failedStep: 'login' });
    expect(result.answer).toContain('NAVETTE_NOTIFICATIONS_SECRET_KEY');
  });

  it('needs settings, and an address', async () => {
    const call = await service.as(elsewhere, ALL);
    const unset = client().sendTestMessage({ recipient: 'anne@example.org' }, call);
    await expect(unset).rejects.toEqual(refusal('notifications.smtp.not-set'));
    await expect(client().sendTestMessage({ recipient: 'anne' }, call)).rejects.toEqual(
      refusal('notifications.smtp.address-wrong'),
    );
  });
});

describe('NO-1 the demo stations', () => {
  it('send by the server of this machine, wherever it is now, unless a person said otherwise', async () => {
    const own = await startTestService(notificationsService, { env: { NAVETTE_NOTIFICATIONS_SECRET_KEY: SECRET } });
    const { host, port } = testServers().smtp;
    const seed = { networkId: here.networkId, stations: { LIL: here.stationId, LEN: elsewhere.stationId } };
    const run = (smtpPort: number) =>
      seedNotificationsDemo(
        { ...own.env, NAVETTE_SEED_SMTP_HOST: host, NAVETTE_SEED_SMTP_PORT: String(smtpPort) },
        seed,
      );
    await run(1);
    const byHand = given({ senderAddress: 'a@b.example', port: 2 });
    await own.client(NotificationsServiceService).setSmtpSettings({ settings: byHand }, await own.as(elsewhere, ALL));
    await run(port);
    await run(port);
    const { rows } = await own.admin.query('select sender_address, port, version from smtp_settings order by 1');
    expect(rows).toEqual([
      { sender_address: 'a@b.example', port: 2, version: 2 },
      { sender_address: 'atelier.lil@navette.example', port, version: 2 },
    ]);
    const result = await own
      .client(NotificationsServiceService)
      .sendTestMessage({ recipient: 'anne@example.org' }, await own.as(here, ALL));
    expect(result).toMatchObject({ accepted: true });
    await own.stop();
  });
});
