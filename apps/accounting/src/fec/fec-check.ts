import { Money, Temporal } from '@navette/kernel';
import { FEC_COLUMNS, type FecColumn } from './fec.js';

/** What a file is held against. */
export interface FecExpectation {
  /** Name under which the file is handed over. */
  readonly fileName: string;
  readonly siren: string;
  /** First and last day of the fiscal year. */
  readonly opensOn: Temporal.PlainDate;
  readonly closesOn: Temporal.PlainDate;
  /** Whether a piece is kept; absent where the documents are not at hand. */
  readonly hasPiece?: (reference: string) => boolean;
}

export interface FecProblem {
  /** 1-based line of the file; 0 for the file as a whole. */
  readonly line: number;
  readonly rule: FecRule;
  readonly detail: string;
}

export interface FecReport {
  readonly lines: number;
  readonly entries: number;
  readonly debit: string;
  readonly credit: string;
  /** The first thousand; empty for a file that is right. */
  readonly problems: readonly FecProblem[];
}

export type FecRule =
  | 'file-name'
  | 'columns'
  | 'field-count'
  | 'control-character'
  | 'mandatory'
  | 'pair'
  | 'date'
  | 'date-outside-year'
  | 'amount'
  | 'one-side'
  | 'account'
  | 'account-label'
  | 'numbering'
  | 'entry-head'
  | 'validation-before-entry'
  | 'validation-order'
  | 'entry-balance'
  | 'journal-balance'
  | 'file-balance'
  | 'lettering-balance'
  | 'unknown-piece';

const MAX_PROBLEMS = 1_000;
const MAY_BE_EMPTY: readonly FecColumn[] = [
  'CompAuxNum',
  'CompAuxLib',
  'EcritureLet',
  'DateLet',
  'Montantdevise',
  'Idevise',
];
const PAIRS: readonly (readonly [FecColumn, FecColumn])[] = [
  ['CompAuxNum', 'CompAuxLib'],
  ['EcritureLet', 'DateLet'],
  ['Montantdevise', 'Idevise'],
];
const DATES: readonly FecColumn[] = ['EcritureDate', 'PieceDate', 'ValidDate'];
/** What all lines of an entry have in common. */
const HEAD: readonly FecColumn[] = ['JournalLib', 'EcritureDate', 'ValidDate'];

/**
 * Holds a file of accounting entries against art. A47 A-1 and against what the tax authority's own checker lets pass:
 * order of the columns, balance of the file, of each journal and of each entry, numbers without a gap in each journal, real
 * dates inside the year, validation dates that only rise, one side per line, pairs, one label per account, lettered groups,
 * pieces. Reads a stream of any size: what it keeps grows with accounts, journals and lettered groups, never with lines.
 *
 * @param file the text of the file, in chunks of any length
 */
export async function checkFec(
  file: AsyncIterable<string> | Iterable<string>,
  expected: FecExpectation,
): Promise<FecReport> {
  const check = new FecCheck(expected);
  let rest = '';
  for await (const chunk of file) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) check.line(piece.endsWith('\r') ? piece.slice(0, -1) : piece);
  }
  if (rest !== '') check.line(rest);
  return check.end();
}

type Values = Record<FecColumn, string>;

interface Balance {
  debit: Money;
  credit: Money;
}

interface Journal extends Balance {
  number: bigint;
  entry: Balance;
  head: Values;
}

class FecCheck {
  readonly #problems: FecProblem[] = [];
  readonly #journals = new Map<string, Journal>();
  readonly #labels = new Map<string, string>();
  readonly #lettered = new Map<string, Balance>();
  readonly #file: Balance = nothing();
  #lineNumber = 0;
  #entries = 0;
  #lastValidation = '';

  constructor(private readonly expected: FecExpectation) {
    const { fileName, siren, closesOn } = expected;
    const name = `${siren}FEC${closesOn.toString().replaceAll('-', '')}.txt`;
    if (fileName !== name) this.#report('file-name', `${fileName} should be ${name}`);
  }

  line(text: string): void {
    this.#lineNumber += 1;
    if (this.#lineNumber === 1) return this.#header(text);
    const separator = text.includes('\t') ? '\t' : '|';
    const fields = text.split(separator);
    if (fields.length !== FEC_COLUMNS.length) {
      return this.#report('field-count', `${fields.length} fields instead of ${FEC_COLUMNS.length}`);
    }
    // The other separator and carriage returns, wherever they hide.
    const stray = fields.find((field) => /[\p{Cc}|]/u.test(field));
    if (stray !== undefined) this.#report('control-character', JSON.stringify(stray));
    const values = Object.fromEntries(FEC_COLUMNS.map((column, i) => [column, fields[i] ?? ''])) as Values;
    this.#form(values);
    this.#dates(values);
    this.#amounts(values);
  }

  end(): FecReport {
    if (this.#lineNumber === 0) this.#report('columns', 'the file is empty');
    for (const [code, journal] of this.#journals) {
      this.#closeEntry(code, journal);
      if (!journal.debit.equals(journal.credit)) this.#report('journal-balance', `${code}: ${sides(journal)}`, 0);
    }
    for (const [group, balance] of this.#lettered) {
      if (!balance.debit.equals(balance.credit)) this.#report('lettering-balance', `${group}: ${sides(balance)}`, 0);
    }
    if (!this.#file.debit.equals(this.#file.credit)) this.#report('file-balance', sides(this.#file), 0);
    return {
      lines: Math.max(this.#lineNumber - 1, 0),
      entries: this.#entries,
      debit: this.#file.debit.toString(),
      credit: this.#file.credit.toString(),
      problems: this.#problems,
    };
  }

  #header(text: string): void {
    // Both separators are lawful, and a byte order mark is accepted.
    const columns = text.replace(/^\uFEFF/, '').split(/[\t|]/);
    if (columns.join() !== FEC_COLUMNS.join()) this.#report('columns', columns.join(', '));
  }

  #form(values: Values): void {
    for (const column of FEC_COLUMNS) {
      if (values[column].trim() === '' && !MAY_BE_EMPTY.includes(column)) this.#report('mandatory', column);
    }
    for (const [one, other] of PAIRS) {
      if ((values[one] === '') !== (values[other] === '')) this.#report('pair', `${one} and ${other} go together`);
    }
    const { CompteNum: account, CompteLib: label, PieceRef: piece } = values;
    if (!/^[0-9]{3}/.test(account)) this.#report('account', account);
    const known = this.#labels.get(account) ?? label;
    this.#labels.set(account, known);
    if (known !== label) this.#report('account-label', `${account}: “${known}” and “${label}”`);
    if (this.expected.hasPiece?.(piece) === false) this.#report('unknown-piece', piece);
  }

  #dates(values: Values): void {
    const given = values.DateLet === '' ? DATES : [...DATES, 'DateLet' as const];
    for (const column of given) {
      if (dateOf(values[column]) === undefined) this.#report('date', `${column} ${values[column]}`);
    }
    const [entry, validation] = [dateOf(values.EcritureDate), dateOf(values.ValidDate)];
    if (entry === undefined || validation === undefined) return;
    const { opensOn, closesOn } = this.expected;
    if (Temporal.PlainDate.compare(entry, opensOn) < 0 || Temporal.PlainDate.compare(entry, closesOn) > 0) {
      this.#report('date-outside-year', values.EcritureDate);
    }
    if (Temporal.PlainDate.compare(validation, entry) < 0) {
      this.#report('validation-before-entry', `${values.ValidDate} < ${values.EcritureDate}`);
    }
    if (values.ValidDate < this.#lastValidation) {
      this.#report('validation-order', `${values.ValidDate} after ${this.#lastValidation}`);
    }
    this.#lastValidation = values.ValidDate;
  }

  #amounts(values: Values): void {
    const [debit, credit] = [amountOf(values.Debit), amountOf(values.Credit)];
    if (debit === undefined) this.#report('amount', `Debit ${values.Debit}`);
    if (credit === undefined) this.#report('amount', `Credit ${values.Credit}`);
    const line = { debit: debit ?? Money.zero, credit: credit ?? Money.zero };
    if (line.debit.isZero() === line.credit.isZero()) this.#report('one-side', sides(line));
    add(this.#file, line);
    const journal = this.#enter(values);
    add(journal, line);
    add(journal.entry, line);
    if (values.EcritureLet !== '') {
      const group = `${values.CompteNum} ${values.CompAuxNum} ${values.EcritureLet}`;
      const balance = this.#lettered.get(group) ?? nothing();
      add(balance, line);
      this.#lettered.set(group, balance);
    }
  }

  /** The journal of a line, moved on to its entry: the same number as the line before, or the next. */
  #enter(values: Values): Journal {
    const { JournalCode: code, EcritureNum: text } = values;
    const number = /^[0-9]{1,18}$/.test(text) ? BigInt(text) : undefined;
    if (number === undefined) this.#report('numbering', `${code}: ${text} is no number`);
    const journal = this.#journals.get(code);
    if (journal === undefined) {
      if (number !== undefined && number !== 1n) this.#report('numbering', `${code} begins at ${text}`);
      const opened = { ...nothing(), number: number ?? 0n, entry: nothing(), head: values };
      this.#journals.set(code, opened);
      this.#entries += 1;
      return opened;
    }
    if (number === journal.number || number === undefined) {
      const differing = HEAD.find((column) => values[column] !== journal.head[column]);
      if (differing !== undefined) this.#report('entry-head', `${code} ${text}: ${differing} changes within the entry`);
      return journal;
    }
    this.#closeEntry(code, journal);
    if (number !== journal.number + 1n) {
      this.#report('numbering', `${code}: ${text} follows ${journal.number}`);
    }
    journal.number = number;
    journal.entry = nothing();
    journal.head = values;
    this.#entries += 1;
    return journal;
  }

  #closeEntry(code: string, { number, entry }: Journal): void {
    if (!entry.debit.equals(entry.credit)) this.#report('entry-balance', `${code} ${number}: ${sides(entry)}`);
  }

  #report(rule: FecRule, detail: string, line = this.#lineNumber): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ line, rule, detail });
  }
}

function nothing(): Balance {
  return { debit: Money.zero, credit: Money.zero };
}

function add(sum: Balance, { debit, credit }: Balance): void {
  sum.debit = sum.debit.plus(debit);
  sum.credit = sum.credit.plus(credit);
}

function sides({ debit, credit }: Balance): string {
  return `debit ${debit.toString()}, credit ${credit.toString()}`;
}

/** AAAAMMJJ, and a day that exists. */
function dateOf(text: string): Temporal.PlainDate | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
  } catch {
    return undefined;
  }
}

/** Decimal comma, no separator of thousands, two decimals at most, a sign before. */
function amountOf(text: string): Money | undefined {
  return /^-?(0|[1-9][0-9]{0,11})(,[0-9]{1,2})?$/.test(text) ? Money.parse(text.replace(',', '.')) : undefined;
}
