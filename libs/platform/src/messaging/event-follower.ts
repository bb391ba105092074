import { messageTypes } from '@navette/contracts';
import { authErrors } from '../auth/errors.js';
import { errorFields, type Logger } from '../observability/index.js';
import type { Bus } from './bus.js';
import { readEnvelope, type Envelope } from './envelope.js';
import { incomingOf } from './incoming.js';
import { stationToken } from './subjects.js';

/** That something happened: the envelope of an event, never its content. */
export interface SeenEvent extends Pick<Envelope, 'type' | 'aggregate' | 'occurredAt'> {
  readonly context: string;
  /** Of its context's stream. */
  readonly sequence: number;
}

/** Where a reader stands: of each context's stream, the last sequence of its station that it knows or that is none of its. */
export type Position = Readonly<Record<string, number>>;

/** What a reader gets who joins: where it stands now, and what it missed since it was here. */
export interface Joined {
  readonly position: Position;
  /** Undefined where it cannot be told: it is too long ago, too much, or was never. */
  readonly missed: readonly SeenEvent[] | undefined;
  /** Where those who listen stand now. */
  standing(): Position;
  leave(): void;
}

/** Contexts that publish events. */
export function eventContexts(): string[] {
  const events = [...messageTypes().values()].filter(({ kind }) => kind === 'evt');
  return [...new Set(events.map(({ context }) => context))].sort();
}

/** More than that is not repeated to a reader who comes back: it reads its pages anew. */
const MOST_MISSED = 500;
/** Between looks at the streams that nobody announced: an announcement is lost with the connection. */
const LOOK_MS = 10_000;
/** An event is announced when it reaches the server, and read once the stream has it. */
const PATIENCE_MS = [10, 20, 50, 100, 200, 500];

/**
 * Follows the events of stations that somebody watches (WE-3): announced by core NATS, read from the streams by sequence. So
 * nothing is lost or doubled whatever becomes of an announcement, no consumer is left on the server, and a station that
 * nobody watches costs nothing.
 */
export class EventFollower {
  readonly #stations = new Map<string, StationEvents>();

  constructor(
    private readonly bus: Bus,
    private readonly logger: Logger,
  ) {}

  /**
   * Has `listener` told of the station's events from now on, in the order of each stream.
   * @param since where the reader stood before; `missed` are the events between
   * @throws DomainError `platform.service.unavailable` while the bus is away
   */
  async join(stationId: string, listener: (event: SeenEvent) => void, since?: Position): Promise<Joined> {
    if (!this.bus.connected) throw authErrors.error('service.unavailable', { service: 'bus' });
    const station = this.#stations.get(stationId) ?? new StationEvents(stationId, this.bus, this.logger);
    this.#stations.set(stationId, station);
    station.readers += 1;
    const leave = () => {
      station.listeners.delete(listener);
      station.readers -= 1;
      if (station.readers > 0) return;
      station.stop();
      this.#stations.delete(stationId);
    };
    try {
      await station.started;
      // Nothing is waited for between the two: what comes after this position is told to the listener.
      const position = station.standing();
      station.listeners.add(listener);
      const missed = since && (await station.between(since, position));
      return { position, missed, standing: () => station.standing(), leave };
    } catch (error) {
      leave();
      throw error;
    }
  }
}

/** The events of one station, as long as somebody listens. */
class StationEvents {
  readonly listeners = new Set<(event: SeenEvent) => void>();
  /** Listeners, and those who do not listen yet. */
  readers = 0;
  readonly started: Promise<void>;
  readonly #position = new Map<string, number>();
  readonly #streams = new Map<string, string>();
  readonly #reading = new Map<string, { again: boolean }>();
  #announcements: { unsubscribe(): void } | undefined;
  #look: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly stationId: string,
    private readonly bus: Bus,
    private readonly logger: Logger,
  ) {
    this.started = this.#start();
  }

  standing(): Position {
    return Object.fromEntries(this.#position);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#look);
    this.#announcements?.unsubscribe();
  }

  /** Events after one position up to another; undefined where some of them may be gone, or they are too many. */
  async between(since: Position, until: Position): Promise<SeenEvent[] | undefined> {
    const missed: SeenEvent[] = [];
    for (const [context, last] of Object.entries(until)) {
      const from = since[context];
      if (from === undefined || from > last) return undefined;
      if (from === last) continue;
      const { state } = await this.bus.jsm.streams.info(this.#stream(context));
      if (from + 1 < state.first_seq) return undefined;
      for (let at = from; ;) {
        const next = await this.#next(context, at);
        if (next === undefined || next.sequence > last) break;
        at = next.sequence;
        if (next.event !== undefined) missed.push(next.event);
        if (missed.length > MOST_MISSED) return undefined;
      }
    }
    return missed;
  }

  async #start(): Promise<void> {
    const contexts = eventContexts();
    for (const context of contexts) this.#streams.set(context, await this.bus.ensureStream('evt', context));
    // Announcements first: what is published while the streams are asked where they stand is then read.
    this.#announcements = this.bus.listen(this.#subject('*'), (subject) => {
      const context = this.bus.unprefixed(subject).split('.')[1] ?? '';
      if (this.#position.has(context)) void this.#read(context, true);
    });
    await Promise.all(contexts.map(async (context) => this.#position.set(context, await this.#end(context))));
    this.#look = setInterval(() => contexts.forEach((context) => void this.#catchUp(context)), LOOK_MS);
    this.#look.unref();
    contexts.forEach((context) => void this.#read(context, false));
    if (this.#stopped) this.stop();
  }

  async #end(context: string): Promise<number> {
    return (await this.bus.jsm.streams.info(this.#stream(context))).state.last_seq;
  }

  /** Reads what was not announced, and moves past what is other stations', so that nobody stands before the first message. */
  async #catchUp(context: string): Promise<void> {
    try {
      const end = await this.#end(context);
      // A stream that was made anew counts from 1 again.
      if (end < (this.#position.get(context) ?? 0)) this.#position.set(context, 0);
      const all = await this.#read(context, false);
      if (all && (this.#position.get(context) ?? 0) < end) this.#position.set(context, end);
    } catch (error) {
      this.logger.debug('events not followed', { subject: context, ...errorFields(error) });
    }
  }

  /**
   * Tells all that the stream has; asked again meanwhile, it looks again.
   * @returns whether it came to the end
   */
  async #read(context: string, announced: boolean): Promise<boolean> {
    const running = this.#reading.get(context);
    if (running !== undefined) {
      running.again ||= announced;
      return false;
    }
    const state = { again: announced };
    this.#reading.set(context, state);
    try {
      do {
        const due = state.again;
        state.again = false;
        let found = await this.#tellNew(context);
        for (const wait of due ? PATIENCE_MS : []) {
          if (found || this.#stopped) break;
          await new Promise((resolve) => setTimeout(resolve, wait));
          found = await this.#tellNew(context);
        }
      } while (state.again && !this.#stopped);
      return !this.#stopped;
    } catch (error) {
      // The next look, or announcement, begins where this one ended.
      this.logger.debug('events not followed', { subject: context, ...errorFields(error) });
      return false;
    } finally {
      this.#reading.delete(context);
    }
  }

  async #tellNew(context: string): Promise<boolean> {
    for (let found = false; ; found = true) {
      const next = this.#stopped ? undefined : await this.#next(context, this.#position.get(context) ?? 0);
      if (next === undefined) return found;
      this.#position.set(context, next.sequence);
      if (next.event === undefined) continue;
      for (const listener of this.listeners) listener(next.event);
    }
  }

  /** The station's first message after a sequence; without an event where it is none that we can read. */
  async #next(context: string, after: number): Promise<{ sequence: number; event?: SeenEvent } | undefined> {
    const query = { seq: after + 1, next_by_subj: this.bus.prefixed(this.#subject(context)) };
    const message = await this.bus.jsm.streams.getMessage(this.#stream(context), query);
    if (message === null) return undefined;
    const { seq: sequence, subject } = message;
    try {
      const envelope = readEnvelope(incomingOf(message).header, this.bus.unprefixed(subject));
      const { type, aggregate, occurredAt } = envelope;
      return { sequence, event: { context, sequence, type, aggregate, occurredAt } };
    } catch (error) {
      this.logger.warn('event without an envelope', { subject, ...errorFields(error) });
      return { sequence };
    }
  }

  #stream(context: string): string {
    return this.#streams.get(context) as string;
  }

  #subject(context: string): string {
    return `navette.${context}.*.evt.*.${stationToken(this.stationId)}`;
  }
}
