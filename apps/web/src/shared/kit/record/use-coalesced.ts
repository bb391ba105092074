import { useCallback, useEffect, useEffectEvent, useRef } from 'react';

/** Live changes come in hundreds where a large delivery is told: at most so often is the server asked again. */
const PAUSE_MS = 250;

/** Calls at once, and what is asked for during the pause that follows once more at its end. */
export function useCoalesced(act: () => void): () => void {
  const coalesced = useRef<Coalesced>(undefined);
  const run = useEffectEvent(act);
  useEffect(() => {
    const one = new Coalesced(() => {
      run();
    }, PAUSE_MS);
    coalesced.current = one;
    return () => {
      one.stop();
    };
  }, []);
  return useCallback(() => coalesced.current?.call(), []);
}

/** See `useCoalesced`. */
export class Coalesced {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again = false;

  constructor(
    private readonly act: () => void,
    private readonly pauseMs: number,
  ) {}

  readonly call = (): void => {
    if (this.#timer !== undefined) {
      this.#again = true;
      return;
    }
    this.act();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#again) {
        this.#again = false;
        this.call();
      }
    }, this.pauseMs);
  };

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
  }
}
