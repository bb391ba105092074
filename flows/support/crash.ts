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
 * @returns the points, process by process in order of first passage, and those that the second time were not passed
 */
export async function killedAtEach<T>(
  system: System,
  scenario: Scenario<T>,
  check: (prepared: T, point: string) => Promise<void>,
): Promise<{ points: string[]; neverHit: string[] }> {
  const points = await pointsPassed(system, scenario);
  // Told while it runs: nothing takes longer.
  process.stderr.write(`    ${points.length} points\n`);
  const neverHit: string[] = [];
  for (const [index, point] of points.entries()) {
    const next = points[index + 1] ?? point;
    const { hit, prepared } = await killedAt(system, { point, next }, scenario);
    if (!hit) neverHit.push(point);
    await check(prepared, point);
  }
  return { points, neverHit };
}

async function pointsPassed<T>(system: System, scenario: Scenario<T>): Promise<string[]> {
  const log = join(system.dir, 'crash-points.log');
  for (const app of system.apps) await system.kill9(app);
  await system.up({ NAVETTE_CRASH_LOG: log });
  const prepared = await scenario.prepare();
  await settled(system);
  const before = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  await scenario.act(prepared);
  // What comes after the last effect (an acknowledgement, a mark) is a point, too.
  await settled(system);
  const points = readFileSync(log, 'utf8').slice(before).split('\n').filter((line) => line !== ''); // prettier-ignore
  const apps = system.apps;
  return [...new Set(points)].sort((a, b) => apps.indexOf(appOf(system, a)) - apps.indexOf(appOf(system, b)));
}

/** The process that passes a point. */
function appOf(system: System, point: string): string {
  return system.appOf(point.split('/')[0] as string);
}

/**
 * Runs a scenario with a SIGKILL at `point`, starts the process again as soon as it is dead, and lets `act` end. What is
 * started again is to die at the `next` point: each start serves twice.
 */
async function killedAt<T>(
  system: System,
  { point, next }: { point: string; next: string },
  scenario: Scenario<T>,
): Promise<{ hit: boolean; prepared: T }> {
  const app = appOf(system, point);
  const armed = join(system.dir, 'crash-armed');
  const dieAt = (one: string) => ({ NAVETTE_CRASH_AT: `${one}:1`, NAVETTE_CRASH_WHILE: armed });
  if (system.given(app)['NAVETTE_CRASH_AT'] !== dieAt(point).NAVETTE_CRASH_AT) {
    await system.kill9(app);
    await system.up(dieAt(point));
  }
  const prepared = await scenario.prepare();
  await settled(system);
  writeFileSync(armed, '');
  let hit = false;
  const replaced = system.ended(app).then(async (how) => {
    hit = existsSync(armed) && how === 'SIGKILL';
    rmSync(armed, { force: true });
    await system.up(dieAt(next));
  });
  await scenario.act(prepared);
  // A point after the last effect is passed a moment later, if at all.
  await settled(system);
  await Promise.race([replaced, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  if (existsSync(armed)) {
    rmSync(armed, { force: true });
    await system.kill9(app);
  }
  await replaced;
  return { hit, prepared };
}

/** Resolves when all outboxes are empty, no timer is due, all that was published is handled, and nothing came of that. */
export async function settled(system: System): Promise<void> {
  const bus = await BusWitness.open(system);
  try {
    await eventually(
      async () => {
        if ((await system.pending()) > 0) return undefined;
        await bus.quiet();
        return (await system.pending()) === 0 ? true : undefined;
      },
      { timeoutMs: 180_000, everyMs: 50 },
    );
  } finally {
    await bus.close();
  }
}
