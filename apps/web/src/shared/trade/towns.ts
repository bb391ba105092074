/** What of an address its towns are found by. */
export interface TypedAddress {
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
}

/** As many as can be looked over; the rest is found by its first letters. */
const MOST = 12;

/** Whether towns are known by this postcode; an address without a country is in France. */
export const isFrenchPostcode = ({ postcode, country }: Omit<TypedAddress, 'city'>): boolean =>
  /^\d{5}$/.test(postcode.trim()) && ['', 'FR'].includes(country.trim().toUpperCase());

/** Towns of a postcode that begin with what is typed; none where the town is one of them (PA-12). */
export function townsToOffer(towns: readonly string[], city: string): readonly string[] {
  const typed = plain(city);
  if (towns.some((town) => plain(town) === typed)) return [];
  const begun = towns.filter((town) => plain(town).startsWith(typed));
  return (begun.length > 0 ? begun : towns).slice(0, MOST);
}

/** Without accents, case and dashes. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
