import { defineErrors, isSiren, Money, type FieldError } from '@navette/kernel';

export const companyErrors = defineErrors('identity', {
  'company.invalid': { kind: 'invalid', params: [] },
  'company.siren-wrong': { kind: 'invalid', params: [] },
  'company.vat-number-of-another': { kind: 'invalid', params: ['siren'] },
  'company.naf-wrong': { kind: 'invalid', params: [] },
  'company.fiscal-year-start-wrong': { kind: 'invalid', params: ['min', 'max'] },
});

/** A legal person: one SIREN, one or more stations (ID-1). */
export interface Company {
  readonly id: string;
  readonly name: string;
  /** As it stands on documents: `SARL`, `SAS`, `EI` … */
  readonly legalForm: string;
  readonly siren: string;
  /** In euros; absent where the legal form has none. */
  readonly shareCapital?: Money;
  /** Town of the trade register; empty for who is not in it. */
  readonly rcsCity: string;
  /** Intra-community VAT number; empty for who has none. */
  readonly vatNumber: string;
  /** Code of the activity, `95.22Z`. */
  readonly naf: string;
  /** Month (1 to 12) in which the fiscal year begins. */
  readonly fiscalYearStartMonth: number;
  readonly vatRegime: 'real_normal' | 'real_simplified' | 'exempt';
  /** VAT on services falls due with the invoice instead of the payment (CGI art. 269, 2, c). */
  readonly vatOnDebits: boolean;
}

/**
 * A company whose numbers are true (ID-1): a SIREN with its key, and a VAT number of that same SIREN. The two signs after
 * FR are not computed: some companies were given letters.
 * @throws DomainError `identity.company.invalid` with every field that is not accepted.
 */
export function checkedCompany(company: Company): Company {
  const { siren, vatNumber, naf, fiscalYearStartMonth: month } = company;
  const fields: FieldError[] = [];
  if (!isSiren(siren)) fields.push(companyErrors.field('/siren', 'company.siren-wrong'));
  if (vatNumber !== '' && !(/^FR[0-9A-Z]{2}/.test(vatNumber) && vatNumber.slice(4) === siren)) {
    fields.push(companyErrors.field('/vatNumber', 'company.vat-number-of-another', { siren }));
  }
  if (!/^\d{2}\.\d{2}[A-Z]$/.test(naf)) fields.push(companyErrors.field('/naf', 'company.naf-wrong'));
  if (!Number.isInteger(month) || month < 1 || month > 12) {
    fields.push(companyErrors.field('/fiscalYearStartMonth', 'company.fiscal-year-start-wrong', { min: 1, max: 12 }));
  }
  if (fields.length > 0) throw companyErrors.error('company.invalid', {}, fields);
  return company;
}
