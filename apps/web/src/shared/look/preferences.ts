import { useSyncExternalStore } from 'react';
import { LANGUAGES, type Language } from '../i18n/texts.js';
import { applyLook, onSystemLook, ROWS, THEMES, ZOOMS, type Theme } from './themes.js';

/** How a person wants their pages (WE-7); kept in the browser, since screens differ. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly zoom: (typeof ZOOMS)[number];
  /** The rail shows icons only. */
  readonly folded: boolean;
  /** Ribbons show icons only. */
  readonly ribbonFolded: boolean;
  readonly rows: (typeof ROWS)[number];
  /** Lists show the record of the row in focus beside them. */
  readonly preview: boolean;
}

const KEY = 'navette.preferences';

const listeners = new Set<() => void>();
let current = read();

export const preferences = (): Preferences => current;

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  show();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferences);
}

/** Gives the page its look; called once at the start. */
export function show(): void {
  applyLook(current.theme, current.zoom);
  document.documentElement.lang = current.language;
}

onSystemLook(show);

function read(): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as typeof kept;
  } catch {
    // Somebody else's text under our key.
  }
  const oneOf = <T>(accepted: readonly T[], value: unknown, otherwise: T): T =>
    accepted.find((one) => one === value) ?? otherwise;
  return {
    language: oneOf(LANGUAGES, kept.language, navigator.language.startsWith('en') ? 'en' : 'fr'),
    theme: oneOf(THEMES, kept.theme, 'system'),
    zoom: oneOf(ZOOMS, kept.zoom, 100),
    folded: kept.folded === true,
    ribbonFolded: kept.ribbonFolded === true,
    rows: oneOf(ROWS, kept.rows, 'compact'),
    preview: kept.preview === true,
  };
}
