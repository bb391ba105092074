import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '@navette/kernel';
import { rightsOfRole } from '@navette/reference';
import { testScope, testTenant } from '@navette/testing';
import { demoStations, demoUserId } from '../index.js';
import { arras, lille, NOBODY, PASSWORD, refusal, startIdentity, type TestIdentity } from '../test/harness.js';

const REFUSED = { code: 'identity.session.refused', kind: 'unauthenticated', params: {}, fields: [] };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity?.stop());

/** The refresh token of a new session of the demo user. */
async function session(stationCode = '', device = 'a browser'): Promise<string> {
  return (await identity.signIn('demo', PASSWORD, stationCode, device)).session?.refreshToken as string;
}

/** The refresh token that one is spent for. */
async function next(refreshToken: string, stationCode = ''): Promise<string> {
  return (await identity.refresh(refreshToken, stationCode)).session?.refreshToken as string;
}

const me = () => identity.service.as(lille, [], { actor: { kind: 'user', id: demoUserId } });

async function endReason(refreshToken: string): Promise<unknown> {
  const [row] = await identity.rows<{ end_reason: string | null }>(
    `select s.end_reason from user_session s join refresh_token t on t.session_id = s.id
     where t.hash = sha256(convert_to($1, 'UTF8'))`,
    [refreshToken],
  );
  return row?.end_reason;
}

describe('ID-6 a session', () => {
  it('gives the next access token, each refresh token being good once', async () => {
    const first = await session();
    const answer = await identity.refresh(first);
    const second = answer.session?.refreshToken as string;
    expect(second).toMatch(/^[\w-]{43}$/);
    expect(second).not.toBe(first);
    expect(await identity.verify(answer.accessToken)).toEqual({
      actor: { kind: 'user', id: demoUserId },
      stationId: demoStations.LIL,
      networkId: lille.networkId,
      grantsVersion: 1,
      expiresAt: expect.any(Number),
    });
    expect(await next(second)).not.toBe(second);
  });

  it('keeps its tokens by their hashes alone', async () => {
    const token = await session();
    const [row] = await identity.rows<{ all: string }>(
      `select string_agg(t::text, ' ') || (select string_agg(s::text, ' ') from user_session s) as all from refresh_token t`,
    );
    expect(row?.all).not.toContain(token);
    expect(row?.all).not.toContain(Buffer.from(token).toString('hex'));
    expect(row?.all).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('goes on in another station of the person’s, and stays there', async () => {
    const inArras = await next(await session(), 'arr');
    const answer = await identity.refresh(inArras);
    expect((await identity.verify(answer.accessToken)).stationId).toBe(demoStations.ARR);
    expect(await refusal(identity.refresh(answer.session?.refreshToken as string, 'XYZ'))).toMatchObject({
      code: 'identity.sign-in.station-not-accepted',
      params: { accepted: ['LIL', 'LEN', 'ARR'] },
    });
    // Refused, it is not spent.
    await next(answer.session?.refreshToken as string);
  });

  it('ID-10 is refused alike with a token that never was, that is spent or whose session is over', async () => {
    const signedOut = await session();
    await identity.client.endSession({ refreshToken: signedOut }, NOBODY);
    for (const token of ['', 'x'.repeat(43), 'né\u{1f600}', signedOut]) {
      expect(await refusal(identity.refresh(token))).toEqual(REFUSED);
    }
  });

  it('ends for good by signing out, which may be said twice and of a session that never was', async () => {
    const token = await session();
    for (const one of [token, token, 'x', '']) await identity.client.endSession({ refreshToken: one }, NOBODY);
    expect(await endReason(token)).toBe('signed-out');
    expect(await refusal(identity.refresh(token))).toEqual(REFUSED);
  });

  it('stands in the trail of its station, from its beginning to its end', async () => {
    const token = await session('ARR');
    const last = await next(token);
    identity.later({ seconds: 1 });
    await identity.client.endSession({ refreshToken: last }, NOBODY);
    const trail = await identity.rows(
      `select a.operation, a.actor_kind, a.actor_id, a.request_id from audit a join refresh_token t
         on a.entity_id = t.session_id::text and a.entity_type = 'session'
       where t.hash = sha256(convert_to($1, 'UTF8')) and a.station_id = $2 order by a.at, a.id`,
      [token, arras.stationId],
    );
    const who = { actor_kind: 'user', actor_id: demoUserId, request_id: 'test' };
    expect(trail).toEqual(
      ['session.start', 'session.refresh', 'session.end'].map((what) => ({ ...who, operation: `identity:${what}` })),
    );
  });
});

describe('ID-6 a refresh token that was spent', () => {
  it('answers its own successor for ten seconds: two tabs, or a lost answer', async () => {
    const token = await session();
    const both = await Promise.all([next(token), next(token), next(token)]);
    expect(new Set(both).size).toBe(1);
    identity.later({ seconds: 9 });
    expect(await next(token)).toBe(both[0]);
    await next(both[0] as string);
  });

  it('is a copy after that, and ends the session for the thief and the owner alike', async () => {
    const stolen = await session();
    const owners = await next(stolen);
    identity.later({ seconds: 11 });
    expect(await refusal(identity.refresh(stolen))).toEqual(REFUSED);
    expect(await refusal(identity.refresh(owners))).toEqual(REFUSED);
    expect(await endReason(owners)).toBe('reused');
  });

  it('ends the session however long ago it was spent', async () => {
    const stolen = await session();
    let token = stolen;
    for (let n = 0; n < 4; n++) {
      token = await next(token);
      identity.later({ minutes: 5 });
    }
    expect(await refusal(identity.refresh(stolen))).toEqual(REFUSED);
    expect(await refusal(identity.refresh(token))).toEqual(REFUSED);
    expect(await endReason(token)).toBe('reused');
  });
});

describe('ID-6 time of a session', () => {
  it('is over after the idle time of its user', async () => {
    await identity.rows('update app_user set idle_minutes = 20 where id = $1', [demoUserId]);
    const token = await session();
    identity.later({ minutes: 19 });
    const going = await next(token);
    identity.later({ minutes: 21 });
    expect(await refusal(identity.refresh(going))).toEqual(REFUSED);
    expect(await endReason(going)).toBe('idle');
    await identity.rows('update app_user set idle_minutes = 60 where id = $1', [demoUserId]);
  });

  it('is over after twelve hours, however much it is used', async () => {
    let token = await session();
    for (let halves = 24; halves > 0; halves--) {
      const { session } = await identity.refresh(token);
      expect(session?.lifetimeSeconds).toBeLessThanOrEqual(halves * 1_800);
      token = session?.refreshToken as string;
      identity.later({ minutes: 30 });
    }
    expect(await refusal(identity.refresh(token))).toEqual(REFUSED);
    expect(await endReason(token)).toBe('expired');
  });

  it('is forgotten thirty days after', async () => {
    const old = await session();
    identity.later({ hours: 24 * 31 });
    await session();
    expect(await endReason(old)).toBeUndefined();
  });
});

describe('ID-6 sessions of one’s own', () => {
  it('are listed with the one in hand, and those that ended left out', async () => {
    await identity.client.endOwnSessions({ id: '', refreshToken: '' }, await me());
    const [here, elsewhere, gone] = [await session('', 'Firefox'), await session('ARR', 'a phone'), await session()];
    await identity.client.endSession({ refreshToken: gone as string }, NOBODY);
    const { sessions } = await identity.client.listOwnSessions({ refreshToken: here as string }, await me());
    expect(sessions.map(({ device, stationId, current }) => [device, stationId, current])).toEqual([
      ['a phone', demoStations.ARR, false],
      ['Firefox', demoStations.LIL, true],
    ]);
    const there = sessions[0]?.id as string;
    expect(await identity.client.endOwnSessions({ id: there, refreshToken: '' }, await me())).toEqual({ ended: 1 });
    expect(await refusal(identity.refresh(elsewhere as string))).toEqual(REFUSED);
    await next(here as string);
  });

  it('end all but the one in hand', async () => {
    const [here, ...others] = [await session(), await session(), await session('LEN')];
    await identity.client.endOwnSessions({ id: '', refreshToken: here as string }, await me());
    for (const other of others) expect(await refusal(identity.refresh(other))).toEqual(REFUSED);
    await next(here as string);
  });

  it('ID-10 are nobody else’s: they answer like none', async () => {
    const token = await session();
    const { sessions } = await identity.client.listOwnSessions({ refreshToken: token }, await me());
    const id = sessions.find(({ current }) => current)?.id as string;
    const stranger = { kind: 'user', id: derivedId('test-user', 'stranger') } as const;
    const missing = { code: 'identity.session.not-found', kind: 'not-found', params: {}, fields: [] };
    for (const tenant of [lille, testTenant('elsewhere', 'another')]) {
      const call = await identity.service.as(tenant, [], { actor: stranger });
      expect(await refusal(identity.client.endOwnSessions({ id, refreshToken: '' }, call))).toEqual(missing);
      expect(await identity.client.listOwnSessions({ refreshToken: token }, call)).toEqual({ sessions: [] });
      expect(await identity.client.endOwnSessions({ id: '', refreshToken: token }, call)).toEqual({ ended: 0 });
    }
    const mine = await me();
    for (const none of [derivedId('test', 'no session'), 'x'])
      expect(await refusal(identity.client.endOwnSessions({ id: none, refreshToken: '' }, mine))).toEqual(missing);
    await next(token);
    const foreign = testScope(testTenant('elsewhere', 'another'));
    for (const table of ['user_session', 'refresh_token'])
      expect(await identity.service.db.tenantRead(foreign, (tx) => tx.rows(`select from ${table}`))).toEqual([]);
  });

  it('are people’s: a program has none', async () => {
    const program = await identity.service.as(lille, [], { actor: { kind: 'client', id: 'electrobel' } });
    expect(await refusal(identity.client.listOwnSessions({ refreshToken: '' }, program))).toMatchObject({
      code: 'platform.request.forbidden',
    });
    expect(await refusal(identity.client.getSelf({}, NOBODY))).toMatchObject({
      code: 'platform.request.unauthenticated',
    });
  });
});

describe('ID-6 who one is', () => {
  it('says name, stations, and the rights where one works now', async () => {
    const self = await identity.client.getSelf({}, await me());
    expect(self).toEqual({
      id: demoUserId,
      login: 'demo',
      name: 'Dominique Démo',
      email: 'demo@navette.example',
      colour: '#2f6f9f',
      idleMinutes: 60,
      stationId: demoStations.LIL,
      role: 'administrator',
      rights: rightsOfRole('administrator'),
      stations: [
        { id: demoStations.LIL, code: 'LIL', name: 'Houplin Lille', role: 'administrator' },
        { id: demoStations.LEN, code: 'LEN', name: 'Houplin Lens', role: 'administrator' },
        { id: demoStations.ARR, code: 'ARR', name: 'Atrébate Arras', role: 'administrator' },
      ],
    });
  });

  it('ID-2 who was deactivated is nobody: not at sign-in, not by the session they have', async () => {
    const token = await session();
    // Each station has another administrator: the last one would stay.
    const other = derivedId('test-user', 'other administrator');
    await identity.rows(
      `insert into app_user (network_id, id, login, name, email, colour) values ($1, $2, 'other', 'Other', '', '#000000')`,
      [lille.networkId, other],
    );
    await identity.rows(
      `insert into user_station select station_id, network_id, $1, 0, 'administrator', '{}', '{}' from station`,
      [other],
    );
    await identity.rows(`update app_user set deactivated_at = '2026-01-01Z' where id = $1`, [demoUserId]);
    expect(await refusal(identity.signIn('demo', PASSWORD))).toMatchObject({ code: 'identity.sign-in.refused' });
    expect(await refusal(identity.refresh(token))).toEqual(REFUSED);
    expect(await refusal(identity.client.getSelf({}, await me()))).toEqual(REFUSED);
    await identity.rows('update app_user set deactivated_at = null where id = $1', [demoUserId]);
  });
});
