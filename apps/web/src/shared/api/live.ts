import { liveChanges } from '@navette/api-client';
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';

/** `on` while the stream of changes is open. */
export type LiveState = 'on' | 'off';

interface Interest {
  readonly kinds: readonly string[];
  /** Without an id: something may have been missed, all of it may have changed. */
  readonly tell: (id?: string) => void;
}

/**
 * WE-3: the one stream of changes of a window, for all that is open in it. After too long a gap everything shown is asked for
 * again.
 */
export class Live {
  #state: LiveState = 'off';
  readonly #interests = new Set<Interest>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly token: () => Promise<string>) {}

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  listen(interest: Interest): () => void {
    this.#interests.add(interest);
    return () => this.#interests.delete(interest);
  }

  /** Listens until it is told to stop. */
  start(): () => void {
    const ended = new AbortController();
    void this.#follow(ended.signal);
    return () => {
      ended.abort();
      this.#set('off');
    };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const onLine = (on: boolean) => {
      this.#set(on ? 'on' : 'off');
    };
    for await (const change of liveChanges({ token: this.token, signal, onLine })) {
      for (const { kinds, tell } of this.#interests) {
        if (change.kind === 'reset') tell();
        else if (kinds.includes(change.aggregate)) tell(change.id);
      }
    }
  }

  #set(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const LiveContext = createContext<Live | undefined>(undefined);

function useStream(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('nobody is signed in');
  return live;
}

export function useLiveState(): LiveState {
  const live = useStream();
  return useSyncExternalStore(live.subscribe, live.state);
}

/** Calls `tell` when something of these kinds changes; not while the tab is hidden: what shows again asks again. */
export function useLive(kinds: readonly string[], tell: (id?: string) => void): void {
  const live = useStream();
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  const key = kinds.join();
  useEffect(() => {
    const interest = {
      kinds: key.split(','),
      tell: (id?: string) => {
        latest.current(id);
      },
    };
    return live.listen(interest);
  }, [live, key]);
}
