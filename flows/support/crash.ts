import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from './system.js';

/**
 * Runs `scenario` once with the platform noting each crash point it passes; the points, in order of first passage. Nobody
 * keeps this list by hand.
 */
export async function pointsPassed(system: System, scenario: () => Promise<void>): Promise<string[]> {
  const log = join(system.dir, 'crash-points.log');
  await system.kill9();
  await system.up({ NAVETTE_CRASH_LOG: log });
  // What is passed while starting is not of the scenario.
  const before = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  await scenario();
  const points = readFileSync(log, 'utf8').slice(before).split('\n').filter((line) => line !== ''); // prettier-ignore
  rmSync(log);
  return [...new Set(points)];
}

/**
 * Runs `scenario` with a SIGKILL at `point`, starts the process again as soon as it is dead, and lets the scenario end.
 * `scenario` must go on asking through the interruption, as a client does.
 * @returns whether the point was hit.
 */
export async function killedAt(system: System, point: string, scenario: () => Promise<void>): Promise<boolean> {
  const armed = join(system.dir, 'crash-armed');
  await system.kill9();
  await system.up({ NAVETTE_CRASH_AT: `${point}:1`, NAVETTE_CRASH_WHILE: armed });
  writeFileSync(armed, '');
  let hit = false;
  const replaced = system.ended().then(async (how) => {
    rmSync(armed, { force: true });
    hit = how === 'SIGKILL';
    if (hit) await system.up();
  });
  await scenario();
  // A point after the last effect may be passed a moment after the scenario saw that effect.
  await Promise.race([replaced, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  rmSync(armed, { force: true });
  return hit;
}
