const NAMES: Record<string, string> = { mod: 'Ctrl', alt: 'Alt', enter: '↵', escape: 'Esc' };

/** `mod+k` as people read it: `Ctrl K`. */
export const keysText = (keys: string): string =>
  keys
    .split('+')
    .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
