import { defineErrors, type Money, type Temporal } from '@navette/kernel';

export const fecErrors = defineErrors('accounting', {
  'fec.year-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'fec.cursor-wrong': { kind: 'invalid', params: [] },
});

/** The 18 columns of the file of accounting entries, in their order (art. A47 A-1 of the tax procedures book). */
export const FEC_COLUMNS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const;
export type FecColumn = (typeof FEC_COLUMNS)[number];

export const SEPARATOR = '\t';
export const END_OF_LINE = '\r\n';

/** A line of the file before it is written. */
export interface FecLine {
  readonly journal: string;
  readonly journalLabel: string;
  readonly number: string;
  readonly entryDate: Temporal.PlainDate;
  readonly account: string;
  readonly accountLabel: string;
  readonly auxiliary: string;
  readonly auxiliaryLabel: string;
  readonly piece: string;
  readonly pieceDate: Temporal.PlainDate;
  readonly label: string;
  readonly debit: Money;
  readonly credit: Money;
  readonly validatedOn: Temporal.PlainDate;
}

/** `<SIREN>FEC<closing date>.txt`: one file per company and fiscal year. */
export function fecFileName(siren: string, closesOn: Temporal.PlainDate): string {
  return `${siren}FEC${compact(closesOn)}.txt`;
}

export function fecHeader(): string {
  return FEC_COLUMNS.join(SEPARATOR) + END_OF_LINE;
}

/** A line as it stands in the file; its texts lose what would break the columns, and a label never is empty. */
export function fecText(line: FecLine): string {
  const values: Record<FecColumn, string> = {
    JournalCode: line.journal,
    JournalLib: plain(line.journalLabel) || line.journal,
    EcritureNum: line.number,
    EcritureDate: compact(line.entryDate),
    CompteNum: line.account,
    CompteLib: plain(line.accountLabel) || line.account,
    CompAuxNum: line.auxiliary,
    CompAuxLib: line.auxiliary === '' ? '' : plain(line.auxiliaryLabel) || line.auxiliary,
    PieceRef: line.piece,
    PieceDate: compact(line.pieceDate),
    EcritureLib: line.label,
    Debit: decimalComma(line.debit),
    Credit: decimalComma(line.credit),
    EcritureLet: '',
    DateLet: '',
    ValidDate: compact(line.validatedOn),
    Montantdevise: '',
    Idevise: '',
  };
  return FEC_COLUMNS.map((column) => plain(values[column])).join(SEPARATOR) + END_OF_LINE;
}

function compact(date: Temporal.PlainDate): string {
  return date.toString().replaceAll('-', '');
}

function decimalComma(amount: Money): string {
  return amount.toString().replace('.', ',');
}

/** Without separators, line ends and other control characters. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029|]+/gu, ' ').trim();
}
