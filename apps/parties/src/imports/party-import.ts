import { defineErrors, type ErrorParam, type FieldError } from '@navette/kernel';
import type { PartyImportColumn, PartyImportProblem } from '@navette/contracts/parties/v1/service';
import { normalised, PARTY_KINDS } from '../parties/party.js';

/*
 * PA-15: parties from a file of a person's own making. Any column may hold any field; what it holds is guessed by its
 * header, as the station said the last time or by the names that people give it in French and English.
 */

export const MOST_LINES = 100_000;
const MOST_COLUMNS = 200;
const MOST_CELL = 10_000;

export const importErrors = defineErrors('parties', {
  'import.not-found': 'not-found',
  'import.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'import.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'import.file-name': { kind: 'invalid', params: ['max'] },
  'import.too-large': { kind: 'too-large', params: ['max'] },
  'import.state-not-accepted': { kind: 'precondition', params: ['accepted', 'state'] },
  'import.encoding': 'invalid',
  'import.malformed-row': 'invalid',
  'import.unreadable': 'invalid',
  'import.empty': 'invalid',
  'import.too-many-lines': { kind: 'invalid', params: ['max'] },
  'import.too-many-columns': { kind: 'invalid', params: ['max'] },
  'import.too-long': { kind: 'invalid', params: ['max'] },
  'import.columns-invalid': 'invalid',
  'import.column-unknown': { kind: 'invalid', params: ['accepted'] },
  'import.field-not-accepted': { kind: 'invalid', params: ['accepted', 'field'] },
  'import.field-twice': { kind: 'invalid', params: ['field'] },
  'import.name-needed': 'invalid',
  'import.choice-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'import.lines-not-accepted': { kind: 'precondition', params: ['lines'] },
  'import.used': 'precondition',
  'import.changed-since': 'precondition',
  'import.supplier-stays': 'precondition',
});

export const IMPORT_STATES = [
  'reading', 'refused', 'mapping', 'checking', 'checked', 'committing', 'committed', 'undoing', 'undone', 'closed',
] as const; // prettier-ignore
export type ImportState = (typeof IMPORT_STATES)[number];

const WORKING: readonly ImportState[] = ['reading', 'checking', 'committing', 'undoing'];

/** Whether an import goes on by itself. */
export const isWorking = ({ state }: { readonly state: ImportState }): boolean => WORKING.includes(state);

export const CHOICES = ['new', 'skip', 'update'] as const;
export type Choice = (typeof CHOICES)[number];

/** Names of each field that people give a column, in the form of `normalised`; the first is its own. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  kind: ['type', 'kind', 'kinds', 'types', 'type de tiers', 'categorie', 'category', 'nature'],
  civility: ['civilite', 'civility', 'titre', 'title', 'salutation'],
  name: ['nom', 'name', 'nom ou raison sociale', 'name or company name', 'last name', 'lastname', 'surname', 'family name', 'nom de famille', 'raison sociale', 'societe', 'company', 'company name', 'legal name', 'client', 'customer'],
  firstName: ['prenom', 'first name', 'firstname', 'given name'],
  siret: ['siret', 'n siret', 'numero siret', 'siret number'],
  vatNumber: ['tva', 'n tva', 'n de tva', 'numero de tva', 'numero tva', 'tva intracommunautaire', 'n tva intracommunautaire', 'vat', 'vat number', 'vat id'],
  language: ['langue', 'language', 'lang'],
  phone: ['telephone', 'tel', 'phone', 'mobile', 'portable', 'telephone 1', 'telephone 2', 'tel 1', 'tel 2', 'phone 1', 'phone 2', 'telephone fixe', 'fixe', 'telephone portable', 'telephone mobile', 'tel portable', 'tel fixe', 'gsm', 'phone number', 'numero de telephone', 'mobile phone', 'cell'],
  email: ['email', 'e mail', 'mail', 'courriel', 'adresse mail', 'adresse email', 'adresse e mail', 'email address', 'e mail address', 'email 1', 'email 2'],
  line1: ['adresse', 'address', 'adresse 1', 'address 1', 'address line 1', 'adresse ligne 1', 'ligne 1', 'line 1', 'rue', 'street', 'voie'],
  line2: ['complement', 'address second line', 'complement d adresse', 'complement adresse', 'adresse 2', 'address 2', 'address line 2', 'adresse ligne 2', 'ligne 2', 'line 2'],
  postcode: ['code postal', 'cp', 'postcode', 'postal code', 'zip', 'zip code', 'post code'],
  city: ['ville', 'city', 'town', 'commune', 'localite'],
  country: ['pays', 'country', 'code pays', 'country code'],
  tag: ['etiquette', 'etiquettes', 'tag', 'tags', 'mots cles', 'keywords'],
  comment: ['commentaire', 'comment', 'comments', 'commentaires', 'remarque', 'remarques', 'note', 'notes', 'observation', 'observations'],
}; // prettier-ignore

export const FIELDS = Object.keys(HEADERS);
/** Fields that several columns may hold. */
const SEVERAL: readonly string[] = ['phone', 'email', 'tag'];

/** The header in which a station's columns are known again. */
export const headerKey = (name: string): string => normalised(name);

/** What each column holds: as kept from the last time, else by the name it has. A column that says nothing is left out. */
export function guessedColumns(header: readonly string[], kept: ReadonlyMap<string, string>): PartyImportColumn[] {
  const taken = new Set<string>();
  return header.flatMap((name, column) => {
    const key = headerKey(name);
    const field = kept.get(key) ?? FIELDS.find((one) => HEADERS[one]?.includes(key));
    if (field === undefined || field === '' || taken.has(field)) return [];
    if (!SEVERAL.includes(field)) taken.add(field);
    return [{ column, field }];
  });
}

/**
 * Columns as a person chose them.
 * @throws DomainError `parties.import.columns-invalid` with every column that is not accepted
 */
export function checkedColumns(
  columns: readonly PartyImportColumn[],
  defaultKind: string,
  header: readonly string[],
): PartyImportColumn[] {
  const fields: FieldError[] = [];
  columns.forEach(({ column, field }, i) => {
    if (!Number.isInteger(column) || column < 0 || column >= header.length) {
      const accepted = header.map((_, at) => String(at));
      fields.push(importErrors.field(`/columns/${i}/column`, 'import.column-unknown', { accepted }));
    }
    if (!FIELDS.includes(field)) {
      const params = { field, accepted: FIELDS };
      fields.push(importErrors.field(`/columns/${i}/field`, 'import.field-not-accepted', params));
    } else if (
      columns.findIndex((one) => one.column === column || (one.field === field && !SEVERAL.includes(field))) < i
    ) {
      fields.push(importErrors.field(`/columns/${i}/field`, 'import.field-twice', { field }));
    }
  });
  if (!columns.some(({ field }) => field === 'name')) fields.push(importErrors.field('/columns', 'import.name-needed'));
  if (!(PARTY_KINDS as readonly string[]).includes(defaultKind)) {
    fields.push(importErrors.field('/defaultKind', 'import.field-not-accepted', { field: defaultKind, accepted: PARTY_KINDS })); // prettier-ignore
  }
  if (fields.length > 0) throw importErrors.error('import.columns-invalid', {}, fields);
  return columns.map(({ column, field }) => ({ column, field }));
}

/** Why a header or a line can't be kept at all. */
export function unkeepable(line: number, cells: readonly string[]): PartyImportProblem | undefined {
  if (cells.length > MOST_COLUMNS) return problem(line, 'import.too-many-columns', { max: MOST_COLUMNS });
  if (cells.some((cell) => cell.length > MOST_CELL)) return problem(line, 'import.too-long', { max: MOST_CELL });
  return undefined;
}

/** A problem of a line, or of the whole file (line 0), by one of the rules of imports. */
export function problem(
  line: number,
  rule: Parameters<typeof importErrors.field>[1],
  params: Readonly<Record<string, ErrorParam>> = {},
): PartyImportProblem {
  return { line, column: '', value: '', code: `parties.${rule}`, params: texts(params) };
}

/** Params as a line's row keeps them. */
export const texts = (params: Readonly<Record<string, ErrorParam>>) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  );
