import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock, systemClock } from '@navette/kernel';
import { EVERY_SERVICE, TokenVerifier } from '@navette/platform/auth';
import { Timers } from '@navette/platform/timers';
import { eventually } from '@navette/testing';
import { decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { demoClientId, rotateSigningKeys } from '../index.js';
import { lille, MANUFACTURER_SECRET, startNetwork, type TestNetwork } from '../test/network.js';
import { RotateSigningKeys } from './rotate-signing-keys.js';

const NOBODY = { token: '', requestId: 'test', correlationId: 'test' };

let network: TestNetwork;
let clock: ManualClock;

beforeEach(async () => {
  clock = new ManualClock(systemClock.now().toString());
  network = await startNetwork({ clock, manufacturerRights: ['device-gateway:mission-order.send'] });
});
afterEach(() => network?.stop());

const keys = async () => JSON.parse((await network.client.getJwks({}, NOBODY)).jwksJson) as JSONWebKeySet;
const kids = async () => (await keys()).keys.map(({ kid }) => kid as string);

/** A token, and the key that signed it. */
async function token(): Promise<{ token: string; kid: string }> {
  const { accessToken } = await network.client.issueClientToken(
    { clientId: demoClientId, clientSecret: MANUFACTURER_SECRET, audience: 'device-gateway', stationId: '', scope: '' },
    NOBODY,
  );
  return { token: accessToken, kid: decodeProtectedHeader(accessToken).kid as string };
}

/** What a service that asks for the keys now makes of a token. */
const verified = (text: string) => new TokenVerifier([EVERY_SERVICE, 'device-gateway'], keys).verify(text);

const turn = async () =>
  (await network.rows<{ due_at: Date }>(`select due_at from timer where kind = 'rotate-signing-key'`)).map(
    ({ due_at }) => due_at.getTime(),
  );

/** Lets the timer see that time has passed. */
function wake() {
  network.service.running.get(Timers).wake();
}

describe('ID-6 rotation of the signing keys', () => {
  it('happens every 30 days and signs nobody out: published before it signs, and verified after it signed', async () => {
    const first = await token();
    expect(await kids()).toEqual([first.kid]);
    const [due] = await turn();
    expect(due).toBe(clock.now().epochMilliseconds + 30 * 86_400_000);

    clock.advance({ days: 30 });
    wake();
    const both = await eventually(async () => {
      const published = await kids();
      return published.length === 2 ? published : undefined;
    });
    expect(both[0]).toBe(first.kid);
    expect(await turn()).toEqual([clock.now().epochMilliseconds + 30 * 86_400_000]);

    clock.advance({ minutes: 14, seconds: 59 });
    const last = await token();
    expect(last.kid).toBe(first.kid);
    clock.advance({ seconds: 1 });
    const next = await token();
    expect(next.kid).toBe(both[1]);
    for (const { token: text } of [last, next]) {
      expect(await verified(text)).toMatchObject({ stationId: lille.stationId, actor: { id: demoClientId } });
    }

    // The last token of the first key lives five minutes, by a clock that may be one minute late.
    clock.advance({ minutes: 5, seconds: 59 });
    expect(await kids()).toEqual(both);
    clock.advance({ seconds: 1 });
    expect(await kids()).toEqual([next.kid]);

    clock.advance({ days: 30 });
    wake();
    await eventually(async () => ((await kids()).length === 2 ? true : undefined));
    const kept = await network.rows<{ kid: string }>('select kid from signing_key');
    expect(kept.map(({ kid }) => kid)).not.toContain(first.kid);
  });

  it('is done by command too; twice, or by two at once, it is one new key', async () => {
    const { kid } = await token();
    const rotation = network.service.running.get(RotateSigningKeys);
    const [one, two] = await Promise.all([rotation.execute(), rotation.execute()]);
    const three = await rotateSigningKeys(network.env, { leaked: false });
    expect(new Set([one.kid, two.kid, three.kid]).size).toBe(1);
    expect(await kids()).toEqual([kid, one.kid]);
    const audited = await network.rows(
      `select from audit where operation = 'identity:key.rotate' and entity_id = $1 and actor_kind = 'system'`,
      [one.kid],
    );
    expect(audited.length).toBeGreaterThan(0);
  });

  it('takes a leaked key out at once: what it signed is refused, and the new one signs', async () => {
    const leaked = await token();
    const rotation = network.service.running.get(RotateSigningKeys);
    await rotation.execute();
    const { kid } = await rotateSigningKeys(network.env, { leaked: true });
    // The command has the machine's clock, the service one of its own.
    clock.set(systemClock.now());
    expect(await kids()).toEqual([kid]);
    await expect(verified(leaked.token)).rejects.toMatchObject({ code: 'platform.request.unauthenticated' });
    const next = await token();
    expect(next.kid).toBe(kid);
    expect(await verified(next.token)).toMatchObject({ actor: { id: demoClientId } });
  });
});
