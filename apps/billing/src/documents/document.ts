import { defineErrors } from '@navette/kernel';

export const documentErrors = defineErrors('billing', {
  'document.not-found': { kind: 'not-found', params: [] },
  'document.empty': { kind: 'precondition', params: ['file'] },
  'document.unknown-customer': { kind: 'precondition', params: ['party'] },
  'document.line-wrong': { kind: 'precondition', params: ['reference', 'field', 'rule'] },
  'document.vat-rate-unknown': { kind: 'precondition', params: ['category', 'territory'] },
  'document.total-out-of-range': { kind: 'precondition', params: ['file'] },
  'document.mentions-missing': { kind: 'precondition', params: ['mentions'] },
  'document.in-progress': { kind: 'precondition', params: [] },
  'document.no-paper': { kind: 'precondition', params: [] },
});

export const DOCUMENT_KINDS = ['invoice', 'billable_delivery_note', 'pro_forma'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Series that numbers a kind. */
export const SERIES = { invoice: 'FA', billable_delivery_note: 'BL', pro_forma: 'PF' } as const satisfies Record<
  DocumentKind,
  string
>;

/** Where a document comes from. */
export interface Origin {
  readonly kind: 'intervention_file' | 'customer_order';
  readonly id: string;
  readonly number: string;
}

/** How a party of a billing type (PA-2) is billed: the kind of its document, and whether that begins as a draft. */
export interface BilledAs {
  readonly kind: DocumentKind;
  readonly draft: boolean;
}

const BY_BILLING_TYPE: Readonly<Record<string, BilledAs>> = {
  none: { kind: 'invoice', draft: false },
  invoice_now: { kind: 'invoice', draft: true },
  billable_delivery_note: { kind: 'billable_delivery_note', draft: false },
  pro_forma: { kind: 'pro_forma', draft: false },
};

/** @throws Error for a type that the database does not keep */
export function billedAs(billingType: string): BilledAs {
  const as = BY_BILLING_TYPE[billingType];
  if (as === undefined) throw new Error(`no billing type ${billingType}`);
  return as;
}
