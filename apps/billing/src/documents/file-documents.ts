import type { BillableFile, BillableFile_Line } from '@navette/contracts/billing/v1/service';
import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { isUuid, Rate, type Temporal } from '@navette/kernel';
import { asHeaded, type Customer } from '../parties/customer.js';
import type { Station } from '../stations/station.js';
import { billedAs, documentErrors, type BilledAs } from './document.js';
import { assertMentions, preparedDocument, type PreparedDocument } from './prepared-document.js';

/** A document of a file; as a draft, it gets its number once it is accepted. */
export interface FileDocument extends PreparedDocument {
  readonly draft: boolean;
  /** What the file says of the payer, where it does (PA-19). */
  readonly header: DocumentHeader | undefined;
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
 * check is what is issued. A draft must be an invoice that could be issued now.
 * @throws DomainError `billing.document.empty`, `….unknown-customer`, `….line-wrong`, `….vat-rate-unknown`,
 *   `….total-out-of-range`, `….mentions-missing` with all that is missing on all documents
 * @param as instead of what each payer's billing type says
 */
export function fileDocuments(file: BillableFile, { station, customers, today }: Known, as?: BilledAs): FileDocument[] {
  const origin = file.fileNumber;
  const byPayer = new Map<string, BillableFile_Line[]>();
  for (const { partyId, lines } of file.payers) byPayer.set(partyId, [...(byPayer.get(partyId) ?? []), ...lines]);
  if (byPayer.size === 0) throw documentErrors.error('document.empty', { file: origin });

  const documents = [...byPayer].map(([partyId, lines]): FileDocument => {
    const known = customers.get(partyId);
    if (known === undefined) throw documentErrors.error('document.unknown-customer', { party: partyId });
    const header = file.payers.find((payer) => payer.partyId === partyId)?.header;
    const customer = asHeaded(known, header);
    if (lines.length === 0) throw documentErrors.error('document.empty', { file: origin });
    const { kind, draft } = as ?? billedAs(customer.billingType);
    const discounted = lines.map((line) => lineWithFooter(line, customer.footerDiscount));
    const content = { kind, customer, station, on: today, lines: discounted, origin };
    return { ...preparedDocument(content), draft, header };
  });
  assertMentions(documents);
  return documents;
}

/**
 * The footer's discount spread over the lines (BI-48), beside what each has of its own: 10 % and 5 % leave 85.5 %. So each
 * ventilation code and rate of VAT bears its part of it.
 */
function lineWithFooter(line: BillableFile_Line, footerDiscount: string): BillableFile_Line {
  if (footerDiscount === '') return line;
  const footer = Rate.parse(footerDiscount);
  const own = Rate.parse(line.discount || '0');
  return { ...line, discount: own.plus(footer).minus(own.times(footer)).toString() };
}
