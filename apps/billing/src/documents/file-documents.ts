import type { BillableFile, BillableFile_Line } from '@navette/contracts/billing/v1/service';
import { isUuid, type Temporal } from '@navette/kernel';
import type { Customer } from '../parties/customer.js';
import type { Station } from '../stations/station.js';
import { billedAs, documentErrors } from './document.js';
import { assertMentions, preparedDocument, type PreparedDocument } from './prepared-document.js';

/** A document of a file; as a draft, it gets its number once it is accepted. */
export interface FileDocument extends PreparedDocument {
  readonly draft: boolean;
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
 */
export function fileDocuments(file: BillableFile, { station, customers, today }: Known): FileDocument[] {
  const origin = file.fileNumber;
  const byPayer = new Map<string, BillableFile_Line[]>();
  for (const { partyId, lines } of file.payers) byPayer.set(partyId, [...(byPayer.get(partyId) ?? []), ...lines]);
  if (byPayer.size === 0) throw documentErrors.error('document.empty', { file: origin });

  const documents = [...byPayer].map(([partyId, lines]): FileDocument => {
    const customer = customers.get(partyId);
    if (customer === undefined) throw documentErrors.error('document.unknown-customer', { party: partyId });
    if (lines.length === 0) throw documentErrors.error('document.empty', { file: origin });
    const { kind, draft } = billedAs(customer.billingType);
    return { ...preparedDocument({ kind, customer, station, on: today, lines, origin }), draft };
  });
  assertMentions(documents);
  return documents;
}
