import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { testServers } from '@navette/testing';
import { measureFloor } from '../floor.mjs';

describe('the floor', () => {
  test('is measured on real servers: every figure there, positive, and commits with 1, 4 and 16 clients', async () => {
    const { postgres, nats } = testServers();
    const environment = { NAVETTE_ADMIN_DATABASE_URL: postgres.url, NAVETTE_NATS_URL: nats.url };
    const figures = await measureFloor({ environment }, 2, 0.1);
    expect(figures.map(({ figure, clients }) => [figure, clients])).toEqual([
      ['floor.commits_per_s', 1],
      ['floor.commits_per_s', 4],
      ['floor.commits_per_s', 16],
      ['floor.fsync_us', undefined],
      ['floor.bus_rtt_ms', undefined],
      ['floor.grpc_rtt_ms', undefined],
    ]);
    for (const { runs, value } of figures) {
      expect(runs).toHaveLength(2);
      expect(Math.min(...runs)).toBe(value);
      expect(value).toBeGreaterThan(0);
    }
  });
});

describe('./navette bench', () => {
  test.each([
    [
      [],
      'no bench given. Accepted: receipt, allocation-contention, plan, search, catalogue-search, import, price-list, inventory, web, events, floor, footprint.',
    ],
    [
      ['speed'],
      'unknown bench speed. Accepted: receipt, allocation-contention, plan, search, catalogue-search, import, price-list, inventory, web, events, floor, footprint.',
    ],
    [['receipt', '--needs', 'many'], '--needs many is not accepted: whole numbers such as 50,200,1000'],
    [['allocation-contention', '--needs', '100'], '--needs 100 is not accepted: 3 stand on each order'],
    [['events', '--rate', '-5'], 'Accepted: --rate, --seconds, --per-transaction, --runs, --record, --yes, --json.'],
    [['import', '--lines', '200000'], '--lines 200000 is not accepted: 1 to 100000'],
    [['price-list', '--runs', '4'], '--runs 4 is not accepted: 1 to 3'],
    [['inventory', '--lines', '100'], '3 runs of 60 figures are not accepted: 100 lines are too few'],
    [['floor', '--lines', '3'], 'Accepted: --runs, --record, --yes, --json.'],
  ])('%j is wrong usage: code 2, the accepted values on stderr, nothing started', (args, sentence) => {
    const program = new URL('../main.mjs', import.meta.url).pathname;
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }); // prettier-ignore
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
