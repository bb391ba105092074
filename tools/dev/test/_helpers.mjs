import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, startTimeOf } from '../lib/processes.mjs';

/** A folder for one spec, gone after it. */
export function temporaryFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'navette-spec-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A process that does nothing until it is ended. */
export async function idleProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { id: identify(/** @type {number} */ (child.pid)), end: () => (child.kill('SIGKILL'), ended) };
}

/** As a dead run would be noted: a pid that nobody has. */
export function deadProcess() {
  let pid = 4_000_000;
  while (startTimeOf(pid) !== null) pid += 1;
  return { pid, startTime: '1' };
}
