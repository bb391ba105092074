import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Exit } from '../lib/exit.mjs';
import { holderOf, takeLock } from '../lib/lock.mjs';
import { identify } from '../lib/processes.mjs';
import { deadProcess, idleProcess, temporaryFolder } from './_helpers.mjs';

describe('the lock of a checkout', () => {
  let folder = temporaryFolder();
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  const heldBy = (holder) =>
    writeFileSync(join(folder.dir, 'up.lock'), JSON.stringify({ ...holder, command: 'up', since: 'yesterday' }));

  test('is taken, refused to another with code 4 and the holder named, and given back', () => {
    const lock = takeLock('up', { dir: folder.dir });
    expect(() => takeLock('up', { dir: folder.dir })).toThrow(
      expect.objectContaining({ code: Exit.held, message: expect.stringContaining(`pid ${process.pid}`) }),
    );
    lock.release();
    expect(holderOf('up', folder.dir)).toBeNull();
  });

  test('left by a dead process is taken over', () => {
    heldBy(deadProcess());
    takeLock('up', { dir: folder.dir });
    expect(holderOf('up', folder.dir)?.pid).toBe(process.pid);
  });

  test('left by a process whose number another one has by now is taken over', () => {
    heldBy({ pid: process.ppid, startTime: `${identify(process.ppid).startTime}0` });
    takeLock('up', { dir: folder.dir });
    expect(holderOf('up', folder.dir)?.pid).toBe(process.pid);
  });

  test('that is not readable is taken over', () => {
    writeFileSync(join(folder.dir, 'up.lock'), 'half a li');
    takeLock('up', { dir: folder.dir });
    expect(holderOf('up', folder.dir)?.pid).toBe(process.pid);
  });

  test('handed over stays held for as long as the other process lives', async () => {
    const other = await idleProcess();
    const lock = takeLock('up', { dir: folder.dir });
    lock.handOver(other.id);
    lock.release();
    expect(holderOf('up', folder.dir)).toMatchObject({ pid: other.id.pid, detached: true });
    await other.end();
    expect(holderOf('up', folder.dir)).toBeNull();
  });
});
