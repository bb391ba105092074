import { describe, expect, it } from '@jest/globals';
import { authErrors } from './errors.js';
import { Grants, type Grant } from './grants.js';
import type { Caller } from './tokens.js';

const AWAY = authErrors.error('service.unavailable', { service: 'identity' });
const caller = (grantsVersion: number) =>
  ({ actor: { kind: 'user', id: 'claire' }, stationId: 'lille', grantsVersion }) as Caller;

/** The edge, which has no copy of its own: it asks identity, and the time is ours. */
function edge() {
  const world = { now: 0, answer: (): Grant => ({ rights: ['stock:need.read'], version: 1 }) };
  const grants = new Grants(
    async () => undefined,
    async () => world.answer(),
    () => world.now,
  );
  return { world, holds: (version = 1) => grants.holds(caller(version), 'stock:need.read') };
}

describe('ID-4 the edge', () => {
  it('asks identity again after five seconds, so that a right taken away ends', async () => {
    const { world, holds } = edge();
    expect(await holds()).toBe(true);
    world.answer = () => ({ rights: [], version: 2 });
    world.now = 4_999;
    expect(await holds()).toBe(true);
    world.now = 5_001;
    expect(await holds()).toBe(false);
  });

  it('goes by what identity said before while it is away, unless the token speaks of a later grant', async () => {
    const { world, holds } = edge();
    expect(await holds()).toBe(true);
    world.answer = () => {
      throw AWAY;
    };
    world.now = 60_000;
    expect(await holds()).toBe(true);
    await expect(holds(2)).rejects.toBe(AWAY);
  });

  it('answers that identity is away for somebody it knows nothing of', async () => {
    const { world, holds } = edge();
    world.answer = () => {
      throw AWAY;
    };
    await expect(holds()).rejects.toBe(AWAY);
  });

  it('goes by nothing old when identity answers with anything else', async () => {
    const { world, holds } = edge();
    await holds();
    const broken = new Error('broken');
    world.answer = () => {
      throw broken;
    };
    world.now = 60_000;
    await expect(holds()).rejects.toBe(broken);
  });
});
