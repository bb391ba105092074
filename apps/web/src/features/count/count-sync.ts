import { answered, createApi, Refusal, type Api, type Schema } from '@navette/api-client';
import { isPassing } from '../../shared/api/problem.js';
import { oneMore, scannedLine, type CountLine } from './count-lines.js';
import { CountStore, type CountSession, type Entry } from './count-store.js';
import { OwnFigures } from './own-figures.js';

type Progress = Schema<'InventoryProgress'>;

export interface CountState {
  /** `join`: this phone is to say who counts; `over`: the inventory is closed, or the phone was taken off it. */
  readonly phase: 'asking' | 'join' | 'counting' | 'over';
  readonly session: CountSession | undefined;
  readonly lines: ReadonlyMap<string, CountLine>;
  readonly isLoaded: boolean;
  readonly progress: Progress | undefined;
  /** Figures that wait to be sent. */
  readonly waiting: number;
  readonly isOnline: boolean;
  /** What could not be done, in words. */
  readonly problem: string;
  /** A part that was counted here and has left the inventory; empty for none. */
  readonly gone: string;
}

const AT_ONCE = 200;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000];
const LINK = 'navette.count.link';
const NAME = 'navette.count.name';

/** Enough of a secret to know its link again, not to use it. */
const markOf = (secret: string) => secret.slice(0, 6);

/**
 * ST-14: the count of one phone. A figure is kept before it is shown, sent when the server can be reached, and sent again
 * until its number is confirmed; what the others count comes by the live stream.
 */
export class CountSync {
  readonly #api: Api;
  readonly #own = new OwnFigures();
  #store: CountStore | undefined;
  #version = '0';
  #failures = 0;
  #sending: Promise<void> | undefined;
  #pulling: Promise<void> | undefined;
  #pullAgain = false;
  #adding: Promise<unknown> = Promise.resolve();
  #counting: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stream: EventSource | undefined;
  readonly #listeners = new Set<() => void>();
  #state: CountState = {
    phase: 'asking',
    session: undefined,
    lines: new Map(),
    isLoaded: false,
    progress: undefined,
    waiting: 0,
    isOnline: true,
    problem: '',
    gone: '',
  };

  constructor(language: () => 'fr' | 'en') {
    this.#api = createApi({ language, token: () => Promise.resolve(undefined) });
  }

  readonly state = (): CountState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up the count that this phone was at, or asks who counts by the link that was opened. */
  async start(): Promise<void> {
    if (this.#store !== undefined) return;
    window.addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.#store = await CountStore.open();
    const secret = location.hash.slice(1);
    const isAnother = secret !== '' && localStorage.getItem(LINK) !== markOf(secret);
    if (isAnother) {
      this.#set({ phase: 'join' });
      return;
    }
    try {
      const { data } = await answered(this.#api.GET('/api/v1/count/session'));
      await this.#begin(data);
    } catch (error) {
      const kept = await this.#store.kept();
      if (isPassing(error) && kept !== undefined) {
        this.#set({ isOnline: false });
        await this.#begin(kept.session);
      } else if (secret !== '') this.#set({ phase: 'join' });
      else await this.#over();
    }
  }

  knownName(): string {
    return localStorage.getItem(NAME) ?? '';
  }

  /** @throws Refusal */
  async join(counter: string): Promise<void> {
    const secret = location.hash.slice(1);
    const { data } = await answered(this.#api.POST('/api/v1/count/join', { body: { secret, counter } }));
    localStorage.setItem(LINK, markOf(secret));
    localStorage.setItem(NAME, data.counter);
    // Nobody who looks over the shoulder, and no history of the browser, needs it any more.
    history.replaceState(null, '', '/count');
    await this.#begin(data);
  }

  /** A figure of a line, in the place of the one before. */
  async count(line: CountLine, quantity: string): Promise<void> {
    const store = this.#store;
    const { session } = this.#state;
    if (store === undefined || session === undefined) return;
    this.#own.counted(line.id, quantity);
    try {
      await store.add(line, quantity);
    } finally {
      this.#own.kept(line.id);
    }
    const lines = new Map(this.#state.lines);
    lines.set(line.id, { ...(lines.get(line.id) ?? line), ownQuantity: quantity });
    this.#set({ lines, waiting: this.#state.waiting + 1, gone: '' });
    void this.#send();
  }

  /**
   * Counts one more of a line than this phone has by then: each waits until the one before is kept, so that a part scanned twice
   * is two, however fast.
   * @returns the line as it was before
   */
  countOneMore(line: CountLine): Promise<CountLine> {
    const done = this.#counting.then(async () => {
      const known = this.#state.lines.get(line.id) ?? line;
      await this.count(known, oneMore(known));
      return known;
    });
    this.#counting = done.catch(() => undefined);
    return done;
  }

  /**
   * Counts one more of a part that is not known to be in the inventory: it joins it (E-082). What is scanned meanwhile waits
   * its turn, so that a part scanned twice is two.
   * @returns its line as it was before
   * @throws Refusal, or a TypeError where the server can't be reached
   */
  scanNew(code: string): Promise<CountLine> {
    const done = this.#adding.then(async () =>
      this.countOneMore(scannedLine(this.#state.lines, code) ?? (await this.#added(code))),
    );
    this.#adding = done.catch(() => undefined);
    return done;
  }

  async #added(code: string): Promise<CountLine> {
    const asked = this.#own.ask();
    const { data } = await answered(this.#api.POST('/api/v1/count/lines', { body: { code } }));
    // What this phone has counted of it since is newer than the answer.
    const known = this.#state.lines.get(data.line.id);
    if (known !== undefined) return known;
    await this.#merge([data.line], asked);
    this.#reached({ progress: data.progress });
    return data.line;
  }

  /** Tries now what waits. */
  readonly wake = (): void => {
    if (this.#state.phase !== 'counting' || document.hidden) return;
    clearTimeout(this.#timer);
    this.#failures = 0;
    void this.#send();
    if (this.#stream === undefined || this.#stream.readyState === EventSource.CLOSED) this.#listen();
    void this.#pull();
  };

  async #begin(session: CountSession): Promise<void> {
    const store = this.#store as CountStore;
    const kept = await store.begin(session);
    this.#version = kept.version;
    const lines = new Map((await store.lines()).map((line) => [line.id, line]));
    if (lines.size === 0) this.#version = '0';
    const waiting = (await store.waiting(session)).length;
    this.#set({ phase: 'counting', session, lines, isLoaded: lines.size > 0, waiting });
    this.#listen();
    await this.#send();
    await this.#pull();
  }

  #listen(): void {
    this.#stream?.close();
    const stream = new EventSource('/api/v1/count/live');
    this.#stream = stream;
    const look = () => void this.#pull();
    for (const name of ['ready', 'reset', 'change']) stream.addEventListener(name, look);
    // It comes back by itself; where it is refused, the next question says why.
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) this.#later();
    });
  }

  /** Sends what waits, in the order of its numbers, one batch at a time. */
  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    const store = this.#store as CountStore;
    const { session } = this.#state;
    if (session === undefined) return;
    for (;;) {
      const entries = await store.waiting(session, AT_ONCE);
      if (entries.length === 0) return;
      try {
        const body = {
          entries: entries.map(({ operation, lineId, quantity, sequence }) => ({
            operation,
            lineId,
            quantity,
            sequence,
          })),
        };
        const { data } = await answered(this.#api.POST('/api/v1/count/entries', { body }));
        await this.#recorded(entries, data.results);
        this.#reached({ progress: data.progress });
      } catch (error) {
        await this.#failed(error);
        return;
      }
    }
  }

  async #recorded(entries: readonly Entry[], results: Schema<'RecordedCounts'>['results']): Promise<void> {
    const store = this.#store as CountStore;
    const lines = new Map(this.#state.lines);
    const heard: CountLine[] = [];
    const refused: Entry[] = [];
    let gone: string | undefined;
    for (const { operation, outcome, standing, sequence } of results) {
      const entry = entries.find((one) => one.operation === operation);
      if (entry === undefined) continue;
      // The number was another figure's: this one is counted under the next, and waits on.
      if (outcome === 'stock.count.operation-used') refused.push(entry);
      else this.#own.heard(entry.lineId);
      const line = lines.get(entry.lineId);
      if (line === undefined) continue;
      if (outcome === 'stock.inventory.line-unknown') {
        gone = line.reference;
        lines.delete(line.id);
        heard.push({ ...line, removed: true });
      } else {
        const told = { ...line, standing: standing as CountLine['standing'], sequence };
        lines.set(line.id, told);
        heard.push(this.#own.over(told, this.#own.ask()));
      }
    }
    // At once: what is counted while this is being kept builds on it.
    this.#set({ lines, ...(gone !== undefined && { gone }) });
    await store.putLines(heard);
    await store.done(entries);
    for (const entry of refused) {
      const line = lines.get(entry.lineId);
      if (line !== undefined) await store.add(line, entry.quantity);
    }
    const { session } = this.#state;
    this.#set({ waiting: session === undefined ? 0 : (await store.waiting(session)).length });
  }

  /** Asks what has changed; who asks meanwhile is answered by one more question. */
  #pull(): Promise<void> {
    if (this.#pulling !== undefined) {
      this.#pullAgain = true;
      return this.#pulling;
    }
    this.#pulling = this.#pullAll().finally(() => {
      this.#pulling = undefined;
      if (!this.#pullAgain) return;
      this.#pullAgain = false;
      void this.#pull();
    });
    return this.#pulling;
  }

  async #pullAll(): Promise<void> {
    const store = this.#store as CountStore;
    if (this.#state.phase !== 'counting') return;
    const since = this.#version;
    let [next, after, more] = [since, 0, true];
    try {
      while (more) {
        const query = { since, after };
        const asked = this.#own.ask();
        const { data } = await answered(this.#api.GET('/api/v1/count/lines', { params: { query } }));
        if (after === 0) next = data.version;
        after = data.lines.at(-1)?.position ?? after;
        more = data.more;
        await this.#merge(data.lines, asked);
        // The office chose anew what is counted.
        const { session } = this.#state;
        const now = session && { ...session, grows: data.grows };
        this.#reached({ progress: data.progress, isLoaded: true, session: now });
      }
      this.#version = next;
      await store.setVersion(next);
    } catch (error) {
      await this.#failed(error);
    }
  }

  /**
   * What the server says, but for figures of this phone that it had not heard when it was asked.
   * @param asked when
   */
  async #merge(news: readonly CountLine[], asked: number): Promise<void> {
    if (news.length === 0) return;
    const store = this.#store as CountStore;
    const { session } = this.#state;
    // Those of another window of this phone, too.
    const waiting = session === undefined ? [] : await store.waiting(session);
    const kept = new Map(waiting.map(({ lineId, quantity }) => [lineId, quantity]));
    const merged = news.map((line) =>
      this.#own.over({ ...line, ownQuantity: kept.get(line.id) ?? line.ownQuantity }, asked),
    );
    const lines = new Map(this.#state.lines);
    let gone: string | undefined;
    for (const line of merged) {
      if (!line.removed) lines.set(line.id, line);
      else if (lines.delete(line.id) && line.ownQuantity !== '') gone = line.reference;
    }
    this.#set({ lines, ...(gone !== undefined && { gone }) });
    await store.putLines(merged);
  }

  #reached(change: Partial<CountState>): void {
    this.#failures = 0;
    this.#set({ ...change, isOnline: true, problem: '' });
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof Refusal && error.problem.status === 401) {
      await this.#over();
      return;
    }
    const passes = isPassing(error);
    this.#set(passes ? { isOnline: false } : { problem: error instanceof Error ? error.message : String(error) });
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    const wait = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)] as number;
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      void this.#send();
      if (this.#stream?.readyState === EventSource.CLOSED) this.#listen();
      void this.#pull();
    }, wait);
  }

  async #over(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stream?.close();
    const kept = await this.#store?.kept();
    const waiting = kept === undefined ? 0 : ((await this.#store?.waiting(kept.session)) ?? []).length;
    this.#set({ phase: 'over', session: kept?.session, waiting });
  }

  #set(change: Partial<CountState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
