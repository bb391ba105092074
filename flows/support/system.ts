import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, testServers, type ServerAddress } from '@navette/testing';
import pg from 'pg';
import { environment, servicePorts } from '../../tools/dev/environment.mjs';
import { secrets } from '../../tools/dev/secrets.mjs';
import { declareUsers, freePort } from '../../tools/dev/servers/index.mjs';
import { appsToRun, services, variablePart } from '../../tools/dev/services.mjs';

export interface SystemOptions {
  /** One process per service. */
  readonly separate?: boolean;
  /** The run's shared servers unless given: a spec that kills servers brings its own. */
  readonly servers?: Record<'postgres' | 'nats' | 'redis' | 'smtp', ServerAddress>;
  /** More variables for the services. */
  readonly env?: Record<string, string>;
  readonly consumers?: number;
  readonly parts?: number;
  /** How a role (a service, `solo`, `migrate`, `nats-users`, `seed`) is started; from this checkout's compiled code unless given. */
  readonly launch?: Launch;
}

export type Launch = (role: string) => { readonly program: string; readonly args: readonly string[] } & SpawnOptions;

const fromCheckout: Launch = (role) => {
  const script = ['migrate', 'nats-users', 'seed'].includes(role) ? `solo/dist/${role}.js` : `${role}/dist/main.js`;
  return { program: process.execPath, args: [`apps/${script}`] };
};

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs read answers of many shapes
  readonly body: any;
  /** The header of a refusal that will pass: seconds. */
  readonly retryAfter?: string;
}

/** What the edge or the gateway answered, a body of JSON read. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    ...(retryAfter !== null && { retryAfter }),
  };
}

/** What an edit starts from. */
export interface Seen {
  readonly id: string;
  readonly version: string;
}

export interface StoredMail {
  readonly seq: number;
  readonly to: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The whole suite in processes of its own, on databases, roles and streams under a prefix of its own. */
export class System {
  readonly #children = new Map<string, ChildProcess>();
  readonly #given = new Map<string, Readonly<Record<string, string>>>();
  readonly #databases = new Map<string, pg.Client>();
  #token = '';
  #station = 'LIL';
  /** What requests say they continue, as those of a page would; none unless set. */
  traceparent = '';

  private constructor(
    readonly env: Record<string, string>,
    readonly servers: Record<'postgres' | 'nats' | 'redis' | 'smtp', ServerAddress>,
    readonly dir: string,
    private readonly separate: boolean,
    private readonly launch: Launch,
  ) {}

  static async start(options: SystemOptions = {}): Promise<System> {
    const dir = mkdtempSync(join(process.env['NAVETTE_TEST_DIR'] ?? tmpdir(), 'flow-'));
    const servers = options.servers ?? testServers();
    const ports: Record<string, number> = {};
    for (const name of servicePorts()) ports[name] = await freePort();
    const prefix = `f${randomBytes(4).toString('hex')}`;
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      ...environment({ servers: servers as never, secrets: secrets(join(dir, 'secrets.json')), ports, prefix }),
      NAVETTE_LOG_LEVEL: process.env['NAVETTE_LOG_LEVEL'] ?? 'warn',
      // A killed process is replaced at once here: nobody waits for a dead one.
      NAVETTE_TAKEOVER_SECONDS: '2',
      NAVETTE_SEED_CONSUMERS: String(options.consumers ?? 30),
      NAVETTE_SEED_PARTS: String(options.parts ?? 200),
      ...options.env,
    };
    const system = new System(env, servers, dir, options.separate ?? false, options.launch ?? fromCheckout);
    if (servers.nats.userFolders) await declareUsers(servers.nats, prefix, await system.#natsUsers());
    await system.#script('migrate');
    await system.#script('seed');
    await system.up();
    return system;
  }

  /** Starts what does not run, and waits until every service is ready. `env` and `separate` are for this start alone. */
  async up(env: Record<string, string> = {}, separate = this.separate): Promise<void> {
    for (const app of appsToRun(separate)) if (!this.#children.has(app)) this.#spawn(app, env);
    await this.ready();
  }

  /**
   * Starts all services once more, in a process named `copy`, on ports of its own; requests still go to the first ones.
   * Answers the address of the copy of `stock`.
   */
  async startCopy(): Promise<string> {
    const ports: Record<string, string> = {};
    for (const name of servicePorts()) {
      ports[`NAVETTE_${variablePart(name.replace('.', '_'))}_PORT`] = String(await freePort());
    }
    this.#spawn('copy', ports, 'solo');
    const stock = `http://127.0.0.1:${ports['NAVETTE_STOCK_HTTP_PORT']}`;
    const ready = () => fetch(`${stock}/readyz`).then(({ ok }) => ok || undefined, () => undefined); // prettier-ignore
    await eventually(ready, { timeoutMs: 60_000, everyMs: 50 });
    return stock;
  }

  async ready(): Promise<void> {
    await eventually(
      async () => {
        const answers = await Promise.all(
          services.map(({ name }) => fetch(`${this.url(name)}/readyz`).then((answer) => answer.ok, () => false)), // prettier-ignore
        );
        return answers.every(Boolean) ? true : undefined;
      },
      { timeoutMs: 300_000, everyMs: 50 },
    );
  }

  /** Resolves when a process ends by itself (a crash point was hit). */
  async ended(app = 'solo'): Promise<NodeJS.Signals | number | null> {
    const child = this.#children.get(app);
    if (child === undefined) return null;
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
    if (this.#children.get(app) === child) this.#children.delete(app);
    return child.signalCode ?? child.exitCode;
  }

  running(app = 'solo'): boolean {
    const child = this.#children.get(app);
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** The processes that the services run in. */
  get apps(): readonly string[] {
    return appsToRun(this.separate);
  }

  /** The process in which a service runs. */
  appOf(service: string): string {
    return this.separate ? service : 'solo';
  }

  async kill9(app = 'solo'): Promise<void> {
    this.#children.get(app)?.kill('SIGKILL');
    await this.ended(app);
  }

  /** Asks a process to end, and tells how it did. */
  async terminate(app = 'solo'): Promise<NodeJS.Signals | number | null> {
    this.#children.get(app)?.kill('SIGTERM');
    return this.ended(app);
  }

  async stop(): Promise<void> {
    for (const child of this.#children.values()) child.kill('SIGTERM');
    await Promise.all([...this.#children.keys()].map((app) => this.ended(app)));
    for (const client of this.#databases.values()) await client.end().catch(() => undefined);
    this.#databases.clear();
  }

  /** Stops, and removes databases, roles and files. */
  async remove(): Promise<void> {
    await this.stop();
    await this.#script('migrate', '--drop');
    rmSync(this.dir, { recursive: true, force: true });
  }

  url(service: string): string {
    return this.env[`NAVETTE_${variablePart(service)}_HTTP_URL`] as string;
  }

  /** A request to the edge as the demo user. */
  async api(
    method: string,
    path: string,
    body?: unknown,
    options: { token?: string; key?: string; type?: string; seen?: Seen } = {},
  ): Promise<Answer> {
    if (options.token === undefined && this.#token === '') this.#token = await this.signIn();
    const type = options.type ?? 'application/json';
    const response = await fetch(`${this.url('api')}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.token ?? this.#token}`,
        'idempotency-key': options.key ?? randomUUID(),
        ...this.traced(),
        ...(options.seen && { 'if-match': `"${options.seen.id}.${options.seen.version}"` }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body: type === 'application/json' ? JSON.stringify(body) : (body as string) }),
    });
    const answer = await answerOf(response);
    if (answer.status === 401 && options.token === undefined) {
      // Access tokens live five minutes; a long flow signs in again.
      this.#token = await this.signIn();
      return this.api(method, path, body, options);
    }
    return answer;
  }

  traced(): Record<string, string> {
    return this.traceparent === '' ? {} : { traceparent: this.traceparent };
  }

  /**
   * As a client that does not give up: the same key until an answer comes that is one.
   * @throws Error when it is a refusal
   */
  async done(
    method: string,
    path: string,
    body: unknown = {},
    { key = randomUUID(), ...seen }: { key?: string; seen?: Seen } = {},
  ): Promise<Answer['body']> {
    return this.#answered(`${method} ${path}`, () => this.api(method, path, body, { key, ...seen }));
  }

  /** What the edge shows at `path`; asked again while a service is just back. */
  async read(path: string): Promise<Answer['body']> {
    return this.#answered(`GET ${path}`, () => this.api('GET', path));
  }

  async #answered(what: string, ask: () => Promise<Answer>): Promise<Answer['body']> {
    const { status, body } = await eventually(
      async () => {
        const answer = await ask();
        return answer.status === 503 || answer.status === 500 ? undefined : answer;
      },
      { timeoutMs: 90_000, everyMs: 100 },
    );
    if (status >= 300) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** A token for five minutes from now, whether identity is there or not. */
  async renewToken(): Promise<void> {
    this.#token = await this.signIn();
  }

  /** Code of the station that requests are made in; LIL unless told otherwise. */
  get station(): string {
    return this.#station;
  }

  async workIn(station: string): Promise<void> {
    this.#station = station;
    await this.renewToken();
  }

  async signIn(station = this.#station): Promise<string> {
    const { status, body } = await patiently(() => this.askToSignIn(station));
    if (status >= 300) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
    return body.accessToken as string;
  }

  async askToSignIn(station = this.#station, login = this.env['NAVETTE_SEED_USER_LOGIN']): Promise<Answer> {
    const answer = await fetch(`${this.url('api')}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        login,
        password: this.env['NAVETTE_SEED_USER_PASSWORD'],
        station,
      }),
    });
    return answerOf(answer);
  }

  /** A superuser's connection to a service's database. */
  async database(service: string): Promise<pg.Client> {
    const known = this.#databases.get(service);
    if (known !== undefined) return known;
    const admin = new URL(this.servers.postgres.url);
    admin.pathname = new URL(this.env[`NAVETTE_${variablePart(service)}_DATABASE_URL`] as string).pathname;
    const client = new pg.Client({ connectionString: admin.href });
    client.on('error', () => this.#databases.delete(service));
    await client.connect();
    this.#databases.set(service, client);
    return client;
  }

  async rows<T extends object>(service: string, sql: string, params: unknown[] = []): Promise<T[]> {
    return (await (await this.database(service)).query<T>(sql, params)).rows;
  }

  /** Messages that no relay has published yet and timers that are due (a mail is one), over all services. */
  async pending(): Promise<number> {
    const sql = `select (select count(*) from outbox where published_at is null)
      + (select count(*) from timer where due_at <= now() and parked_at is null) as n`;
    const counts = await Promise.all(
      services.filter(({ database }) => database).map(({ name }) => this.rows<{ n: string }>(name, sql)),
    );
    return counts.reduce((sum, [row]) => sum + Number(row?.n ?? 0), 0);
  }

  /** Mails the SMTP server has stored for a recipient. */
  mailsTo(recipient: string): StoredMail[] {
    const index = join(this.servers.smtp.store as string, 'index.ndjson');
    if (!existsSync(index)) return [];
    const lines = readFileSync(index, 'utf8').split('\n').filter((line) => line !== ''); // prettier-ignore
    return lines.map((line) => JSON.parse(line) as StoredMail).filter(({ to }) => to.includes(recipient));
  }

  mailText(seq: number): string {
    return readFileSync(join(this.servers.smtp.store as string, `${seq}.eml`), 'utf8');
  }

  /** What the services have logged. */
  log(app = 'solo'): string {
    const file = join(this.dir, `${app}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** The variables that what runs was started with, beside those of all. */
  given(app = 'solo'): Readonly<Record<string, string>> {
    return this.#given.get(app) ?? {};
  }

  /** Process id of what runs. */
  pid(app = 'solo'): number | undefined {
    return this.#children.get(app)?.pid;
  }

  #spawn(app: string, env: Record<string, string>, role = app): void {
    const log = openSync(join(this.dir, `${app}.log`), 'a');
    const { program, args, ...options } = this.launch(role);
    const child = spawn(program, args, { ...options, env: { ...this.env, ...env }, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#children.set(app, child);
    this.#given.set(app, env);
  }

  async #natsUsers(): Promise<{ user: string; password: string }[]> {
    const { program, args, ...options } = this.launch('nats-users');
    const { stdout } = await promisify(execFile)(program, [...args], { ...options, env: this.env });
    return (JSON.parse(String(stdout)) as { users: { user: string; password: string }[] }).users;
  }

  async #script(name: string, ...args: string[]): Promise<void> {
    const log = openSync(join(this.dir, 'setup.log'), 'a');
    const { program, args: own, ...options } = this.launch(name);
    const child = spawn(program, [...own, ...args], { ...options, env: this.env, stdio: ['ignore', log, log] });
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    closeSync(log);
    if (code !== 0)
      throw new Error(`${name} ended with ${code}:\n${readFileSync(join(this.dir, 'setup.log'), 'utf8')}`);
  }
}

/** As a client that does not give up while nobody answers. */
export function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  const asked = async () => {
    const answer = await ask();
    return answer.status === 503 ? undefined : answer;
  };
  return eventually(asked, { timeoutMs: 90_000, everyMs: 100 });
}
