import type { ErrorParams } from '@navette/kernel';
import { IntlMessageFormat } from 'intl-messageformat';
import { locales, readCatalogue, type Locale } from './catalogue.js';
import { formattersFor } from './formatters.js';

export { locales, type Locale };

export type MessageOptions = {
  /** IANA zone in which instants are shown, the station's; `Europe/Paris` when not given. Plain dates have no zone. */
  readonly timeZone?: string;
};

const DEFAULT_TIME_ZONE = 'Europe/Paris';

// Read when the module loads: a service with a broken catalogue does not start.
const catalogues = Object.fromEntries(locales.map((locale) => [locale, readCatalogue(locale)])) as Readonly<
  Record<Locale, ReadonlyMap<string, string>>
>;

/** Parsed when first shown. Bounded by codes × locales × the zones of the stations. */
const parsed = new Map<string, IntlMessageFormat>();

/**
 * The sentence of a code, from `<locale>/<context>.json` (decisions.md, "Texts").
 *
 * Params are those of `DomainError`: `{x, number}` takes numbers and decimals as texts, `{d, date, long}` takes
 * `2026-03-01` or an instant; lists are joined by commas.
 *
 * @throws Error under `NODE_ENV=test`, for an unknown code or params that do not fit the text. Anywhere else the code
 *   itself is returned with its params, `stock.part.unknown (reference: A1)`: an answer without a sentence is still an
 *   answer, and the check of the catalogues keeps it from happening.
 */
export function message(locale: Locale, code: string, params: ErrorParams = {}, options: MessageOptions = {}): string {
  try {
    return String(compile(locale, code, options.timeZone ?? DEFAULT_TIME_ZONE).format(printable(params)));
  } catch (error) {
    if (process.env['NODE_ENV'] === 'test') throw error;
    return withoutSentence(code, params);
  }
}

/** Every code of a language, sorted; for the check that both have the same and that each is used. */
export function messageCodes(locale: Locale): readonly string[] {
  return [...catalogues[locale].keys()].sort();
}

function compile(locale: Locale, code: string, timeZone: string): IntlMessageFormat {
  const key = `${locale} ${timeZone} ${code}`;
  let format = parsed.get(key);
  if (format === undefined) {
    const text = catalogues[locale].get(code);
    if (text === undefined) throw new Error(`no message for ${code} in ${locale}`);
    // Tags are not markup here: a text may hold `<` as it is.
    format = new IntlMessageFormat(text, locale, undefined, {
      ignoreTag: true,
      formatters: formattersFor(locale, timeZone),
    });
    parsed.set(key, format);
  }
  return format;
}

function printable(params: ErrorParams): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? value : asText(value)]),
  );
}

function asText(value: ErrorParams[string]): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function withoutSentence(code: string, params: ErrorParams): string {
  const list = Object.entries(params).map(([name, value]) => `${name}: ${asText(value)}`);
  return list.length === 0 ? code : `${code} (${list.join(', ')})`;
}
