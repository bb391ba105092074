import { isSiren, vatKey } from '@navette/kernel';

/** What follows the country in the VAT numbers of the Union (VIES); France has a key of its own, see below. */
const UNION: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[0-9A-Z]\d{7}[0-9A-Z]$/,
  FI: /^\d{8}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[0-9A-Z+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[0-9A-Z+*]{12}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
};

/** A VAT number without the blanks, dots and dashes that people put in it, in capitals. */
export function cleanVatNumber(typed: string): string {
  return typed.replace(/[\s.-]/g, '').toUpperCase();
}

/**
 * Whether a cleaned VAT number can be one (PA-1): a French one by its SIREN and, where its key is made of digits, by that
 * key; one of the Union by the form its country gives; any other by its country alone, since we can't know its form.
 */
export function isVatNumber(cleaned: string): boolean {
  const [, country = '', rest = ''] = /^([A-Z]{2})([0-9A-Z+*]{2,13})$/.exec(cleaned) ?? [];
  if (country === '') return false;
  if (country !== 'FR') return UNION[country]?.test(rest) ?? true;
  const [, key = '', siren = ''] = /^([0-9A-Z]{2})([0-9]{9})$/.exec(rest) ?? [];
  return isSiren(siren) && (!/^\d\d$/.test(key) || key === vatKey(siren));
}

/** The SIREN in a French VAT number; undefined in any other. */
export function sirenOf(vatNumber: string): string | undefined {
  return vatNumber.startsWith('FR') ? vatNumber.slice(4) : undefined;
}
