import type { LucideIcon } from 'lucide-react';

/**
 * Something a person can do here. The ribbon shows it, the palette lists it, its keys call it, the sheet tells its keys:
 * one declaration for all four (WE-2).
 */
export interface Action {
  /** Unique on the page: `party.merge`. */
  readonly id: string;
  readonly title: string;
  readonly icon?: LucideIcon;
  /** `mod+k`, `alt+1`, `/`, `n`, `?`; letters alone work outside of fields only. */
  readonly keys?: string;
  /** Why it can't be done now: the button is there, and says so. */
  readonly notNow?: string | undefined;
  /** The next step of the trade: one at most. */
  readonly primary?: boolean;
  /** In the palette and by keys only. */
  readonly hidden?: boolean;
  readonly run: () => void;
}

type Listener = () => void;

/** The actions of whatever is on the screen, by who declared them; the latest declared wins a key. */
export class ActionRegistry {
  readonly #sources = new Map<symbol, readonly Action[]>();
  readonly #listeners = new Set<Listener>();
  #all: readonly Action[] = [];

  put(source: symbol, actions: readonly Action[]): void {
    this.#sources.set(source, actions);
    this.#changed();
  }

  remove(source: symbol): void {
    this.#sources.delete(source);
    this.#changed();
  }

  readonly all = (): readonly Action[] => this.#all;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @returns the action of a key press, where it may be pressed now */
  byKey(event: KeyEvent, inField: boolean): Action | undefined {
    const pressed = keysOf(event);
    if (inField && !isChord(pressed)) return undefined;
    return this.#all.findLast(({ keys }) => keys === pressed);
  }

  #changed(): void {
    this.#all = [...this.#sources.values()].flat();
    for (const listener of this.#listeners) listener();
  }
}

/** What matters of a `KeyboardEvent`. */
export interface KeyEvent {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** `mod+k` of a key press; digits by place, so that a French keyboard reaches them without Shift. */
export function keysOf({ key, code, ctrlKey, metaKey, altKey }: KeyEvent): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  const name = altKey && digit !== undefined ? digit : key.toLowerCase();
  return [...(ctrlKey || metaKey ? ['mod'] : []), ...(altKey ? ['alt'] : []), name].join('+');
}

const isChord = (keys: string) => keys.startsWith('mod+') || keys.startsWith('alt+') || keys === 'escape';
