import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, envName, port, readConfig, serviceVariables, sharedVariables, text, url } from './config.js';

const VARIABLES = {
  NAVETTE_PROBE_PORT: { schema: port, about: 'port of the probe' },
  NAVETTE_PROBE_URL: { schema: url, about: 'address of the probe' },
  NAVETTE_PROBE_PASSWORD: { schema: text, about: 'password of the probe', secret: true },
  NAVETTE_PROBE_LEVEL: { schema: z.enum(['low', 'high']).default('low'), about: 'level of the probe' },
};
const GOOD = { NAVETTE_PROBE_PORT: '8080', NAVETTE_PROBE_URL: 'http://localhost', NAVETTE_PROBE_PASSWORD: 'secret' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'navette-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(VARIABLES, env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

describe('configuration', () => {
  it('is read with its types and defaults', () => {
    expect(readConfig(VARIABLES, GOOD)).toEqual({
      NAVETTE_PROBE_PORT: 8080,
      NAVETTE_PROBE_URL: 'http://localhost',
      NAVETTE_PROBE_PASSWORD: 'secret',
      NAVETTE_PROBE_LEVEL: 'low',
    });
  });

  it('is refused with everything wrong at once, each with what it is for', () => {
    const problems = problemsOf({
      NAVETTE_PROBE_PORT: '70000',
      NAVETTE_PROBE_URL: 'nowhere',
      NAVETTE_PROBE_LEVEL: 'middle',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(Object.keys(VARIABLES));
    expect(problems[0]).toContain('(port of the probe)');
    expect(() => readConfig(VARIABLES, {})).toThrow(/^configuration refused:\n {2}NAVETTE_PROBE_PORT/);
  });

  it('takes a variable set to nothing for one that is not set', () => {
    expect(problemsOf({ ...GOOD, NAVETTE_PROBE_PORT: '' })).toHaveLength(1);
    expect(readConfig(VARIABLES, { ...GOOD, NAVETTE_PROBE_LEVEL: '' }).NAVETTE_PROBE_LEVEL).toBe('low');
  });

  it('takes a secret from a file, without its last line break', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'from a file\n');
    const { NAVETTE_PROBE_PASSWORD: _unused, ...env } = GOOD;
    const read = readConfig(VARIABLES, { ...env, NAVETTE_PROBE_PASSWORD_FILE: file });
    expect(read.NAVETTE_PROBE_PASSWORD).toBe('from a file');
  });

  it('says which file of a secret cannot be read, and never a secret itself', () => {
    const problems = problemsOf({ ...GOOD, NAVETTE_PROBE_PASSWORD_FILE: join(folder, 'missing') });
    expect(problems[0]).toMatch(/^NAVETTE_PROBE_PASSWORD_FILE: ENOENT/);
    expect(problemsOf({ ...GOOD, NAVETTE_PROBE_URL: 'x' }).join()).not.toContain('secret');
  });

  it('takes no file for what is no secret', () => {
    const file = join(folder, 'port');
    writeFileSync(file, '1');
    const { NAVETTE_PROBE_PORT: _unused, ...env } = GOOD;
    expect(problemsOf({ ...env, NAVETTE_PROBE_PORT_FILE: file })).toHaveLength(1);
  });

  it('takes the addresses of a NATS cluster, and none that is no address', () => {
    const { NAVETTE_NATS_URL } = sharedVariables;
    const read = (list: string) => readConfig({ NAVETTE_NATS_URL }, { NAVETTE_NATS_URL: list });
    const list = 'nats://u:p@one:4222,nats://two:4222';
    expect(read(list)).toEqual({ NAVETTE_NATS_URL: list });
    expect(() => read('nats://one:4222,two')).toThrow('must be a URL, or several with commas between');
  });

  it('says of each variable of a service what it is for', () => {
    for (const variables of [serviceVariables('device-gateway', true), sharedVariables]) {
      for (const { about } of Object.values(variables)) expect(about.length).toBeGreaterThan(10);
    }
    expect(Object.keys(serviceVariables('device-gateway', true))).toContain('NAVETTE_DEVICE_GATEWAY_DATABASE_URL');
    expect(Object.keys(serviceVariables('api', false))).not.toContain('NAVETTE_API_DATABASE_URL');
    expect(envName('device-gateway')).toBe('DEVICE_GATEWAY');
  });
});
