import type { Party } from '@navette/contracts/parties/v1/service';
import { normalised, normalisedEmail } from './party.js';
import { phoneOf, type Phone } from './phone.js';

/** As many characters of a word count. */
const LENGTH = 60;
/** As many words of a question count. */
const WORDS = 8;

/** Where a word stands, the best place first. */
export const WEIGHT = { name: 1, firstName: 2, other: 3 } as const;

/** Words of a question (PA-6), in the forms in which those of parties are kept; none where no word has two characters. */
export function wordsAsked(question: string): string[] {
  const asked: string[] = [];
  const taken = (word: string) => {
    asked.push(word);
    return ' ';
  };
  const rest = question
    .replace(/[^\s@\p{C}]+@[^\s@\p{C}]*/gu, (email) => taken(normalisedEmail(email)))
    .replace(/(?<![\p{L}\p{N}])(?:(?:\+|00)(?:[\s./()-]*\d){2,15}|\(?0(?:[\s./()-]*\d){1,9})/gu, (phone) =>
      taken(phoneAsked(phone)),
    );
  const digits = rest.replace(/[\s./()-]/g, '');
  // A whole number without its 0 or its +, in pairs or not.
  if (/^[1-9]\d{8,14}$/.test(digits)) asked.push(digits.length === 9 ? `0${digits}` : digits);
  else asked.push(...wordsOf(rest));
  const words = [...new Set(asked.map((word) => word.slice(0, LENGTH)))].slice(0, WORDS);
  return words.some((word) => word.length >= 2) ? words : [];
}

/** As the number is kept: with its 0 as at home, or with its country. It may still be being typed. */
function phoneAsked(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  if (typed[0] !== '+' && !digits.startsWith('00')) return digits;
  // The 0 of home, written after the country, is none of the number.
  return phoneOf(typed)?.e164.slice(1) ?? typed.replace('(0)', '').replace(/\D/g, '').replace(/^00/, '');
}

/** A kind is searched for like a word, and is none that could be typed. */
export const kindWord = (kind: string) => `:${kind}`;

/** The words by which a party is found, each with its weight, and those of them whose misspellings are looked for. */
export function wordsKept(
  party: Party,
  phones: readonly Phone[],
): { weights: ReadonlyMap<string, number>; spellings: readonly string[] } {
  const addresses = [party.mainAddress, party.billingAddress, party.deliveryAddress].filter((one) => one !== undefined);
  const names = wordsOf(party.name);
  const firstNames = wordsOf(party.firstName);
  const cities = addresses.flatMap(({ city }) => wordsOf(city));
  const emails = party.emails.map(normalisedEmail);
  const others = [
    ...cities,
    ...addresses.flatMap(({ postcode }) => wordsOf(postcode)),
    ...emails.flatMap((email) => [email, ...wordsOf(email.slice(0, email.indexOf('@')))]),
    ...phones.flatMap(({ dialled }) => dialled),
    ...party.kinds.map(kindWord),
  ];
  // A word in two places has the weight of the better one, which comes later.
  const weights = new Map<string, number>([
    ...others.map((word) => [word.slice(0, LENGTH), WEIGHT.other] as const),
    ...firstNames.map((word) => [word, WEIGHT.firstName] as const),
    ...names.map((word) => [word, WEIGHT.name] as const),
  ]);
  return { weights, spellings: [...new Set([...names, ...firstNames, ...cities])] };
}

/** The words of a text, in the form in which they are kept. */
export function wordsOf(text: string): string[] {
  const plain = normalised(text).replaceAll('œ', 'oe').replaceAll('æ', 'ae');
  return plain === '' ? [] : plain.split(' ').map((word) => word.slice(0, LENGTH));
}
