import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, systemClock } from '@navette/kernel';
import { demoUserId } from '../index.js';
import { arras, lille, refusal, startIdentity, type TestIdentity } from '../test/harness.js';
import { MOST } from './preference.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity?.stop());

const me = (station = lille) => identity.service.as(station, [], { actor: { kind: 'user', id: demoUserId } });
const get = async (name: string, call = me()) =>
  JSON.parse((await identity.client.getPreference({ name }, await call)).valueJson);
const set = async (name: string, value: unknown) =>
  identity.client.setPreference({ name, valueJson: JSON.stringify(value) }, await me());

describe('PA-17 preferences', () => {
  it('are kept by name, the same in every station of a person, and replaced', async () => {
    expect(await get('columns.parties')).toBeNull();
    await set('columns.parties', ['name', 'city']);
    await set('columns.parties', ['city']);
    expect(await get('columns.parties')).toEqual(['city']);
    expect(await get('columns.parties', me(arras))).toEqual(['city']);
  });

  it('ID-10 are nobody else’s', async () => {
    await set('searches.parties', [{ name: 'mine' }]);
    const other = identity.service.as(lille, [], { actor: { kind: 'user', id: newId(systemClock) } });
    expect(await get('searches.parties', other)).toBeNull();
  });

  it('leave an audit row', async () => {
    await set('columns.audited', []);
    const [row] = await identity.rows<{ operation: string; actor_id: string }>(
      `select operation, actor_id from audit where entity_type = 'preference' and entity_id = 'columns.audited'`,
    );
    expect(row).toEqual({ operation: 'identity:own-preference.change', actor_id: demoUserId });
  });

  it('are bounded in name, size and number', async () => {
    for (const name of ['', 'Columns', '1', 'a'.repeat(81), 'a/b']) {
      expect(await refusal(set(name, 1))).toMatchObject({ code: 'identity.preference.name' });
    }
    expect(await refusal(set('big', 'x'.repeat(20_000)))).toMatchObject({ code: 'identity.preference.value' });
    const broken = identity.client.setPreference({ name: 'broken', valueJson: '{' }, await me());
    expect(await refusal(broken)).toMatchObject({ code: 'identity.preference.value', params: { max: 32_768 } });
    await identity.rows(
      `insert into user_preference (network_id, user_id, name, value, changed_at)
       select $1, $2, 'filler.' || n, '1', now() from generate_series(1, $3) n`,
      [lille.networkId, demoUserId, MOST],
    );
    expect(await refusal(set('one.more', 1))).toMatchObject({ code: 'identity.preference.too-many' });
    expect(await get('one.more')).toBeNull();
  });
});
