/** WE-7: the looks a person can choose; `system` follows the machine. Their colours are in `themes.css`. */
export const THEMES = ['system', 'clair', 'sombre', 'constellation', 'french-riviera'] as const;
export type Theme = (typeof THEMES)[number];

/** WE-7: percent of the normal size. */
export const ZOOMS = [70, 80, 90, 100, 110, 125, 150] as const;

/** How close the rows of lists stand. */
export const ROWS = ['compact', 'comfortable'] as const;

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Shows the page in a theme and size; called again when the machine's own preference changes. */
export function applyLook(theme: Theme, zoom: number): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme === 'system' ? (dark.matches ? 'sombre' : 'clair') : theme;
  root.style.fontSize = `${String((14 * zoom) / 100)}px`;
}

export function onSystemLook(listener: () => void): () => void {
  dark.addEventListener('change', listener);
  return () => {
    dark.removeEventListener('change', listener);
  };
}
