/** Private servers on 127.0.0.1, for `up`, tests and benchmarks. */

export type ServerKind = 'postgres' | 'nats' | 'redis' | 'smtp';

/** Whether a missing server may be fetched: asked on the terminal, at once, or never. */
export type Install = 'ask' | 'yes' | 'never';

export interface PostgresSettings {
  /** Port preferred; another is chosen if it is taken. */
  port?: number;
  /** Parameters as in postgresql.conf, e.g. `{ fsync: 'off', synchronous_commit: 'off' }`; durable without. */
  config?: Record<string, string | number>;
}

export interface NatsSettings {
  port?: number;
  monitorPort?: number;
  /** A whole `authorization { … }` (or `accounts { … }`) block in place of the one user; then give `user` and `password` too. */
  authorization?: string;
  user?: string;
  password?: string;
  /** A whole `cluster { … }` block; ports for its routes by `freePort`. */
  cluster?: string;
  /** More lines for the configuration file. */
  extra?: string;
  serverName?: string;
  /** `2GB` without. */
  maxFile?: string;
  maxMemory?: string;
  /** `always` or a duration; the server's default without. */
  syncInterval?: string;
}

export interface RedisSettings {
  port?: number;
  config?: Record<string, string | number>;
}

export interface SmtpSettings {
  port?: number;
  /** `550:REGEXP`: recipients that match are refused. */
  refuse?: string[];
  /** `451:REGEXP:TIMES`: each matching recipient is put off that many times. */
  defer?: string[];
  /** Numbers of mails that are stored without an answer: the connection is closed. */
  dropAfterData?: number[];
}

export interface StartOptions<K extends ServerKind = ServerKind> {
  /** Data, passwords and the list of processes; private, kept from start to start. */
  dir: string;
  want: readonly K[];
  settings?: { postgres?: PostgresSettings; nats?: NatsSettings; redis?: RedisSettings; smtp?: SmtpSettings };
  /** `yes` with CI set, `ask` on a terminal, else `never`. */
  install?: Install;
  /** Where NAVETTE_POSTGRES_URL, NAVETTE_NATS_URL and NAVETTE_REDIS_URL are looked up; process.env without. */
  env?: Record<string, string | undefined>;
  /** Folder of the log files, `<dir>/logs` without. */
  logs?: string;
}

/** What another process needs to know of a server; fit for JSON. */
export interface ServerAddress {
  readonly kind: ServerKind;
  readonly origin: 'started' | 'environment' | 'container';
  /** null where it could not be asked. */
  readonly version: string | null;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** With user and password in it. */
  readonly url: string;
  /** Of now, also after a restart; null where the process is not ours. */
  readonly pid: number | null;
  readonly startTime: string | null;
  /** NATS only. */
  readonly monitorPort?: number;
  /** NATS that we started only: where its users are declared; of a cluster one per server. */
  readonly userFolders?: readonly { readonly dir: string; readonly monitorPort: number }[];
  /** SMTP only: the folder with `<seq>.eml` and `index.ndjson`. */
  readonly store?: string;
}

export interface Server extends ServerAddress {
  /** Ends it gently; nothing for one from the environment. Its data stay. */
  stop(): Promise<void>;
  /** SIGKILL. Rejects for one from the environment. */
  kill9(): Promise<void>;
  /** Starts it (again) on the same port and data; resolves when it answers. */
  restart(): Promise<void>;
}

export interface SmtpServer extends Server {
  readonly store: string;
}

export interface ServerTypes {
  postgres: Server;
  nats: Server;
  redis: Server;
  smtp: SmtpServer;
}

/** One line of the SMTP server's `index.ndjson`. */
export interface StoredMail {
  seq: number;
  receivedAt: string;
  from: string;
  to: string[];
  messageId: string | null;
  subject: string | null;
  /** Headers named x-navette-*, lower case. */
  headers: Record<string, string>;
}

export type Servers<K extends ServerKind = ServerKind> = { readonly [Kind in K]: ServerTypes[Kind] } & {
  /** Stops those that we started. */
  stopAll(): Promise<void>;
};

/** Starts servers, or takes those the environment names. All or none: what started is stopped when one fails. */
export function startServers<K extends ServerKind>(options: StartOptions<K>): Promise<Servers<K>>;

/** Finds every server or fetches it, and starts none; throws one error that names all that are missing, and what to do. */
export function requireServers(install?: Install): Promise<void>;

/**
 * Declares the users of one installation, as `nats-users` prints them, beside those of others; resolves when every server
 * knows them. Nothing where the server's users are not ours to declare.
 */
export function declareUsers(
  address: Pick<ServerAddress, 'userFolders'>,
  prefix: string,
  users: readonly { readonly user: string; readonly password: string; readonly permissions?: object }[],
): Promise<void>;

/** Ends what still runs on `dir` and removes data kept outside of it; removing the folder itself is the caller's. */
export function removeServerData(dir: string): Promise<void>;

/**
 * The folder of this test run, `.navette/test-<pid>`; folders of dead runs are removed, with what still runs on them.
 * Data and servers of a test belong inside, at most three folders deep.
 */
export function testFolder(): Promise<{ dir: string; remove(): Promise<void> }>;

/** Notes a process spawned by the caller, so that it is ended with the servers of `dir` should the caller be killed. */
export function noteService(dir: string, name: string, pid: number): void;

/** A port on 127.0.0.1 that is free now, below the range used for outgoing connections. */
export function freePort(preferred?: number): Promise<number>;

/** Addresses alone, as `NAVETTE_TEST_SERVERS` holds them. */
export function addressesOf(servers: Partial<ServerTypes>): Partial<Record<ServerKind, ServerAddress>>;
