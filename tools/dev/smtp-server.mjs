#!/usr/bin/env node
/**
 * A real SMTP server that keeps what it accepts: `<dir>/<seq>.eml` and one line in `<dir>/index.ndjson` for each mail,
 * both on disk before 250 is answered. Tests and `up` send to it; nothing leaves the machine.
 *
 *   --dir DIR --port N [--name GREETING]
 *   --refuse 550:REGEXP         refuse recipients that match (NAVETTE_SMTP_REFUSE)
 *   --defer 451:REGEXP:TIMES    put each matching recipient off that many times (NAVETTE_SMTP_DEFER)
 *   --drop-after-data N         store the N-th mail, then hang up without an answer (NAVETTE_SMTP_DROP_AFTER_DATA)
 *
 * Each may be given several times; in the environment once.
 */
import { parseArgs } from 'node:util';
import { MailStore } from './smtp/store.mjs';
import { faultsFrom } from './smtp/faults.mjs';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string' },
    name: { type: 'string', default: 'navette-smtp' },
    refuse: { type: 'string', multiple: true, default: given('NAVETTE_SMTP_REFUSE') },
    defer: { type: 'string', multiple: true, default: given('NAVETTE_SMTP_DEFER') },
    'drop-after-data': { type: 'string', multiple: true, default: given('NAVETTE_SMTP_DROP_AFTER_DATA') },
  },
});

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  return value ? [value] : [];
}

const { dir, port } = values;
if (!dir || !/^\d+$/.test(port ?? '')) {
  process.stderr.write('usage: smtp-server.mjs --dir DIR --port N\n');
  process.exit(2);
}

// From node_modules: the only thing of this folder that needs `npm ci` first.
const { SMTPServer } = await import('smtp-server').catch(() => {
  process.stderr.write('smtp-server is not installed: run npm ci first\n');
  process.exit(3);
});

const store = await MailStore.open(dir);
const faults = faultsFrom({ refuse: values.refuse, defer: values.defer, dropAfterData: values['drop-after-data'] });

const server = new SMTPServer({
  name: values.name,
  banner: 'ready',
  size: 25 * 1024 * 1024,
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  closeTimeout: 1_000,
  onRcptTo({ address }, _session, answer) {
    answer(faults.onRecipient(address));
  },
  async onData(stream, session, answer) {
    try {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom ? mailFrom.address : '';
      const seq = await store.add(stream, { from, to: rcptTo.map(({ address }) => address) });
      if (faults.losesAnswer(seq)) hangUp(session.id);
      else answer(null, `kept as ${seq}`);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      answer(Object.assign(new Error('could not be stored'), { responseCode: 451 }));
    }
  },
});

/** The answer that never arrives: what a sender sees when the line breaks at the worst moment. @param {string} id */
function hangUp(id) {
  for (const connection of server.connections) {
    if (connection.session.id === id) connection._socket.destroy();
  }
}

server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') process.exit(1);
});
server.listen(Number(port), '127.0.0.1');

for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
  process.once(signal, () => server.close(() => process.exit(0)));
}
