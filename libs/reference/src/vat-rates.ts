/** `mainland` is metropolitan France without Corsica. Codes are stored and sent: they never change meaning. */
export const vatTerritories = [
  'mainland',
  'corsica',
  'guadeloupe',
  'martinique',
  'reunion',
  'guyane',
  'mayotte',
] as const;
export type VatTerritory = (typeof vatTerritories)[number];

/** The four categories of the general tariff. */
export const vatCategories = ['standard', 'intermediate', 'reduced', 'super_reduced'] as const;
export type VatCategory = (typeof vatCategories)[number];

/**
 * A rate in force `from` a date, to the day before `until` when there is one. `special` rates belong to named operations
 * (shows, live animals, petroleum products …), not to a category: they are listed so that one who needs them may pick
 * them, and are never a default.
 */
export type VatRow = {
  readonly territories: readonly VatTerritory[];
  readonly category: VatCategory | 'special';
  /** In percent, as the law writes it. */
  readonly percent: string;
  readonly from: string;
  readonly until?: string;
  /** The article of the tax code (CGI). */
  readonly law: string;
};

/** First day of the tariff below (law 2012-1510, art. 68): 20 % and 10 % replaced 19.6 % and 7 %. */
export const tariffStart = '2014-01-01';

const ANTILLES_REUNION = ['guadeloupe', 'martinique', 'reunion'] as const;
const EUROPE = ['mainland', 'corsica'] as const;

/**
 * The tariff. A change of law adds `until` to a row and a new row after it; a row that documents were issued under is
 * never edited.
 *
 * - Corsica has the mainland's rates, plus special ones that replace them for the operations that art. 297 names.
 * - In Guadeloupe, Martinique and Réunion one reduced rate stands for the mainland's 10 % and 5.5 % (BOI-TVA-GEO-20-10);
 *   what the mainland taxes at 2.1 % is split there between several rates, so that category has none.
 */
export const vatRows: readonly VatRow[] = [
  { territories: EUROPE, category: 'standard', percent: '20', from: tariffStart, law: 'CGI art. 278' },
  {
    territories: EUROPE,
    category: 'intermediate',
    percent: '10',
    from: tariffStart,
    law: 'CGI art. 278 bis à 279-0 bis',
  },
  { territories: EUROPE, category: 'reduced', percent: '5.5', from: tariffStart, law: 'CGI art. 278-0 bis' },
  {
    territories: EUROPE,
    category: 'super_reduced',
    percent: '2.1',
    from: tariffStart,
    law: 'CGI art. 281 quater à 281 octies',
  },

  { territories: ['corsica'], category: 'special', percent: '0.9', from: tariffStart, law: 'CGI art. 297, I-1-1°' },
  { territories: ['corsica'], category: 'special', percent: '2.1', from: tariffStart, law: 'CGI art. 297, I-1-2°' },
  { territories: ['corsica'], category: 'special', percent: '10', from: tariffStart, law: 'CGI art. 297, I-1-5°' },
  { territories: ['corsica'], category: 'special', percent: '13', from: tariffStart, law: 'CGI art. 297, I-1-6°' },

  { territories: ANTILLES_REUNION, category: 'standard', percent: '8.5', from: tariffStart, law: 'CGI art. 296, 1°-b' },
  {
    territories: ANTILLES_REUNION,
    category: 'intermediate',
    percent: '2.1',
    from: tariffStart,
    law: 'CGI art. 296, 1°-a',
  },
  { territories: ANTILLES_REUNION, category: 'reduced', percent: '2.1', from: tariffStart, law: 'CGI art. 296, 1°-a' },
  {
    territories: ANTILLES_REUNION,
    category: 'special',
    percent: '1.05',
    from: tariffStart,
    law: 'CGI art. 296 bis',
  },
  {
    territories: ANTILLES_REUNION,
    category: 'special',
    percent: '1.75',
    from: tariffStart,
    law: 'CGI art. 296 bis',
  },
];

/** Where VAT does not apply, with the article to name on the document. */
export const withoutVat: readonly Pick<VatRow, 'territories' | 'from' | 'until' | 'law'>[] = [
  { territories: ['guyane', 'mayotte'], from: tariffStart, law: 'CGI art. 294' },
];
