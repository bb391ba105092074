import { readFileSync } from 'node:fs';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** With user and password in it. */
  readonly url: string;
  /** NATS only: where its users are declared. */
  readonly userFolders?: readonly { readonly dir: string; readonly monitorPort: number }[];
  /** SMTP only: folder of the mails received. */
  readonly store?: string;
}

export type TestServers = Readonly<Record<'postgres' | 'nats' | 'redis' | 'smtp', ServerAddress>>;

/** The real servers of this test run (`global-setup.mjs`). */
export function testServers(): TestServers {
  const file = process.env['NAVETTE_TEST_SERVERS'];
  if (file === undefined) throw new Error('no test servers: run by jest.int.config.mjs or jest.flow.config.mjs');
  return JSON.parse(readFileSync(file, 'utf8')) as TestServers;
}
