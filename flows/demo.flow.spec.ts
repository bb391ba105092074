import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** `./navette up` and `./navette demo` as a user types them, in a folder of their own. */
const state = mkdtempSync(join(process.env['NAVETTE_TEST_DIR'] ?? tmpdir(), 'demo-'));

function navette(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('./navette', args, {
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', NAVETTE_STATE_DIR: state, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })));
}

beforeAll(async () => {
  const { code, stderr } = await navette('up', '--detach', '--yes');
  if (code !== 0) throw new Error(`up ended with ${code}:\n${stderr}`);
}, 240_000);
afterAll(async () => {
  await navette('reset', '--yes');
  rmSync(state, { recursive: true, force: true });
}, 60_000);

describe('ST-24 the demo carries records through the whole line', () => {
  it('ends with every check passed, and the same run again changes nothing', async () => {
    const first = await navette('demo', 'main-line', '--limit', '20', '--run', 'flow', '--json');
    expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({ code: 0, stderr: '' });
    const figure = JSON.parse(first.stdout.trim().split('\n').at(-1) as string) as Record<string, unknown>;
    expect(figure).toMatchObject({
      figure: 'main-line',
      records: 20,
      refused: [],
      files: 20,
      doubleAllocated: 0,
      mails: 20,
      stockMatchesMovements: true,
      deadLetters: 0,
    });
    expect(figure['debit']).toBe(figure['credit']);
    const again = await navette('demo', 'main-line', '--limit', '20', '--run', 'flow', '--json');
    const { seconds: _first, ...before } = figure;
    const { seconds: _again, ...after } = JSON.parse(again.stdout.trim().split('\n').at(-1) as string) as Record<string, unknown>; // prettier-ignore
    expect(after).toEqual(before);
  }, 300_000);

  it.each([
    ['double-mail', 'one-mail-per-file'],
    ['skip-inbox', 'allocated-once'],
    ['lose-movement', 'stock-is-its-movements'],
    ['drop-reply', 'sagas-ended'],
  ])(
    'notices what --sabotage %s breaks, by name',
    async (sabotage, check) => {
      const run = sabotage.replace('-', '').slice(0, 12);
      const { code, stdout, stderr } = await navette('demo', 'main-line', '--limit', '4', '--run', run, '--sabotage', sabotage, '--patience', '20'); // prettier-ignore
      expect(code).toBe(1);
      expect(stdout + stderr).toContain(check);
    },
    300_000,
  );
});
