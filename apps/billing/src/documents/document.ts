import { defineErrors } from '@navette/kernel';

export const documentErrors = defineErrors('billing', {
  'document.not-found': { kind: 'not-found', params: [] },
  'document.empty': { kind: 'precondition', params: ['file'] },
  'document.unknown-customer': { kind: 'precondition', params: ['party'] },
  'document.type-not-built': { kind: 'precondition', params: ['type'] },
  'document.line-wrong': { kind: 'precondition', params: ['reference', 'field', 'rule'] },
  'document.vat-rate-unknown': { kind: 'precondition', params: ['category', 'territory'] },
  'document.total-out-of-range': { kind: 'precondition', params: ['file'] },
  'document.mentions-missing': { kind: 'precondition', params: ['mentions'] },
});

export const DOCUMENT_KINDS = ['invoice', 'billable_delivery_note', 'pro_forma'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Series that numbers a kind. */
export const SERIES = { invoice: 'FA', billable_delivery_note: 'BL', pro_forma: 'PF' } as const satisfies Record<
  DocumentKind,
  string
>;

/** What a file is billed as to a party of a billing type (PA-2); a type that is absent here is refused by its name. */
const KIND_BY_BILLING_TYPE: Readonly<Record<string, DocumentKind>> = {
  none: 'invoice',
  billable_delivery_note: 'billable_delivery_note',
  pro_forma: 'pro_forma',
};

/** @throws DomainError `billing.document.type-not-built` */
export function kindFor(billingType: string): DocumentKind {
  const kind = KIND_BY_BILLING_TYPE[billingType];
  if (kind === undefined) throw documentErrors.error('document.type-not-built', { type: billingType });
  return kind;
}
