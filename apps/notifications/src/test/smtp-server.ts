import { Readable } from 'node:stream';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Smtp {
  readonly host: string;
  readonly port: number;
  /** Each with those it was handed over for, blind copies among them. */
  readonly mails: (Email & { recipients: string[] })[];
  stop(): Promise<void>;
}

/** A real SMTP server whose answers a test decides; what it takes is in `mails`. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<Smtp> {
  const smtp: { -readonly [K in keyof Smtp]: Smtp[K] } = {
    host: '127.0.0.1',
    port: 0,
    mails: [],
    stop: async () => {},
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, { envelope }, answer) {
      void PostalMime.parse(Readable.toWeb(stream) as never).then((mail) => {
        smtp.mails.push({ ...mail, recipients: envelope.rcptTo.map(({ address }) => address) });
        answer();
      });
    },
    ...options,
  });
  // A client that hangs up is part of what is tested.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  smtp.port = (server.server.address() as { port: number }).port;
  smtp.stop = () => new Promise((resolve) => server.close(() => resolve()));
  return smtp;
}

/** What a server says when it does not want something. */
export function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
