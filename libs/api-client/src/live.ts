import { EventSourceParserStream } from 'eventsource-parser/stream';

/** Something changed; what it is now is read by the route that shows it. */
export interface Change {
  readonly kind: 'change';
  /** Full protobuf name of the event: `navette.parties.v1.PartyChanged`. */
  readonly type: string;
  readonly aggregate: string;
  readonly id: string;
  readonly version: number;
  readonly sequence: number;
}

/** What was missed cannot be told: all that is shown is to be read anew. */
export interface Reset {
  readonly kind: 'reset';
}

export interface LiveOptions {
  readonly baseUrl?: string;
  /** The access token to send; asked for at each connection, so that one that has expired is replaced. */
  readonly token: () => string | Promise<string>;
  readonly signal?: AbortSignal;
  /** Told when the line is there, and when it is lost. */
  readonly onLine?: (isThere: boolean) => void;
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Between attempts to connect again; the last one is kept. */
const BACKOFF_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** The edge beats every 15 s: a line that is silent for longer is dead. */
const SILENCE_MS = 45_000;

/**
 * Changes in the station of the token, for as long as the signal allows. Connections that end or are cut are taken up where
 * they ended, without loss or repeat, or else a `reset` says so. `fetch` and not `EventSource`: that one can send no token.
 */
export async function* liveChanges(options: LiveOptions): AsyncGenerator<Change | Reset> {
  let lastId = '';
  let failures = 0;
  while (options.signal?.aborted !== true) {
    try {
      for await (const { event, id, data } of connection(options, lastId)) {
        failures = 0;
        options.onLine?.(true);
        lastId = id ?? lastId;
        if (event === 'change') yield { kind: 'change', ...(JSON.parse(data) as Omit<Change, 'kind'>) };
        if (event === 'reset') yield { kind: 'reset' };
      }
    } catch {
      // Away, refused or silent: asked again, later and later.
    }
    options.onLine?.(false);
    const wait = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] as number;
    failures += 1;
    await pause(wait, options.signal);
  }
}

async function* connection({ baseUrl = '', token, signal, fetch: ask = fetch }: LiveOptions, lastId: string) {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    heard();
    const headers: Record<string, string> = { accept: 'text/event-stream', authorization: `Bearer ${await token()}` };
    if (lastId !== '') headers['last-event-id'] = lastId;
    const either = AbortSignal.any([silence.signal, ...(signal === undefined ? [] : [signal])]);
    const response = await ask(new Request(`${baseUrl}/api/v1/live`, { headers, signal: either }));
    if (!response.ok || response.body === null) throw new Error(`the live stream answered ${response.status}`);
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const event of events) {
      heard();
      yield event;
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
