import type { Chart } from '@navette/contracts/accounting/v1/service';
import type { DocumentIssued } from '@navette/contracts/billing/v1/events';
import { defineErrors, Money, type DomainError } from '@navette/kernel';
import { auxiliaryAccount } from '../chart/chart.js';

export const entryErrors = defineErrors('accounting', {
  'document.account-missing': { kind: 'precondition', params: ['missing'] },
  'document.waits-behind': { kind: 'precondition', params: ['number'] },
  'document.unbalanced': { kind: 'precondition', params: ['debit', 'credit'] },
  'document.kind-not-built': { kind: 'precondition', params: ['kind'] },
});

export interface EntryLine {
  readonly account: string;
  /** Customer's account; empty on other accounts. */
  readonly auxiliary: string;
  readonly debit: Money;
  readonly credit: Money;
}

/** An entry before it has its number. */
export interface DraftEntry {
  readonly journal: string;
  readonly label: string;
  readonly lines: readonly EntryLine[];
}

export type Posting =
  | { readonly kind: 'entry'; readonly entry: DraftEntry }
  /** Nothing to post, for good: a delivery note, a total of zero. */
  | { readonly kind: 'none' }
  /** Accounts are to be set first; the document waits (AC-4). */
  | { readonly kind: 'incomplete'; readonly reason: DomainError }
  /** No setting can mend it; never posted, never exported (AC-2). */
  | { readonly kind: 'refused'; readonly reason: DomainError };

/** Journal of each kind of document that gives an entry; kinds without one are listed apart. */
const JOURNAL_OF: Readonly<Record<string, string>> = { invoice: 'sales' };
const WITHOUT_ENTRY = ['billable_delivery_note', 'pro_forma', 'draft_invoice'];

/**
 * The one entry of a document (AC-2): customer against revenue per ventilation code and VAT regime, and collected VAT per
 * rate. Pure: the same document and chart give the same entry (AC-8).
 */
export function postingOf(document: DocumentIssued, chart: Chart): Posting {
  if (WITHOUT_ENTRY.includes(document.kind)) return { kind: 'none' };
  const journalKind = JOURNAL_OF[document.kind];
  if (journalKind === undefined) {
    return { kind: 'refused', reason: entryErrors.error('document.kind-not-built', { kind: document.kind }) };
  }
  const missing = new Set<string>();
  const need = <T>(found: T | undefined, what: string): T | undefined => {
    if (found === undefined) missing.add(what);
    return found;
  };

  const journal = need(
    chart.journals.find(({ kind }) => kind === journalKind),
    `journal ${journalKind}`,
  );
  const credits = new Map<string, Money>();
  const credit = (account: string | undefined, amount: Money) => {
    if (account !== undefined) credits.set(account, (credits.get(account) ?? Money.zero).plus(amount));
  };
  for (const { ventilationCode, net } of document.lines) {
    const { vatRegime } = document;
    const revenue = chart.revenueAccounts.find(
      (row) => row.ventilationCode === ventilationCode && row.vatRegime === vatRegime,
    );
    credit(need(revenue, `revenue ${ventilationCode} ${vatRegime}`)?.account, Money.parse(net));
  }
  for (const { rate, vat } of document.vat) {
    const amount = Money.parse(vat);
    if (amount.isZero()) continue;
    credit(
      need(
        chart.vatAccounts.find((row) => row.rate === rate),
        `vat ${rate}`,
      )?.account,
      amount,
    );
  }
  if (missing.size > 0 || journal === undefined) {
    return { kind: 'incomplete', reason: entryErrors.error('document.account-missing', { missing: [...missing] }) };
  }

  const total = Money.parse(document.total);
  const credited = Money.sum(credits.values());
  if (!credited.equals(total)) {
    const params = { debit: total.toString(), credit: credited.toString() };
    return { kind: 'refused', reason: entryErrors.error('document.unbalanced', params) };
  }
  const lines = [
    sided(chart.customerAccount, auxiliaryOf(document, chart), total),
    ...[...credits]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([account, amount]) => sided(account, '', amount.negate())),
  ].filter(({ debit, credit: of }) => !debit.isZero() || !of.isZero());
  if (lines.length === 0) return { kind: 'none' };
  return { kind: 'entry', entry: { journal: journal.code, label: `${journal.label} ${document.number}`, lines } };
}

/** Positive amounts are debits. */
function sided(account: string, auxiliary: string, amount: Money): EntryLine {
  const [debit, credit] = amount.isNegative() ? [Money.zero, amount.negate()] : [amount, Money.zero];
  return { account, auxiliary, debit, credit };
}

function auxiliaryOf({ customerLedgerAccount, customerPartyId }: DocumentIssued, chart: Chart): string {
  return customerLedgerAccount || auxiliaryAccount(chart, customerPartyId);
}
