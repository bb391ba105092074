import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inRoot } from '../../dev/lib/paths.mjs';
import { operated } from '../edge.mjs';

const [first, second] = operated;
const SAGA = {
  id: 's1',
  type: 'order-receipt-to-allocation',
  correlationKey: 'receipt',
  state: 'allocating',
  status: 'needs_operator',
  startedAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-02T00:00:00Z',
  deadlineAt: '',
  problem: 'platform.saga.unanswered',
  items: [{ key: 'a1', participant: 'confirm_file', state: 'open', requestId: 'r1', deadlineAt: '', asked: 4 }],
  history: [{ at: '2026-01-01T00:00:00Z', state: 'allocating', what: 'started' }],
};
const LETTER = {
  id: 'd1',
  consumer: 'stock__needs',
  messageId: 'm1',
  messageType: 'navette.interventions.v1.PartsNeeded',
  stationId: '',
  error: 'Error: boom',
  failures: 6,
  state: 'open',
  createdAt: '2026-01-01T00:00:00Z',
};

let server;
let dir;
let requests;
let away;

/** Answers as the edge would: one saga and one dead letter, both of the second service. */
function answer({ method, url, headers, body }) {
  const { pathname, searchParams } = new URL(url, 'http://edge');
  if (pathname === '/api/v1/session') {
    const known = body.login === 'anne' && body.password === 'secret';
    return known ? [201, { accessToken: 'token' }] : [401, { title: 'Wrong login or password.' }];
  }
  if (headers.authorization !== 'Bearer token') return [401, { title: 'You are not signed in.' }];
  const [, , , , service, what, id, action] = pathname.split('/');
  if (service === away) return [503, { title: `The “${service}” service is not answering.` }];
  const one = what === 'sagas' ? SAGA : LETTER;
  if (id === undefined) {
    const wanted = searchParams.get('status') ?? one.status;
    const rows = service === second && wanted === one.status ? [one] : [];
    return [200, what === 'sagas' ? { sagas: rows } : { deadLetters: rows }];
  }
  if (service !== second || id !== one.id) return [404, { title: `No saga has the id ${id}.` }];
  return [method === 'POST' ? 201 : 200, action === undefined ? one : { ...one, status: 'running', state: action }];
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'navette-operations-'));
  server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
      requests.push({ method, url, body });
      const [status, content] = answer({ method, url, headers, body });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  requests = [];
  away = undefined;
  runFile('secret');
});

function runFile(password) {
  const api = `http://127.0.0.1:${server.address().port}/api/v1`;
  writeFileSync(join(dir, 'run.json'), JSON.stringify({ api, signIn: { login: 'anne', password } }));
}

function navette(command, ...args) {
  const env = { ...process.env, NODE_OPTIONS: '', NAVETTE_STATE_DIR: dir };
  const child = spawn(process.execPath, [inRoot('tools', command, 'main.mjs'), ...args], { env });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => (output[stream] += chunk));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...output })));
}

describe('ST-24 ./navette sagas', () => {
  it('lists those of every service, in columns', async () => {
    const { status, stdout } = await navette('sagas', 'list');
    expect(status).toBe(0);
    const [head, row, ...more] = stdout.trimEnd().split('\n');
    expect(more).toEqual([]);
    expect(row.indexOf('s1')).toBe(head.indexOf('ID'));
    expect(row.indexOf('needs_operator')).toBe(head.indexOf('STATUS'));
    const asked = requests.slice(1).map(({ url }) => url);
    expect(asked).toHaveLength(operated.length);
  });

  it('lists those of one service or status, as JSON', async () => {
    const { status, stdout } = await navette(
      'sagas',
      'list',
      '--service',
      second,
      '--status',
      'needs_operator',
      '--json',
    );
    expect({ status, out: JSON.parse(stdout) }).toEqual({ status: 0, out: { sagas: [{ service: second, ...SAGA }] } });
    expect(requests[1].url).toBe(`/api/v1/operations/${second}/sagas?limit=50&status=needs_operator`);
    const none = await navette('sagas', 'list', '--status', 'done');
    expect(none).toEqual({ status: 0, stdout: '', stderr: 'none\n' });
  });

  it('shows one, wherever it is, with its items and history', async () => {
    const { status, stdout } = await navette('sagas', 'show', 's1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^service +\S+$/m);
    expect(stdout).toMatch(/ITEMS\nKEY +STEP +STATE +ASKED .*\na1 +confirm_file +open +4 /);
    expect(stdout).toMatch(/HISTORY\nAT +STATE +WHAT\n.* allocating +started/);
  });

  it('retries and resolves', async () => {
    expect(await navette('sagas', 'retry', 's1')).toMatchObject({ status: 0 });
    expect(requests.at(-1)).toMatchObject({ method: 'POST', url: `/api/v1/operations/${second}/sagas/s1/retry` });
    const { status } = await navette(
      'sagas',
      'resolve',
      's1',
      '--outcome',
      'done',
      '--note',
      'by phone',
      '--item',
      'a1',
    );
    expect(status).toBe(0);
    expect(requests.at(-1)).toMatchObject({
      url: `/api/v1/operations/${second}/sagas/s1/resolve`,
      body: { outcome: 'done', note: 'by phone', itemKeys: ['a1'] },
    });
  });

  it('fails on an unknown id with what the API said, and on one that cannot be known', async () => {
    const unknown = await navette('sagas', 'show', 's2');
    expect(unknown).toEqual({ status: 1, stdout: '', stderr: 'navette: No saga has the id s2.\n' });
    away = first;
    const unsure = await navette('sagas', 'show', 's2');
    expect(unsure).toMatchObject({ status: 1, stderr: expect.stringContaining('is not answering') });
    expect(await navette('sagas', 'show', 's1')).toMatchObject({ status: 0 });
  });

  it('lists what it can when a service is away, and says so', async () => {
    away = first;
    const { status, stdout, stderr } = await navette('sagas', 'list');
    expect(status).toBe(1);
    expect(stdout).toContain('s1');
    expect(stderr).toContain(`${first} is left out`);
  });

  it.each([
    [[], 'Accepted: list, show, retry, resolve.'],
    [['burn'], 'burn is unknown. Accepted: list, show, retry, resolve.'],
    [['list', '--status', 'odd'], 'Accepted: running, done, compensated, needs_operator.'],
    [['list', '--service', 'odd'], `Accepted: ${first}, `],
    [['list', '--limit', '0'], 'not a number from 1 to 200'],
    [['show'], 'say the id'],
    [['show', 's1', 's2'], 'unexpected argument s2'],
    [['resolve', 's1', '--outcome', 'done'], 'say --outcome CODE and --note TEXT'],
  ])('%j is wrong usage: code 2, before anything is asked', async (args, sentence) => {
    const { status, stdout, stderr } = await navette('sagas', ...args);
    expect({ status, stdout, asked: requests }).toEqual({ status: 2, stdout: '', asked: [] });
    expect(stderr).toContain(sentence);
  });

  it('says when nothing runs, and when the sign-in is refused', async () => {
    runFile('wrong');
    expect(await navette('sagas', 'list')).toMatchObject({ status: 1, stderr: 'navette: Wrong login or password.\n' });
    rmSync(join(dir, 'run.json'));
    expect(await navette('sagas', 'list')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('nothing runs'),
    });
  });
});

describe('ST-24 ./navette dead-letters', () => {
  it('lists, shows, retries and resolves', async () => {
    expect((await navette('dead-letters', 'list')).stdout).toMatch(/^SERVICE .*\n\S+ +d1 +stock__needs /);
    expect((await navette('dead-letters', 'show', 'd1')).stdout).toContain('none that can be told');
    expect(await navette('dead-letters', 'retry', 'd1')).toMatchObject({ status: 0 });
    const done = await navette('dead-letters', 'resolve', 'd1', '--outcome', 'resolved', '--note', 'sent by hand');
    expect(done).toMatchObject({ status: 0 });
    expect(requests.at(-1)).toMatchObject({
      url: `/api/v1/operations/${second}/dead-letters/d1/resolve`,
      body: { note: 'sent by hand' },
    });
  });

  it('wants a reason', async () => {
    const { status, stderr } = await navette('dead-letters', 'resolve', 'd1', '--outcome', 'resolved');
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('--note TEXT') });
  });
});
