import type { PriceListColumn, PriceListProblem, PriceListTerms } from '@navette/contracts/stock/v1/price_lists';
import { defineErrors, DomainError, UnitPrice, type ErrorParam, type FieldError } from '@navette/kernel';
import { vatCategories } from '@navette/reference';
import { normalisedReference } from '../catalogue/part.js';

/*
 * ST-6: the price list of a manufacturer, from a file. Columns may stand in any order; what each holds is guessed by its
 * header and may be said otherwise.
 */

export const priceListErrors = defineErrors('stock', {
  'price-list.not-found': 'not-found',
  'price-list.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'price-list.file-name': { kind: 'invalid', params: ['max'] },
  'price-list.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'price-list.too-large': { kind: 'too-large', params: ['max'] },
  'price-list.workbook-too-large': { kind: 'too-large', params: ['max'] },
  'price-list.state-not-accepted': { kind: 'precondition', params: ['accepted', 'state'] },
  'price-list.piece-missing': { kind: 'precondition', params: ['piece'] },
  'price-list.empty': 'invalid',
  'price-list.encoding': 'invalid',
  'price-list.malformed-row': 'invalid',
  'price-list.unreadable': 'invalid',
  'price-list.too-many-columns': { kind: 'invalid', params: ['max'] },
  'price-list.too-many-lines': { kind: 'invalid', params: ['max'] },
  'price-list.workbook-too-long': { kind: 'invalid', params: ['max'] },
  'price-list.terms-invalid': 'invalid',
  'price-list.column-unknown': { kind: 'invalid', params: ['max'] },
  'price-list.field-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'price-list.field-twice': { kind: 'invalid', params: ['field'] },
  'price-list.field-needed': { kind: 'invalid', params: ['field'] },
  'price-list.manufacturer-needed': 'invalid',
  'price-list.party-unknown': 'invalid',
  'price-list.code-wrong': 'invalid',
  'price-list.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'price-list.reference-missing': 'invalid',
  'price-list.reference-too-long': { kind: 'invalid', params: ['max'] },
  'price-list.price-missing': 'invalid',
  'price-list.price-malformed': 'invalid',
  'price-list.price-negative': 'invalid',
  'price-list.reference-twice': 'invalid',
  'price-list.reference-of-another': 'invalid',
});

type Rule = Parameters<typeof priceListErrors.field>[1];

export type PriceListState =
  'receiving' | 'reading' | 'refused' | 'mapping' | 'checking' | 'checked' | 'committing' | 'committed' | 'closed';

/** Whether a list goes on by itself. */
export const isWorking = ({ state }: { readonly state: PriceListState }): boolean =>
  state === 'reading' || state === 'checking' || state === 'committing';

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];
export const PIECE_BYTES = 1_048_576;
/** Of a CSV file, 300 MiB; of a workbook, whose archive passes through memory whole, 10 MiB. */
export const MOST_PIECES = { csv: 300, xlsx: 10 };
export const MOST_LINES = { csv: 1_000_000, xlsx: 100_000 };
const LONGEST_NAME = 200;
const MOST_COLUMNS = 200;
const MAX = { reference: 60, designation: 200, shown: 100 };

/** Names of each field that people give a column, in the form of `headerKey`. */
const HEADERS = {
  reference: ['reference', 'ref', 'reference piece', 'ref piece', 'reference article', 'code article', 'code piece', 'article', 'part number', 'part no', 'part', 'sku', 'code'],
  designation: ['designation', 'libelle', 'description', 'nom', 'name', 'label', 'title'],
  price: ['prix', 'prix ht', 'tarif', 'tarif ht', 'votre prix', 'prix achat', 'prix d achat', 'prix d achat ht', 'prix net', 'price', 'net price', 'list price', 'your price', 'cost'],
} as const; // prettier-ignore

export const FIELDS = Object.keys(HEADERS) as (keyof typeof HEADERS)[];
type Field = (typeof FIELDS)[number];
const NEEDED: readonly Field[] = ['reference', 'price'];

/** A line as it is compared with the catalogue; `problem` is empty where it can be. */
export interface PricedLine {
  readonly line: number;
  readonly reference: string;
  readonly norm: string;
  readonly designation: string;
  readonly price: string | null;
  readonly problem: Rule | '';
  /** The cell that is wrong. */
  readonly value: string;
}

/**
 * @returns the name and what it says that the file is
 * @throws DomainError `stock.price-list.file-name`, `stock.price-list.format-not-accepted`
 */
export function namedFile(typed: string): { fileName: string; format: Format } {
  const fileName = typed.replaceAll('\0', '').trim();
  if (fileName === '' || fileName.length > LONGEST_NAME)
    throw priceListErrors.error('price-list.file-name', { max: LONGEST_NAME });
  const format = FORMATS.find((one) => fileName.toLowerCase().endsWith(`.${one}`));
  if (format === undefined) throw priceListErrors.error('price-list.format-not-accepted', { accepted: FORMATS });
  return { fileName, format };
}

/** @throws DomainError `stock.price-list.too-large`, `stock.price-list.workbook-too-large` (params: MiB) */
export function checkPiece(format: Format, piece: number, content: Uint8Array): void {
  const max = MOST_PIECES[format];
  if (piece < max && content.length <= PIECE_BYTES) return;
  throw format === 'csv'
    ? priceListErrors.error('price-list.too-large', { max })
    : priceListErrors.error('price-list.workbook-too-large', { max });
}

/** `Prix d'Achat (HT)` → `prix d achat ht` */
const headerKey = (name: string) =>
  name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim(); // prettier-ignore

/** How a list with this header is likely to be taken. */
export function guessedTerms(header: readonly string[]): PriceListTerms {
  const taken = new Set<string>();
  const columns = header.flatMap((name, column): PriceListColumn[] => {
    const key = headerKey(name);
    const field = FIELDS.find((one) => (HEADERS[one] as readonly string[]).includes(key) && !taken.has(one));
    if (field === undefined) return [];
    taken.add(field);
    return [{ column, field }];
  });
  return {
    columns,
    manufacturerPartyId: '',
    supplierPartyId: '',
    ventilationCode: 'PIECE',
    vatCategory: vatCategories[0],
    updatePurchasePrices: false,
  };
}

/** What is wrong with terms as a person chose them; `selling` are the parties from whom parts can be had. */
export function termsProblems(
  terms: PriceListTerms,
  header: readonly string[],
  selling: ReadonlySet<string>,
): FieldError[] {
  const fields: FieldError[] = [];
  terms.columns.forEach(({ column, field }, i) => {
    if (!Number.isInteger(column) || column < 0 || column >= header.length)
      fields.push(
        priceListErrors.field(`/columns/${i}/column`, 'price-list.column-unknown', { max: header.length - 1 }),
      );
    if (!(FIELDS as readonly string[]).includes(field))
      fields.push(priceListErrors.field(`/columns/${i}/field`, 'price-list.field-not-accepted', { accepted: FIELDS }));
    else if (terms.columns.findIndex((one) => one.field === field || one.column === column) < i)
      fields.push(priceListErrors.field(`/columns/${i}/field`, 'price-list.field-twice', { field }));
  });
  for (const field of NEEDED)
    if (!terms.columns.some((one) => one.field === field))
      fields.push(priceListErrors.field('/columns', 'price-list.field-needed', { field }));
  if (terms.manufacturerPartyId === '')
    fields.push(priceListErrors.field('/manufacturerPartyId', 'price-list.manufacturer-needed'));
  for (const field of ['manufacturerPartyId', 'supplierPartyId'] as const)
    if (terms[field] !== '' && !selling.has(terms[field]))
      fields.push(priceListErrors.field(`/${field}`, 'price-list.party-unknown'));
  if (!/^[A-Z0-9_-]{1,20}$/.test(terms.ventilationCode))
    fields.push(priceListErrors.field('/ventilationCode', 'price-list.code-wrong'));
  if (!(vatCategories as readonly string[]).includes(terms.vatCategory))
    fields.push(priceListErrors.field('/vatCategory', 'price-list.not-accepted', { accepted: vatCategories }));
  return fields;
}

/** How the cells of a line are understood, for columns that were checked. */
export function lineReader(
  columns: readonly PriceListColumn[],
): (line: number, cells: readonly string[]) => PricedLine {
  const at = new Map(columns.map(({ column, field }) => [field, column]));
  return (line, cells) => {
    const cell = (field: Field) => (cells[at.get(field) ?? -1] ?? '').replaceAll('\0', '').trim();
    const reference = cell('reference').replace(KEPT_FROM_BEING_A_FORMULA, '');
    const typed = cell('price');
    const price = priceOf(typed);
    const [problem, value] =
      reference === '' ? (['price-list.reference-missing', ''] as const)
      : reference.length > MAX.reference ? (['price-list.reference-too-long', reference] as const)
      : typeof price === 'string' ? ([price, typed] as const)
      : (['', ''] as const); // prettier-ignore
    return {
      line,
      reference: reference.slice(0, MAX.reference),
      norm: normalisedReference(reference).slice(0, MAX.reference),
      // Of a part without one its reference is what people know it by.
      designation: (cell('designation') || reference).slice(0, MAX.designation),
      price: problem === '' && typeof price !== 'string' ? price.toString() : null,
      problem,
      value: value.slice(0, MAX.shown),
    };
  };
}

/** Of lines read together the first of each part counts, as it does of all lines of a list. */
export function withoutRepeats(lines: readonly PricedLine[]): PricedLine[] {
  const known = new Set<string>();
  return lines.map((line) => {
    if (line.problem !== '') return line;
    if (known.has(line.norm))
      return { ...line, price: null, problem: 'price-list.reference-twice', value: line.reference };
    known.add(line.norm);
    return line;
  });
}

/** Spreadsheets put it before what would be taken for a formula. */
const KEPT_FROM_BEING_A_FORMULA = /^'(?=[=+\-@])/;
/** Digits, or groups of three of them; then decimals. A single comma or point is before decimals. */
const PRICE = /^([+-]?)(?:(\d*)|(\d{1,3}([.,])\d{3}(?:\4\d{3})*))(?:([.,])(\d*))?$/;

/** `1 234,50 €`, `1.234,50`, `1,234.50`, `12.5`; what has more than four decimals, as computed cells do, is rounded to them. */
export function priceOf(typed: string): UnitPrice | Rule {
  const bare = typed.replace(/[\s€]|EUR/gi, '');
  if (bare === '') return 'price-list.price-missing';
  const [, sign, plain, grouped, between, before, decimals = ''] = PRICE.exec(bare) ?? [];
  const whole = (plain ?? grouped ?? '').replace(/[.,]/g, '');
  if (sign === undefined || whole + decimals === '' || (between !== undefined && between === before))
    return 'price-list.price-malformed';
  const units = BigInt(whole + decimals.slice(0, 4).padEnd(4, '0')) + (decimals.charAt(4) >= '5' ? 1n : 0n);
  if (sign === '-' && units > 0n) return 'price-list.price-negative';
  const text = String(units).padStart(5, '0');
  try {
    return UnitPrice.parse(`${text.slice(0, -4)}.${text.slice(-4)}`);
  } catch (error) {
    // Larger than any price that can be kept.
    if (error instanceof DomainError) return 'price-list.price-malformed';
    throw error;
  }
}

/** Why a file can't be taken: in which line (0: the whole file), by which rule. */
export function problem(line: number, rule: Rule, params: Readonly<Record<string, ErrorParam>> = {}): PriceListProblem {
  const texts = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return { line, code: `stock.${rule}`, value: '', params: Object.fromEntries(texts) };
}

/** A line's problem as it is told; its row keeps the rule and the cell alone. */
export function lineProblem(line: number, rule: string, value: string): PriceListProblem {
  const params: Record<string, string> = rule === 'price-list.reference-too-long' ? { max: String(MAX.reference) } : {};
  return { line, code: `stock.${rule}`, value, params };
}

/** @returns why a header can't be of a table */
export function headerProblem(cells: readonly string[]): PriceListProblem | undefined {
  return cells.length > MOST_COLUMNS ? problem(1, 'price-list.too-many-columns', { max: MOST_COLUMNS }) : undefined;
}
