import { inSpan, SpanKind } from '@navette/platform/observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { NOTIFICATIONS_CONFIG, type NotificationsConfig } from '../notifications.config.js';
import { unsealPassword } from './smtp-password.crypto.js';
import type { StoredSmtpSettings } from './smtp-settings.js';

/** A mail ready to be sent. */
export interface Mail {
  readonly to: string;
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Header `Message-ID`, in its angle brackets. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments?: readonly Attachment[];
}

/** A file that a mail brings along. */
export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export type SmtpStep = 'dns' | 'connect' | 'tls' | 'login' | 'sender' | 'recipient' | 'data';

/** Why a server did not take a mail. */
export interface SmtpFailure {
  readonly step: SmtpStep;
  /** The server's own words, else those of the operating system. */
  readonly answer: string;
  /** The server refused this mail for good (5yz to sender, recipient or data): trying again would change nothing. */
  readonly permanent: boolean;
}

/** What nodemailer attaches to its errors. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly permanent?: boolean;
  readonly rejected?: readonly string[];
  readonly rejectedErrors?: readonly SmtpError[];
}

/** As many as timers fire at once. */
const CONNECTIONS = 8;
/** Together well below the time a timer is claimed for: nobody else may begin to send meanwhile. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

type Transport = ReturnType<Mailer['connect']>;

/** Sends by the SMTP server of each station, over connections that are kept open as long as its settings stay the same. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  readonly #pools = new Map<string, { version: number; transport: Transport }>();

  constructor(@Inject(NOTIFICATIONS_CONFIG) private readonly config: NotificationsConfig) {}

  /** Hands a mail to the station's server; undefined when the server took it for its recipient. */
  async send(stationId: string, settings: StoredSmtpSettings, mail: Mail): Promise<SmtpFailure | undefined> {
    return inSpan('send mail', '', SpanKind.CLIENT, () =>
      this.#send(() => this.#pool(stationId, settings), settings, mail),
    );
  }

  /** The same over a connection of its own, so that every step is taken anew. */
  async try(stationId: string, settings: StoredSmtpSettings, mail: Mail): Promise<SmtpFailure | undefined> {
    let transport: Transport | undefined;
    try {
      return await this.#send(() => (transport = this.connect(stationId, settings)), settings, mail);
    } finally {
      transport?.close();
    }
  }

  onModuleDestroy(): void {
    for (const { transport } of this.#pools.values()) transport.close();
  }

  #pool(stationId: string, settings: StoredSmtpSettings): Transport {
    const known = this.#pools.get(stationId);
    if (known?.version === settings.version) return known.transport;
    known?.transport.close();
    const transport = this.connect(stationId, settings);
    this.#pools.set(stationId, { version: settings.version, transport });
    return transport;
  }

  private connect(stationId: string, { host, port, security, login, sealedPassword }: StoredSmtpSettings) {
    const password = sealedPassword && this.#unseal(sealedPassword, stationId);
    return createTransport({
      pool: true,
      host,
      port,
      secure: security === 'tls',
      ignoreTLS: security === 'none',
      requireTLS: security === 'starttls',
      ...(password !== null && { auth: { user: login, pass: password } }),
      maxConnections: CONNECTIONS,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...TIMEOUTS,
    });
  }

  #unseal(sealed: Buffer, stationId: string): string {
    try {
      return unsealPassword(sealed, stationId, this.config.secretKey);
    } catch (error) {
      // Typed in again it can be sealed anew: to the station this is a login that fails.
      throw Object.assign(error as Error, { code: 'EAUTH' });
    }
  }

  async #send(transport: () => Transport, settings: StoredSmtpSettings, mail: Mail): Promise<SmtpFailure | undefined> {
    try {
      const { rejected, rejectedErrors } = await transport().sendMail({
        from: { name: settings.senderName, address: settings.senderAddress },
        ...(settings.replyTo !== '' && { replyTo: settings.replyTo }),
        to: mail.to,
        bcc: [...mail.bcc],
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        headers: mail.headers,
        attachments: (mail.attachments ?? []).map(({ fileName: filename, content, ...of }) => ({
          ...of,
          filename,
          content: Buffer.from(content),
        })),
      });
      // Taken for the copies alone is not taken for the recipient.
      const refusal = rejected.indexOf(mail.to);
      if (refusal < 0) return undefined;
      return failureOf((rejectedErrors?.[refusal] ?? new Error('recipient refused')) as SmtpError, 'recipient');
    } catch (error) {
      const failure = error as SmtpError;
      return failureOf(failure.rejectedErrors?.[failure.rejected?.indexOf(mail.to) ?? 0] ?? failure);
    }
  }
}

function failureOf(error: SmtpError, step = stepOf(error)): SmtpFailure {
  // A wrong password or certificate is a matter of the settings, which may be mended; this mail was not judged yet.
  const judged = step === 'sender' || step === 'recipient' || step === 'data';
  return {
    step,
    answer: (error.response ?? error.message).slice(0, 1_000),
    permanent: judged && error.permanent === true,
  };
}

function stepOf({ code, originalCode = '', command = '' }: SmtpError): SmtpStep {
  if (code === 'EAUTH' || code === 'ENOAUTH' || command.startsWith('AUTH')) return 'login';
  if (code === 'EDNS' || ['ENOTFOUND', 'EAI_AGAIN'].includes(originalCode)) return 'dns';
  const certificate = /SSL|TLS|CERT|SELF_SIGNED|VERIFY|ISSUER/.test(originalCode);
  if (code === 'ETLS' || command === 'STARTTLS' || certificate) return 'tls';
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  if (command === 'DATA') return 'data';
  return 'connect';
}
