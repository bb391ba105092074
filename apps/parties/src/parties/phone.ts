import type { Address } from '@navette/contracts/common/v1/common';
import {
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

/** Country or overseas territory whose numbers a station writes without a country, ISO 3166-1. */
export type PhoneRegion = CountryCode;

/** Of a station that nothing is known of. */
export const USUAL_REGION: PhoneRegion = 'FR';

/** By postcode: France's territories beyond the sea, which have countries of their own in phone numbers. */
const OVERSEAS: Readonly<Record<string, PhoneRegion>> = {
  '971': 'GP',
  '972': 'MQ',
  '973': 'GF',
  '974': 'RE',
  '975': 'PM',
  '976': 'YT',
  '986': 'WF',
  '987': 'PF',
  '988': 'NC',
};

/** Those among them whose numbers are dialled from each other, and from France, without a country. */
const ONE_PLAN_WITH_FRANCE: readonly PhoneRegion[] = ['GP', 'MQ', 'GF', 'RE', 'PM', 'YT'];

/** The region of a station's numbers is that of its address (PA-12). */
export function phoneRegionOf(address: Pick<Address, 'country' | 'postcode'> | undefined): PhoneRegion {
  const country = address?.country || USUAL_REGION;
  if (country === 'FR') return OVERSEAS[address?.postcode.slice(0, 3) ?? ''] ?? USUAL_REGION;
  return isSupportedCountry(country) ? country : USUAL_REGION;
}

/** A phone as it is compared and dialled, and as its station writes it. */
export interface Phone {
  readonly e164: string;
  /** In the national form of the station's region; with its country where it is of another. */
  readonly national: string;
  /** The digits by which it is asked for: with its country, and as at home where a 0 tells it from other numbers. */
  readonly dialled: readonly string[];
}

/** PA-12: a number in E.164; one without a country is of `region`. Undefined where it is none. */
export function phoneOf(typed: string, region: PhoneRegion = USUAL_REGION): Phone | undefined {
  const local = parsePhoneNumberFromString(typed, region);
  const ofFrance =
    ONE_PLAN_WITH_FRANCE.includes(region) && local?.isValid() !== true && parsePhoneNumberFromString(typed, 'FR');
  const parsed = ofFrance && ofFrance.isValid() ? ofFrance : local;
  if (parsed?.isPossible() !== true) return undefined;
  const isHome = parsed.country === region || (parsed.country === 'FR' && ONE_PLAN_WITH_FRANCE.includes(region));
  const national = parsed.formatNational();
  const plain = parsed.ext === undefined ? national : parsePhoneNumberFromString(parsed.number)?.formatNational();
  const digits = (plain ?? '').replace(/\D/g, '');
  return {
    e164: parsed.number,
    national: isHome ? national : parsed.formatInternational(),
    dialled: [parsed.number.slice(1), ...(digits.startsWith('0') ? [digits] : [])],
  };
}

/** How a number may be written: as in the region, with its country, and so from abroad. */
export function acceptedPhones(region: PhoneRegion): string[] {
  const example = getExampleNumber(region, examples);
  if (example === undefined) return ['+33 6 12 34 56 78'];
  return [example.formatNational(), example.formatInternational(), example.number];
}
