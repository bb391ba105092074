/** Longest time between two keys of a scanner, in milliseconds; people take two to three times as long. */
const MOST_BETWEEN = 50;
/** Fewer keys, however fast, are a person's. */
const LEAST_KEYS = 4;

/** What matters of a `KeyboardEvent`; `timeStamp` is when the key was pressed, however late the page hears of it. */
export interface ScanKey {
  readonly key: string;
  readonly code: string;
  readonly timeStamp: number;
}

/**
 * Tells a barcode scanner, which types like a keyboard, from a person (ADR 49): at least four keys, each within 50 ms of the
 * one before, ended by Enter or Tab.
 */
export class ScanReader {
  #keys: ScanKey[] = [];

  /** @returns the code where this key ends a scan; whether it follows a key as fast as a scanner's; else it begins anew */
  press(key: ScanKey): { readonly code: string } | 'following' | 'first' | 'none' {
    const last = this.#keys.at(-1);
    const isFast = last !== undefined && key.timeStamp - last.timeStamp <= MOST_BETWEEN;
    if (key.key === 'Enter' || key.key === 'Tab') {
      const typed = this.#keys;
      this.#keys = [];
      return isFast && typed.length >= LEAST_KEYS ? { code: textOf(typed) } : 'none';
    }
    if (key.key.length !== 1) {
      // Shift and its like come between the keys of a scanner, too.
      if (!['Shift', 'CapsLock', 'AltGraph'].includes(key.key)) this.#keys = [];
      return 'none';
    }
    if (isFast) {
      this.#keys.push(key);
      return 'following';
    }
    this.#keys = [key];
    return 'first';
  }
}

/**
 * What was scanned. A scanner that is set to an American keyboard types `&é"'` for `1234` on a French one: accented letters are
 * in no barcode, so where there are some the keys are read by their place.
 */
function textOf(keys: readonly ScanKey[]): string {
  const isMisread = keys.some(({ key }) => /[éèçàù]/i.test(key));
  return keys.map(({ key, code }) => (isMisread ? (/^(?:Digit|Key)(.)$/.exec(code)?.[1] ?? key) : key)).join('');
}
