import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@navette/testing';
import { BusWitness } from './bus.js';
import type { System } from './system.js';

/** What a crash test does: `prepare` undisturbed, then `act`, which must go on through an interruption as a client does. */
export interface Scenario<T> {
  readonly prepare: () => Promise<T>;
  readonly act: (prepared: T) => Promise<void>;
}

/**
 * Runs a scenario once with the platform noting each crash point that `act` passes, then once for each of them with a
 * SIGKILL there; `check` looks at what that left. In separate mode only the service dies whose point it is. Nobody keeps the
 * list by hand.
 * @returns the points, in order of first passage, and those that the second time were not passed
 */
export async function killedAtEach<T>(
  system: System,
  scenario: Scenario<T>,
  check: (prepared: T, point: string) => Promise<void>,
): Promise<{ points: string[]; neverHit: string[] }> {
  const bus = await BusWitness.open(system);
  try {
    const points = await pointsPassed(system, bus, scenario);
    // Told while it runs: nothing takes longer.
    process.stderr.write(`    ${points.length} points\n`);
    const neverHit: string[] = [];
    for (const point of points) {
      const { hit, prepared } = await killedAt(system, bus, point, scenario);
      if (!hit) neverHit.push(point);
      await check(prepared, point);
    }
    return { points, neverHit };
  } finally {
    await bus.close();
  }
}

async function pointsPassed<T>(system: System, bus: BusWitness, scenario: Scenario<T>): Promise<string[]> {
  const log = join(system.dir, 'crash-points.log');
  for (const app of system.apps) await system.kill9(app);
  await system.up({ NAVETTE_CRASH_LOG: log });
  const prepared = await scenario.prepare();
  await settled(system, bus);
  const before = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  await scenario.act(prepared);
  // What comes after the last effect (an acknowledgement, a mark) is a point, too.
  await settled(system, bus);
  const points = readFileSync(log, 'utf8').slice(before).split('\n').filter((line) => line !== ''); // prettier-ignore
  return [...new Set(points)];
}

/** Runs a scenario with a SIGKILL at `point`, starts the process again as soon as it is dead, and lets `act` end. */
async function killedAt<T>(
  system: System,
  bus: BusWitness,
  point: string,
  scenario: Scenario<T>,
): Promise<{ hit: boolean; prepared: T }> {
  const app = system.appOf(point.split('/')[0] as string);
  const armed = join(system.dir, 'crash-armed');
  await system.kill9(app);
  await system.up({ NAVETTE_CRASH_AT: `${point}:1`, NAVETTE_CRASH_WHILE: armed });
  const prepared = await scenario.prepare();
  await settled(system, bus);
  writeFileSync(armed, '');
  let hit = false;
  const replaced = system.ended(app).then(async (how) => {
    rmSync(armed, { force: true });
    hit = how === 'SIGKILL';
    if (hit) await system.up();
  });
  await scenario.act(prepared);
  // A point after the last effect is passed a moment later, if at all.
  await settled(system, bus);
  await Promise.race([replaced, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  rmSync(armed, { force: true });
  if (!system.running(app)) await replaced;
  return { hit, prepared };
}

/** Resolves when all outboxes are empty and all that was published is handled. */
export async function settled(system: System, bus: BusWitness): Promise<void> {
  await eventually(
    async () => ((await system.unpublished()) === 0 ? true : undefined),
    { timeoutMs: 60_000, everyMs: 50 }, // prettier-ignore
  );
  await bus.quiet();
}
