import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UserPlanningChangedMessage } from '@navette/contracts';
import {
  InterventionsServiceService as Service,
  type UserPlanningDetails,
} from '@navette/contracts/interventions/v1/service';
import { derivedId } from '@navette/kernel';
import { startTestService, testTenant, type TestService, type TestTenant } from '@navette/testing';
import { interventionsService } from '../interventions.service.js';
import { DEFAULT_PLANNING } from './user-planning.js';

const [READ, UPDATE] = ['interventions:user-planning.read', 'interventions:user-planning.update'] as const;
const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const [PAUL, ZOE] = [derivedId('test', 'paul'), derivedId('test', 'zoe')];
const details = (changes: Partial<UserPlanningDetails> = {}): UserPlanningDetails => ({
  ...DEFAULT_PLANNING,
  colour: '#2e7d4f',
  workingHours: ['08:00-12:00 14:00-18:00', '', '08:00-12:00', '', '', '10:00-16:00', ''],
  ...changes,
});

let service: TestService;
beforeAll(async () => {
  service = await startTestService(interventionsService, {});
  // By the tokens that their grants are told with, Paul works here and Zoe elsewhere.
  await service.as(here, [], { actor: { kind: 'user', id: PAUL } });
  await service.as(elsewhere, [], { actor: { kind: 'user', id: ZOE } });
});
afterAll(() => service?.stop());

const by = (tenant: TestTenant = here, rights: readonly string[] = [READ, UPDATE]) => service.as(tenant, rights);
const get = async (userId: string, tenant = here) =>
  service.client(Service).getUserPlanning({ userId }, await by(tenant));
const set = async (userId: string, expectedVersion: string, given = details(), tenant = here) =>
  service.client(Service).setUserPlanning({ userId, expectedVersion, details: given }, await by(tenant));
const code = (name: string) => expect.objectContaining({ code: `interventions.user-planning.${name}` });
const told = async () =>
  (
    await service.admin.query<{ payload: Buffer }>(
      `select payload from outbox where subject like '%evt.user-planning-changed.%' and aggregate_id = $1`,
      [PAUL],
    )
  ).rows.map(({ payload }) => UserPlanningChangedMessage.decode(payload));

describe('ID-11 how a user stands on the planning', () => {
  it('is the default until somebody sets it, and then what was set, with a row in the trail and an event', async () => {
    expect(await get(PAUL)).toEqual({ userId: PAUL, version: '0', details: DEFAULT_PLANNING });
    const set1 = await set(PAUL, '0');
    expect(set1).toEqual({ userId: PAUL, version: '1', details: details() });
    const off = details({ visible: false, showsCurrentFiles: false, workingHours: Array<string>(7).fill('') });
    await set(PAUL, '1', off);
    expect(await get(PAUL)).toEqual({ userId: PAUL, version: '2', details: off });
    const trail = await service.admin.query(
      `select station_id, entity_type from audit where operation = $1 and entity_id = $2`,
      [UPDATE, PAUL],
    );
    expect(trail.rows).toEqual(Array(2).fill({ station_id: here.stationId, entity_type: 'user-planning' }));
    expect(await told()).toEqual([{ userId: PAUL }, { userId: PAUL }]);
  });

  it('is set by who saw its last version alone, of two at once by one', async () => {
    const { version } = await get(PAUL);
    await expect(set(PAUL, '0')).rejects.toEqual(code('changed-meanwhile'));
    const both = await Promise.allSettled([set(PAUL, version), set(PAUL, version)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await get(PAUL)).version).toBe(String(Number(version) + 1));
  });

  it('is refused with every field that is wrong', async () => {
    const wrong = details({ colour: 'red', workingHours: ['8h-7h', '', '', '', '', '', ''] });
    await expect(set(PAUL, '0', wrong)).rejects.toMatchObject({
      code: 'interventions.user-planning.invalid',
      fields: [{ pointer: '/colour' }, { pointer: '/workingHours/0' }],
    });
  });

  it('the database holds the form of the hours, whoever writes', async () => {
    for (const wrong of [
      ['8h'],
      Array<string>(7).fill('morning'),
      ['08:00-12:00|14:00-18:00', ...Array<string>(5).fill('')],
    ])
      await expect(
        service.admin.query('update user_planning set working_hours = $2 where user_id = $1', [PAUL, wrong]),
      ).rejects.toMatchObject({ code: '23514' });
  });

  it('ID-10 is of the station alone: a user of another is like one who does not exist', async () => {
    for (const userId of [ZOE, derivedId('test', 'nobody'), 'x']) {
      await expect(get(userId)).rejects.toEqual(code('user-not-found'));
      await expect(set(userId, '0')).rejects.toEqual(code('user-not-found'));
    }
    await expect(get(PAUL, elsewhere)).rejects.toEqual(code('user-not-found'));
    expect(await get(ZOE, elsewhere)).toMatchObject({ version: '0' });
  });

  it('ID-4 is seen and set with the right to it', async () => {
    const without = await by(here, [READ]);
    const call = service.client(Service).setUserPlanning({ userId: PAUL, expectedVersion: '0', details: details() }, without); // prettier-ignore
    await expect(call).rejects.toMatchObject({ code: 'platform.request.forbidden', params: { right: UPDATE } });
    await expect(
      service.client(Service).getUserPlanning({ userId: PAUL }, await by(here, ['interventions:file.read'])),
    ).rejects.toMatchObject({ code: 'platform.request.forbidden', params: { right: READ } });
  });
});
