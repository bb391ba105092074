import type { BillableFile, BillableFile_Line } from '@navette/contracts/billing/v1/service';
import { DomainError, isUuid, Quantity, Rate, UnitPrice, type Temporal } from '@navette/kernel';
import { hasVat, vatCategories, vatRate, type VatCategory, type VatTerritory } from '@navette/reference';
import type { Customer } from '../parties/customer.js';
import type { Station } from '../stations/station.js';
import { documentErrors, kindFor, type DocumentKind } from './document.js';
import { documentTotals, type DocumentTotals, type PricedLine } from './document-totals.js';
import { dueDate } from './due-date.js';
import { missingMentions } from './mentions.js';

export interface DocumentLine extends PricedLine {
  /** Line of the origin; empty where it has none. */
  readonly originLineId: string;
  readonly reference: string;
  readonly designation: string;
  readonly ventilationCode: string;
}

/** A document that may be issued: all but its id and number. */
export interface PreparedDocument {
  readonly kind: DocumentKind;
  readonly customer: Customer;
  readonly seller: Station;
  readonly issuedOn: Temporal.PlainDate;
  /** Absent where nothing is to be paid on it. */
  readonly dueOn: Temporal.PlainDate | undefined;
  readonly lines: readonly DocumentLine[];
  readonly totals: DocumentTotals;
}

interface Known {
  readonly station: Station;
  readonly customers: ReadonlyMap<string, Customer>;
  /** The station's date of issue. */
  readonly today: Temporal.PlainDate;
}

/** Parties that a file is billed to, each once, in the file's order. */
export function payersOf(file: BillableFile): string[] {
  return [...new Set(file.payers.map(({ partyId }) => partyId))].filter(isUuid);
}

/**
 * The documents of a file, one for each payer (BI-20): what the check and the issue both stand on, so that what passed the
 * check is what is issued.
 * @throws DomainError `billing.document.empty`, `….unknown-customer`, `….type-not-built`, `….line-wrong`,
 *   `….vat-rate-unknown`, `….total-out-of-range`, `….mentions-missing` with all that is missing on all documents
 */
export function fileDocuments(file: BillableFile, { station, customers, today }: Known): PreparedDocument[] {
  const byPayer = new Map<string, BillableFile_Line[]>();
  for (const { partyId, lines } of file.payers) byPayer.set(partyId, [...(byPayer.get(partyId) ?? []), ...lines]);
  if (byPayer.size === 0) throw documentErrors.error('document.empty', { file: file.fileNumber });

  const documents = [...byPayer].map(([partyId, lines]): PreparedDocument => {
    const customer = customers.get(partyId);
    if (customer === undefined) throw documentErrors.error('document.unknown-customer', { party: partyId });
    if (lines.length === 0) throw documentErrors.error('document.empty', { file: file.fileNumber });
    const kind = kindFor(customer.billingType);
    const priced = lines.map((line) => documentLine(line, rateOf(line, station, customer, today)));
    return {
      kind,
      customer,
      seller: station,
      issuedOn: today,
      dueOn: kind === 'invoice' ? dueDate(today, customer) : undefined,
      lines: priced,
      totals: totalsOf(priced, file),
    };
  });
  const missing = documents.flatMap(({ kind, customer, totals }) =>
    missingMentions(station, { kind, customer, bearsVat: totals.vat.some(({ rate }) => rate !== undefined) }),
  );
  if (missing.length > 0) throw documentErrors.error('document.mentions-missing', { mentions: [...new Set(missing)] });
  return documents;
}

function documentLine(line: BillableFile_Line, rate: Rate | undefined): DocumentLine {
  const { lineId, reference, designation, ventilationCode } = line;
  const wrong = (field: string, rule: string) =>
    documentErrors.error('document.line-wrong', { reference, field, rule });
  const read = <T>(field: string, parse: () => T): T => {
    try {
      return parse();
    } catch (error) {
      if (error instanceof DomainError) throw wrong(field, error.code);
      throw error;
    }
  };
  const quantity = read('quantity', () => Quantity.parse(line.quantity));
  const unitPrice = read('unit_price', () => UnitPrice.parse(line.unitPrice));
  const discount = read('discount', () => Rate.parse(line.discount || '0'));
  if (!quantity.isPositive()) throw wrong('quantity', 'positive');
  if (unitPrice.isNegative()) throw wrong('unit_price', 'not-negative');
  if (discount.isNegative() || discount.compare(Rate.one) > 0) throw wrong('discount', 'between-0-and-1');
  if (ventilationCode === '') throw wrong('ventilation_code', 'required');
  return {
    originLineId: lineId,
    reference,
    designation,
    ventilationCode,
    quantity,
    unitPrice,
    discount,
    vatRate: rate,
  };
}

/** None outside the domestic regime of the customer and where no VAT applies at all (CGI art. 294). */
function rateOf(
  line: BillableFile_Line,
  station: Station,
  customer: Customer,
  on: Temporal.PlainDate,
): Rate | undefined {
  const territory = station.vatTerritory as VatTerritory;
  const category = vatCategories.find((known) => known === line.vatCategory) as VatCategory;
  if (customer.vatRegime !== 'domestic' || !hasVat(territory, on)) return undefined;
  try {
    return vatRate(territory, category, on);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw documentErrors.error('document.vat-rate-unknown', { category: line.vatCategory, territory });
  }
}

function totalsOf(lines: readonly PricedLine[], file: BillableFile): DocumentTotals {
  try {
    return documentTotals(lines);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw documentErrors.error('document.total-out-of-range', { file: file.fileNumber });
  }
}
