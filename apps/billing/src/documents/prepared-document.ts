import type { BillableFile_Line as BilledLine } from '@navette/contracts/billing/v1/service';
import { DomainError, Quantity, Rate, UnitPrice, type Temporal } from '@navette/kernel';
import { hasVat, vatCategories, vatRate, type VatCategory, type VatTerritory } from '@navette/reference';
import type { Customer } from '../parties/customer.js';
import type { Station } from '../stations/station.js';
import { documentErrors, type DocumentKind } from './document.js';
import { documentTotals, type DocumentTotals, type PricedLine } from './document-totals.js';
import { dueDate } from './due-date.js';
import { missingMentions } from './mentions.js';

export type { BilledLine };

export interface DocumentLine extends PricedLine {
  /** Line of the origin; empty where it has none. */
  readonly originLineId: string;
  readonly reference: string;
  readonly designation: string;
  readonly ventilationCode: string;
  readonly vatCategory: string;
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

/** What a document is made of. */
export interface DocumentContent {
  readonly kind: DocumentKind;
  readonly customer: Customer;
  readonly station: Station;
  /** Its business date. */
  readonly on: Temporal.PlainDate;
  readonly lines: readonly BilledLine[];
  /** Number of what it comes from, for whoever reads a refusal. */
  readonly origin: string;
}

/**
 * A document as it would be issued on a day.
 * @throws DomainError `billing.document.line-wrong`, `….vat-rate-unknown`, `….total-out-of-range`
 */
export function preparedDocument({ kind, customer, station, on, lines, origin }: DocumentContent): PreparedDocument {
  const priced = lines.map((line) => documentLine(line, rateOf(line, station, customer, on)));
  return {
    kind,
    customer,
    seller: station,
    issuedOn: on,
    dueOn: kind === 'invoice' ? dueDate(on, customer) : undefined,
    lines: priced,
    totals: totalsOf(priced, origin),
  };
}

/** @throws DomainError `billing.document.mentions-missing` with all that is missing on all documents (BI-27). */
export function assertMentions(documents: readonly PreparedDocument[]): void {
  const missing = documents.flatMap(({ kind, customer, seller, totals }) =>
    missingMentions(seller, { kind, customer, bearsVat: totals.vat.some(({ rate }) => rate !== undefined) }),
  );
  if (missing.length > 0) throw documentErrors.error('document.mentions-missing', { mentions: [...new Set(missing)] });
}

function documentLine(line: BilledLine, rate: Rate | undefined): DocumentLine {
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
    vatCategory: line.vatCategory,
    quantity,
    unitPrice,
    discount,
    vatRate: rate,
  };
}

/** None outside the domestic regime of the customer and where no VAT applies at all (CGI art. 294). */
function rateOf(line: BilledLine, station: Station, customer: Customer, on: Temporal.PlainDate): Rate | undefined {
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

function totalsOf(lines: readonly PricedLine[], origin: string): DocumentTotals {
  try {
    return documentTotals(lines);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw documentErrors.error('document.total-out-of-range', { file: origin });
  }
}
