import { InterventionFileStatusAddedMessage } from '@navette/contracts';
import { NotificationsServiceService, type Message } from '@navette/contracts/notifications/v1/service';
import { newId, systemClock, type Clock } from '@navette/kernel';
import type { CallContext } from '@navette/platform/rpc';
import { eventually, startTestService, testTenant, type TestService, type TestTenant, say } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { startSmtp, type Smtp } from './smtp-server.js';
import { people, startStandIns } from './stand-ins.js';

export const here = testTenant('here');
export const elsewhere = testTenant('elsewhere');

const RIGHTS = [
  'notifications:smtp.set',
  'notifications:message.read',
  'notifications:message.resend',
  'notifications:template.read',
  'notifications:template.set',
  'notifications:template.preview',
];

interface Arrival {
  readonly tenant?: TestTenant;
  readonly messageId?: string;
  readonly brand?: string;
  readonly key?: string;
}

/** Notifications with a mail server, and with those it asks; stations `here` and `elsewhere` send by that server. */
export class Notifications {
  /** Seconds by which the service's time is ahead of the machine's. */
  ahead = 0;
  /** By recipient: what the mail server says to it, until the test takes it away. */
  readonly answers = new Map<string, Error>();
  service!: TestService;
  smtp!: Smtp;
  env!: NodeJS.ProcessEnv;
  readonly #standIns: TestService[] = [];

  static async start(): Promise<Notifications> {
    const started = new Notifications();
    const standIns = await startStandIns();
    started.#standIns.push(...standIns.services);
    started.env = {
      NAVETTE_NOTIFICATIONS_SECRET_KEY: 'k'.repeat(32),
      NAVETTE_NOTIFICATIONS_PAGES_URL: 'https://navette.example',
      ...standIns.env,
    };
    const clock: Clock = { now: () => systemClock.now().add({ seconds: started.ahead }) };
    started.service = await startTestService(notificationsService, { clock, env: started.env });
    started.smtp = await startSmtp({
      onRcptTo({ address }, _session, done) {
        done(started.answers.get(address));
      },
    });
    for (const tenant of [here, elsewhere]) await started.useSmtp(tenant);
    return started;
  }

  async stop(): Promise<void> {
    await Promise.all([this.service, ...this.#standIns].map((one) => one.stop()));
    await this.smtp.stop();
  }

  get client() {
    return this.service.client(NotificationsServiceService);
  }

  /** Somebody with every right there is, in a station. */
  as(tenant: TestTenant): Promise<CallContext> {
    return this.service.as(tenant, RIGHTS);
  }

  async useSmtp(tenant: TestTenant, service = this.service): Promise<void> {
    const settings = {
      senderAddress: 'atelier@houplin.example',
      senderName: 'Houplin Lille',
      replyTo: 'accueil@houplin.example',
      host: this.smtp.host,
      port: this.smtp.port,
      security: 'none',
      login: '',
      password: '',
    };
    const client = service.client(NotificationsServiceService);
    await client.setSmtpSettings({ settings }, await service.as(tenant, RIGHTS));
  }

  /** A part has come for a file of `partyId`; the event's id. */
  partArrives(partyId: string, arrival: Arrival = {}, service = this.service): Promise<string> {
    const { tenant = here, brand = 'Arthur Martin', key = 'parts_received', ...rest } = arrival;
    const fileId = newId(systemClock);
    return say(
      service,
      InterventionFileStatusAddedMessage,
      {
        fileId,
        fileNumber: 'LIL-DI-2026-000042',
        statusId: newId(systemClock),
        code: 206,
        key,
        consumerPartyId: partyId,
        productCategory: 'Lave-linge',
        productBrand: brand,
      },
      { tenant, aggregateId: fileId, ...rest },
    );
  }

  async messagesTo(partyId: string, tenant = here): Promise<Message[]> {
    const { messages } = await this.client.listMessages(
      { page: undefined, state: '', aboutId: '' },
      await this.as(tenant),
    );
    return messages.filter((message) => message.partyId === partyId);
  }

  /** The message to a party, once it is in a state. */
  messageTo(partyId: string, state: string, tenant = here): Promise<Message> {
    return eventually(async () => (await this.messagesTo(partyId, tenant)).find((message) => message.state === state));
  }

  mailsTo(email: string) {
    return this.smtp.mails.filter(({ to }) => to?.some(({ address }) => address === email));
  }

  /** Waits until these events were handled, for tests of what they must not do. */
  async handled(...events: readonly string[]): Promise<void> {
    await eventually(async () => {
      const { rowCount } = await this.service.admin.query('select from inbox where message_id = any ($1)', [events]);
      return rowCount === events.length ? true : undefined;
    });
  }

  /** Sends a mail for an event that comes after all others, so that whatever they queued has left too. */
  async settled(): Promise<void> {
    const last = people.add();
    await this.partArrives(last.id);
    await this.messageTo(last.id, 'sent');
  }
}

/** From now on the database refuses to note that a mail was sent. */
export async function failMarking(of: TestService): Promise<void> {
  await of.admin.query(`create or replace function refuse_marking() returns trigger language plpgsql as $$
    begin raise exception 'no'; end $$`);
  await of.admin.query(`create trigger marking before update on message for each row when (new.state = 'sent')
    execute function refuse_marking()`);
}
