import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from './system.js';

/** What a crash test does: `prepare` undisturbed, then `act`, which must go on through an interruption as a client does. */
export interface Scenario<T> {
  readonly prepare: () => Promise<T>;
  readonly act: (prepared: T) => Promise<void>;
}

/**
 * Runs a scenario once with the platform noting each crash point that `act` passes; the points, in order of first passage.
 * Nobody keeps this list by hand.
 */
export async function pointsPassed<T>(system: System, scenario: Scenario<T>): Promise<string[]> {
  const log = join(system.dir, 'crash-points.log');
  await system.kill9();
  await system.up({ NAVETTE_CRASH_LOG: log });
  const prepared = await scenario.prepare();
  const before = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  await scenario.act(prepared);
  const points = readFileSync(log, 'utf8').slice(before).split('\n').filter((line) => line !== ''); // prettier-ignore
  rmSync(log);
  return [...new Set(points)];
}

/**
 * Runs a scenario with a SIGKILL at `point`, starts the process again as soon as it is dead, and lets `act` end.
 * @returns whether the point was hit, and what was prepared.
 */
export async function killedAt<T>(
  system: System,
  point: string,
  scenario: Scenario<T>,
): Promise<{ hit: boolean; prepared: T }> {
  const armed = join(system.dir, 'crash-armed');
  await system.kill9();
  await system.up({ NAVETTE_CRASH_AT: `${point}:1`, NAVETTE_CRASH_WHILE: armed });
  const prepared = await scenario.prepare();
  writeFileSync(armed, '');
  let hit = false;
  const replaced = system.ended().then(async (how) => {
    rmSync(armed, { force: true });
    hit = how === 'SIGKILL';
    if (hit) await system.up();
  });
  await scenario.act(prepared);
  // A point after the last effect may be passed a moment after `act` saw that effect.
  await Promise.race([replaced, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  rmSync(armed, { force: true });
  return { hit, prepared };
}
