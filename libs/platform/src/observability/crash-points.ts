import { appendFileSync, existsSync } from 'node:fs';

/**
 * Places where a crash test may kill the process. `NAVETTE_CRASH_LOG=<file>` notes each point passed (the dry run lists
 * them, nobody keeps a list by hand); `NAVETTE_CRASH_AT=<point>:<n>` kills the process with SIGKILL at the n-th passage,
 * counted while the file `NAVETTE_CRASH_WHILE` exists, where one is named: what is left over from before is handled again
 * at start, and is not what the test is about.
 */
const log = process.env['NAVETTE_CRASH_LOG'];
const at = parse(process.env['NAVETTE_CRASH_AT']);
const armed = process.env['NAVETTE_CRASH_WHILE'];
let passages = 0;

function parse(setting: string | undefined): { point: string; n: number } | undefined {
  const match = setting === undefined ? null : /^(.+):(\d+)$/.exec(setting);
  return match === null ? undefined : { point: match[1] as string, n: Number(match[2]) };
}

/** Whether points are being collected or hit; lets hot paths skip building the name. */
export const crashPointsOn = log !== undefined || at !== undefined;

export function crashPoint(name: string): void {
  if (!crashPointsOn) return;
  if (log !== undefined) appendFileSync(log, `${name}\n`);
  if (at?.point !== name || (armed !== undefined && !existsSync(armed))) return;
  if (++passages === at.n) process.kill(process.pid, 'SIGKILL');
}
