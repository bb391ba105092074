import { fileErrors, type InterventionFileHead } from './intervention-file.js';
import { wantsPart, type FileLine } from './file-line.js';

/** A header as it is kept: texts, numbers, addresses. */
type BilledHeader = {
  readonly [field: string]: string | number | boolean | { readonly [line: string]: string };
};

/** What billing is asked to bill: one payer, one document. */
export type BillableFile = {
  readonly fileId: string;
  readonly fileNumber: string;
  readonly payers: readonly {
    readonly partyId: string;
    /** Of the consumer: what the file says of them, not what their record does (PA-19). */
    readonly header?: BilledHeader;
    readonly lines: readonly {
      readonly lineId: string;
      readonly reference: string;
      readonly designation: string;
      readonly quantity: string;
      readonly unitPrice: string;
      readonly discount: string;
      readonly vatCategory: string;
      readonly ventilationCode: string;
    }[];
  }[];
};

/** A part that left stock for the file; unused ones are named too, so that what was reserved becomes free. */
export type ConsumedLine = { readonly needId: string; readonly partId: string; readonly used: string };

/**
 * A finished file as it is billed (IN-16): lines grouped by who pays, payers in the order of their first line, lines
 * without use left out.
 * @throws DomainError `interventions.file.nothing-to-bill`
 */
export function billableFile(
  file: InterventionFileHead,
  lines: readonly FileLine[],
): { billable: BillableFile; consumption: ConsumedLine[] } {
  const open = lines.filter(({ state }) => state === 'open');
  const partyOf = ({ payer }: FileLine) => (payer === 'consumer' ? file.consumerPartyId : file.orderingPartyId);
  const usedOf = (line: FileLine) => line.quantityUsed ?? line.quantity;
  const billed = open.filter((line) => usedOf(line).isPositive());
  if (billed.length === 0) throw fileErrors.error('file.nothing-to-bill');
  const payers = [...new Set(billed.map(partyOf))].map((partyId) => ({
    partyId,
    ...(partyId === file.consumerPartyId &&
      file.header !== undefined && { header: file.header as unknown as BilledHeader }),
    lines: billed
      .filter((line) => partyOf(line) === partyId)
      .map((line) => ({
        lineId: line.id,
        reference: line.reference,
        designation: line.designation,
        quantity: usedOf(line).toString(),
        unitPrice: line.unitPrice.toString(),
        discount: line.discount,
        vatCategory: line.vatCategory,
        ventilationCode: line.ventilationCode,
      })),
  }));
  const consumption = open
    .filter(wantsPart)
    .map((line) => ({ needId: line.id, partId: line.itemId, used: usedOf(line).toString() }));
  return { billable: { fileId: file.id, fileNumber: file.number, payers }, consumption };
}
