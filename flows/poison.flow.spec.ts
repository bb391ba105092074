import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import { System } from './support/system.js';

let system: System;

beforeAll(async () => {
  system = await System.start();
  const { body } = await system.api('GET', '/message-templates');
  const { subject, body: text } = body.templates.find((one: { kind: string; language: string }) => one.kind === 'party_welcome' && one.language === 'fr'); // prettier-ignore
  const template = { active: true, subject, body: text, bcc: '' };
  expect((await system.api('PUT', '/message-templates/party_welcome/fr', template)).status).toBe(200);
}, 120_000);
afterAll(() => system.remove(), 60_000);

interface Letter {
  readonly id: string;
  readonly consumer: string;
  readonly error: string;
}

const letters = () =>
  system.rows<Letter>('notifications', `select id, consumer, error from dead_letter where state = 'open'`);

async function createParty(email: string): Promise<void> {
  const party = { kinds: ['consumer'], name: 'Vanhoutte', firstName: 'Élise', emails: [email], acceptDuplicates: true };
  expect((await system.api('POST', '/parties', party)).status).toBe(201);
}

/**
 * Starts the process again and again where it dies at `point` each time it gets there, as by a message that kills it, until
 * the platform sets that aside; how often it died.
 */
async function deathsUntilSetAside(point: string, email: string): Promise<number> {
  const deadly = { NAVETTE_CRASH_AT: `${point}:1` };
  await system.stop();
  await system.up(deadly);
  await createParty(email);
  for (let deaths = 0; ; deaths++) {
    const dead = system.ended().then(() => 'dead' as const);
    const aside = eventually(async () => ((await letters()).length > 0 ? ('aside' as const) : undefined), { timeoutMs: 60_000 }); // prettier-ignore
    if ((await Promise.race([dead, aside])) === 'aside') return deaths;
    aside.catch(() => undefined);
    // It may die before it is ready.
    system.up(deadly).catch(() => undefined);
  }
}

describe.each([
  ['a message', 'notifications/notifications:party-welcome-mail/before-commit', 'notifications__party-welcome-mail'],
  ['a timer', 'notifications/timer-send-mail/claimed', 'notifications__timer-send-mail'],
])('NO-6 %s that kills the process', (_what, point, consumer) => {
  it('is set aside after three deaths; the others go on, and replayed it does its work once', async () => {
    const email = `${randomUUID()}@exemple.example`;
    expect(await deathsUntilSetAside(point, email)).toBe(3);
    expect(system.running()).toBe(true);
    await system.ready();
    const [letter] = await letters();
    expect(letter).toMatchObject({ consumer, error: 'Poison: the process died in it again and again' });
    expect(system.mailsTo(email)).toEqual([]);

    await system.stop();
    await system.up();
    const other = `${randomUUID()}@exemple.example`;
    await createParty(other);
    await eventually(() => (system.mailsTo(other).length > 0 ? true : undefined), { timeoutMs: 60_000 });
    expect(system.mailsTo(email)).toEqual([]);

    const retried = await system.api('POST', `/operations/notifications/dead-letters/${letter?.id}/retry`, {});
    expect({ status: retried.status, body: retried.body }).toMatchObject({ status: 200, body: { state: 'replayed' } });
    await eventually(() => (system.mailsTo(email).length > 0 ? true : undefined), { timeoutMs: 60_000 });
    expect(system.mailsTo(email)).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });
});
