import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endNoted, note, readLedger } from '../lib/ledger.mjs';
import { endProcess, isAlive, signalProcess } from '../lib/processes.mjs';
import { idleProcess, temporaryFolder } from './_helpers.mjs';

describe('processes are ended by pid and start time', () => {
  let folder = temporaryFolder();
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  test('a process with the noted start time is ended', async () => {
    const { id } = await idleProcess();
    await endProcess(id);
    expect(isAlive(id)).toBe(false);
  });

  test('another process that has the number by now is left alone', async () => {
    const other = await idleProcess();
    const before = { pid: other.id.pid, startTime: '1' };
    expect(signalProcess(before, 'SIGKILL')).toBe(false);
    await endProcess(before);
    expect(isAlive(other.id)).toBe(true);
    await other.end();
  });

  test('the ledger of a folder ends what it names and nothing else', async () => {
    const [ours, other] = [await idleProcess(), await idleProcess()];
    note(folder.dir, { name: 'ours', ...ours.id });
    note(folder.dir, { name: 'gone', pid: other.id.pid, startTime: '1' });
    expect(await endNoted(folder.dir)).toEqual(['ours']);
    expect([isAlive(ours.id), isAlive(other.id)]).toEqual([false, true]);
    expect(readLedger(folder.dir).processes).toEqual([]);
    await other.end();
  });
});
