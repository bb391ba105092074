import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './launch.mjs';
import { smtpGreeting } from './wire.mjs';

const PROGRAM = fileURLToPath(new URL('../smtp-server.mjs', import.meta.url));

/** Where the mails lie. @param {string} dir */
export const smtpStore = (dir) => join(dir, 'smtp');

/**
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.logFile
 * @param {import('./index.mjs').SmtpSettings} [options.settings]
 */
export async function startSmtp({ dir, logFile, settings = {} }) {
  const store = smtpStore(dir);
  mkdirSync(store, { recursive: true, mode: 0o700 });
  // Said in its greeting: that is how we know it from another server on the same port.
  const name = `navette-${randomBytes(8).toString('hex')}`;
  const faults = [
    ...(settings.refuse ?? []).flatMap((rule) => ['--refuse', rule]),
    ...(settings.defer ?? []).flatMap((rule) => ['--defer', rule]),
    ...(settings.dropAfterData ?? []).flatMap((count) => ['--drop-after-data', String(count)]),
  ];
  return launch(
    {
      name: 'smtp',
      ports: { port: settings.port },
      command: ({ port }) => ({
        program: process.execPath,
        args: [PROGRAM, '--dir', store, '--port', String(port), '--name', name, ...faults],
      }),
      isReady: (_id, { port }) => greetsAs(port ?? 0, name),
      stopSignals: ['SIGTERM'],
    },
    { ledgerDir: dir, logFile },
  );
}

/**
 * @param {number} port
 * @param {string} name
 */
export async function greetsAs(port, name) {
  try {
    return (await smtpGreeting({ host: '127.0.0.1', port })).startsWith(`220 ${name} `);
  } catch {
    return false;
  }
}
