import { defineErrors } from './errors.js';

const errors = defineErrors('kernel', {
  'siren.invalid': { kind: 'invalid', params: [] },
});

/** La Poste numbers its establishments by a rule of its own, see `isSiret`. */
const LA_POSTE_SIREN = '356000000';
const LA_POSTE_HEAD_OFFICE = '35600000000048';

/** True for nine digits with a valid Luhn key (ID-1). No spaces: what people type is cleaned before. */
export function isSiren(text: string): boolean {
  // 000000000 has a valid key, and belongs to nobody.
  return /^[0-9]{9}$/.test(text) && text !== '000000000' && luhn(text);
}

/**
 * True for fourteen digits that start with a valid SIREN and have a valid key: Luhn's, except that in La Poste's
 * establishments, bar the head office, the digits add up to a multiple of 5 (ID-1; INSEE).
 */
export function isSiret(text: string): boolean {
  if (!/^[0-9]{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false;
  if (!text.startsWith(LA_POSTE_SIREN) || text === LA_POSTE_HEAD_OFFICE) return luhn(text);
  return digits(text).reduce((sum, digit) => sum + digit, 0) % 5 === 0;
}

/**
 * The two digits after `FR` in a VAT number: (12 + 3 × (SIREN mod 97)) mod 97.
 * @throws DomainError `kernel.siren.invalid`
 */
export function vatKey(siren: string): string {
  if (!isSiren(siren)) throw errors.error('siren.invalid');
  return String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0');
}

/**
 * The French VAT number of a SIREN: `FR96552100554`. Some companies were given letters for a key instead; a number that
 * a party gives is never replaced by this one.
 * @throws DomainError `kernel.siren.invalid`
 */
export function frenchVatNumber(siren: string): string {
  return `FR${vatKey(siren)}${siren}`;
}

function luhn(text: string): boolean {
  const sum = digits(text).reduceRight((total, digit, index) => {
    const doubled = (text.length - index) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function digits(text: string): number[] {
  return [...text].map(Number);
}
