import { Party, type PartyImportColumn, type PartyImportProblem } from '@navette/contracts/parties/v1/service';
import type { DomainError } from '@navette/kernel';
import { newParty, normalised } from '../parties/party.js';
import type { Phone, PhoneRegion } from '../parties/phone.js';
import { FIELDS, texts } from './party-import.js';

/** What people call the kinds. */
const KINDS: Readonly<Record<string, string>> = {
  consommateur: 'consumer', particulier: 'consumer', client: 'consumer', customer: 'consumer', revendeur: 'reseller',
  distributeur: 'reseller', magasin: 'reseller', fournisseur: 'supplier', fabricant: 'manufacturer', constructeur: 'manufacturer',
  marque: 'manufacturer', autre: 'other', tiers: 'other', 'autre tiers': 'other', 'other party': 'other',
}; // prettier-ignore
const LANGUAGES: Readonly<Record<string, string>> = {
  francais: 'fr', french: 'fr', anglais: 'en', english: 'en',
}; // prettier-ignore
const COUNTRIES: Readonly<Record<string, string>> = {
  france: 'FR', belgique: 'BE', belgium: 'BE', suisse: 'CH', switzerland: 'CH', luxembourg: 'LU', allemagne: 'DE', germany: 'DE',
  espagne: 'ES', spain: 'ES', italie: 'IT', italy: 'IT', 'pays bas': 'NL', netherlands: 'NL', monaco: 'MC', portugal: 'PT',
  'royaume uni': 'GB', 'united kingdom': 'GB',
}; // prettier-ignore

/** Of what stands in a column, so much is shown beside what is wrong with it. */
const SHOWN = 200;

/** What an error says of a line, by the names of the columns that it is about and what stands there. */
export function problemsOf(
  error: DomainError,
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  mapping: Mapping,
): PartyImportProblem[] {
  const fields = error.fields.length > 0 ? error.fields : [{ pointer: '', code: error.code, params: error.params }];
  return fields.map(({ pointer, code, params = {} }) => ({
    line,
    ...mapping.placeOf(pointer, cells),
    code,
    params: texts(params),
  }));
}

/** A line as the party that it describes. */
export interface LineParty {
  readonly party: Party;
  readonly phones: Phone[];
}

/** How a line becomes a party, for the columns of one import. */
export class Mapping {
  readonly #columns: ReadonlyMap<string, readonly number[]>;

  constructor(
    columns: readonly PartyImportColumn[],
    private readonly defaultKind: string,
    private readonly header: readonly string[],
    /** Of the station: phones without a country are of it (PA-12). */
    readonly region: PhoneRegion,
  ) {
    this.#columns = new Map(
      FIELDS.map((field) => [field, columns.filter((one) => one.field === field).map(({ column }) => column)]),
    );
  }

  /**
   * @throws DomainError `parties.party.invalid` with every field that is not accepted
   */
  partyOf(cells: readonly string[]): LineParty {
    return newParty(this.#described(cells), 'import', this.region);
  }

  /**
   * A known party with what the line says of it: a cell that is empty changes nothing, phones, e-mails and tags are added.
   */
  updated(known: Party, cells: readonly string[]): Party {
    const said = this.#described(cells);
    const text = (field: 'civility' | 'name' | 'firstName' | 'siret' | 'vatNumber' | 'comment') =>
      said[field] || known[field];
    const language = this.#cell(cells, 'language') === '' ? known.language : said.language;
    const kinds = this.#cell(cells, 'kind') === '' ? known.kinds : [...new Set([...known.kinds, ...said.kinds])];
    const address = ['line1', 'line2', 'postcode', 'city'].some((field) => this.#cell(cells, field) !== '');
    return {
      ...known,
      kinds,
      language,
      civility: text('civility'),
      name: text('name'),
      firstName: text('firstName'),
      siret: text('siret'),
      vatNumber: text('vatNumber'),
      comment: text('comment'),
      phones: [...said.phones, ...known.phones],
      emails: [...said.emails, ...known.emails],
      tags: [...known.tags, ...said.tags],
      mainAddress: address ? said.mainAddress : known.mainAddress,
    };
  }

  /** Name of the column that a field of a party came from, and what stands there; of all that it may have come from. */
  placeOf(pointer: string, cells: readonly string[]): { column: string; value: string } {
    const [, first = '', second = ''] = pointer.split('/');
    const field = FIELD_AT[first] ?? (first === 'mainAddress' ? second : first);
    const columns = this.#columns.get(field) ?? [];
    return {
      column: columns.map((at) => this.header[at] ?? '').join(', '),
      value: this.#cells(cells, field).join(' / ').slice(0, SHOWN),
    };
  }

  #cell(cells: readonly string[], field: string): string {
    return this.#cells(cells, field)[0] ?? '';
  }

  #cells(cells: readonly string[], field: string): string[] {
    // PostgreSQL keeps no NUL in a text.
    const said = (this.#columns.get(field) ?? []).map((at) => (cells[at] ?? '').replaceAll('\0', '').trim());
    return said.filter((cell) => cell !== '');
  }

  #described(cells: readonly string[]): Party {
    const text = (field: string) => this.#cell(cells, field);
    const several = (field: string, separator: RegExp) =>
      this.#cells(cells, field).flatMap((cell) => cell.split(separator).map((one) => one.trim()).filter((one) => one !== '')); // prettier-ignore
    const known = (names: Readonly<Record<string, string>>, typed: string) => names[normalised(typed)] ?? typed;
    const kinds = several('kind', /[,;|/+]/).map((kind) => known(KINDS, kind.toLowerCase()));
    return Party.fromPartial({
      kinds: kinds.length > 0 ? kinds : [this.defaultKind],
      civility: text('civility'),
      name: text('name'),
      firstName: text('firstName'),
      siret: text('siret'),
      vatNumber: text('vatNumber'),
      language: known(LANGUAGES, text('language').toLowerCase()),
      phones: several('phone', /[,;|/]/),
      emails: several('email', /[,;|\s]+(?:\/\s+)?/),
      mainAddress: {
        line1: text('line1'),
        line2: text('line2'),
        postcode: text('postcode'),
        city: text('city'),
        country: known(COUNTRIES, text('country')),
      },
      tags: several('tag', /[,;|]/),
      comment: text('comment'),
    });
  }
}

const FIELD_AT: Readonly<Record<string, string>> = { kinds: 'kind', phones: 'phone', emails: 'email', tags: 'tag' };
