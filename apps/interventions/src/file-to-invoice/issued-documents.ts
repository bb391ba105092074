import { Money } from '@navette/kernel';

/** A document as billing answers it. */
export type AnsweredDocument = {
  readonly id: string;
  readonly kind: string;
  /** Empty for a `draft_invoice`. */
  readonly number: string;
  readonly total: string;
};

/**
 * Reads the `documents` of billing's answer, a JSON array of {id, kind, number, total}.
 * @throws Error when it is anything else: the answer becomes a dead letter for a person to see
 */
export function issuedDocuments(json: string): AnsweredDocument[] {
  const documents: unknown = JSON.parse(json);
  if (!Array.isArray(documents) || documents.length === 0) throw new Error('billing answered no documents');
  return documents.map((document: Partial<AnsweredDocument>) => {
    const { id, kind, number, total } = document;
    if (id === undefined || kind === undefined || number === undefined || total === undefined) {
      throw new Error('billing answered an incomplete document');
    }
    return { id, kind, number, total: Money.parse(total).toString() };
  });
}
