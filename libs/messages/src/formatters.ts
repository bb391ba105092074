import type { Formatters } from 'intl-messageformat';
import type { Locale } from './catalogue.js';

/** English as written in Europe: day before month, 24 hours. */
const TAGS: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB' };

const PLAIN_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/**
 * The formatters that intl-messageformat calls, taking the params of errors as they are, texts included: the decimals of
 * the kernel (never made a float), dates `2026-03-01` (the same day in every zone) and instants (in `timeZone`).
 */
export function formattersFor(locale: Locale, timeZone: string): Formatters {
  const formatters = {
    getNumberFormat: (_locales: unknown, options: Intl.NumberFormatOptions = {}) => ({
      format: (value: unknown) => formatNumber(locale, value, options),
    }),
    getDateTimeFormat: (_locales: unknown, options: Intl.DateTimeFormatOptions = {}) => ({
      format: (value: unknown) => formatDate(locale, value, { timeZone, ...options }),
    }),
    getPluralRules: (_locales: unknown, options: Intl.PluralRulesOptions = {}) =>
      new Intl.PluralRules(TAGS[locale], options),
  };
  // The library's type wants the whole of Intl's classes; it calls `format` and `select` only.
  return formatters as unknown as Formatters;
}

function formatNumber(locale: Locale, value: unknown, options: Intl.NumberFormatOptions): string {
  if (typeof value === 'number' || typeof value === 'bigint') return numberFormat(locale, options).format(value);
  if (typeof value !== 'string' || !NUMBER.test(value)) throw new TypeError('a number was expected');
  const decimals = Math.min(shownDecimals(value, options.style === 'percent'), options.maximumFractionDigits ?? 20);
  const exact = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, ...options };
  return numberFormat(locale, exact).format(value as Intl.StringNumericLiteral);
}

/** All the decimals of an amount (`12.50`); of quantities and rates, which carry four, those that say something. */
function shownDecimals(value: string, percent: boolean): number {
  const fraction = value.split('.')[1] ?? '';
  const decimals = fraction.length > 2 ? fraction.replace(/0+$/, '').length : fraction.length;
  return percent ? Math.max(0, decimals - 2) : decimals;
}

function formatDate(locale: Locale, value: unknown, options: Intl.DateTimeFormatOptions): string {
  const text = String(value);
  if (!PLAIN_DATE.test(text) && !INSTANT.test(text)) throw new TypeError('a date or an instant was expected');
  const shown = PLAIN_DATE.test(text)
    ? dateFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`))
    : dateFormat(locale, options).format(new Date(text));
  // French writes the first of a month as an ordinal; Intl does not.
  return locale === 'fr' ? shown.replace(/(?<![0-9])1 (?=\p{L})/u, '1er ') : shown;
}

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached(numberFormats, locale, options, () => new Intl.NumberFormat(TAGS[locale], options));
}

function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(dateFormats, locale, options, () => new Intl.DateTimeFormat(TAGS[locale], options));
}

function cached<Format>(formats: Map<string, Format>, locale: Locale, options: object, make: () => Format): Format {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = make()));
  return format;
}
