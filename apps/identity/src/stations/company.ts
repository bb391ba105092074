import type { CompanyDetails } from '@navette/contracts/identity/v1/service';
import { defineErrors, isSiren, Money, type FieldError } from '@navette/kernel';

export const companyErrors = defineErrors('identity', {
  'company.invalid': { kind: 'invalid', params: [] },
  'company.not-found': { kind: 'not-found', params: [] },
  // Of the same network, so it may be named; it is changed from one of its own stations.
  'company.not-yours': { kind: 'forbidden', params: [] },
  'company.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'company.name-wrong': { kind: 'invalid', params: ['max'] },
  'company.legal-form-required': { kind: 'invalid', params: [] },
  'company.siren-wrong': { kind: 'invalid', params: [] },
  'company.siren-taken': { kind: 'invalid', params: [] },
  // Of a station that keeps the SIRET of another SIREN.
  'company.siret-required': { kind: 'invalid', params: ['station'] },
  'company.share-capital-wrong': { kind: 'invalid', params: [] },
  'company.vat-number-of-another': { kind: 'invalid', params: ['siren'] },
  'company.naf-wrong': { kind: 'invalid', params: [] },
  'company.fiscal-year-start-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'company.vat-regime-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

const VAT_REGIMES = ['real_normal', 'real_simplified', 'exempt'] as const;
type VatRegime = (typeof VAT_REGIMES)[number];
export const NAME_LENGTH = 200;

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
  readonly vatRegime: VatRegime;
  /** VAT on services falls due with the invoice instead of the payment (CGI art. 269, 2, c). */
  readonly vatOnDebits: boolean;
}

/**
 * The company that somebody typed: texts trimmed, numbers without blanks.
 * @throws DomainError `identity.company.invalid` with every field that is not accepted.
 */
export function readCompany(id: string, typed: CompanyDetails): Company {
  const shareCapital = amountOf(typed.shareCapital);
  const company: Company = {
    id,
    name: typed.name.trim(),
    legalForm: typed.legalForm.trim(),
    siren: withoutBlanks(typed.siren),
    ...(shareCapital !== undefined && { shareCapital }),
    rcsCity: typed.rcsCity.trim(),
    vatNumber: withoutBlanks(typed.vatNumber).toUpperCase(),
    naf: withoutBlanks(typed.naf).toUpperCase(),
    fiscalYearStartMonth: typed.fiscalYearStartMonth,
    vatRegime: typed.vatRegime as VatRegime,
    vatOnDebits: typed.vatOnDebits,
  };
  const unread = typed.shareCapital.trim() !== '' && shareCapital === undefined;
  return accepted(company, unread ? [companyErrors.field('/shareCapital', 'company.share-capital-wrong')] : []);
}

/**
 * A company whose numbers are true (ID-1): a SIREN with its key, and a VAT number of that same SIREN. The two signs after
 * FR are not computed: some companies were given letters.
 * @throws DomainError `identity.company.invalid` with every field that is not accepted.
 */
export function checkedCompany(company: Company): Company {
  return accepted(company);
}

function accepted(company: Company, unread: readonly FieldError[] = []): Company {
  const fields = [...unread, ...problems(company)];
  if (fields.length > 0) throw companyErrors.error('company.invalid', {}, fields);
  return company;
}

function problems({ name, legalForm, siren, vatNumber, naf, vatRegime, ...rest }: Company): FieldError[] {
  const { fiscalYearStartMonth: month, shareCapital } = rest;
  const fields: FieldError[] = [];
  if (name === '' || name.length > NAME_LENGTH) {
    fields.push(companyErrors.field('/name', 'company.name-wrong', { max: NAME_LENGTH }));
  }
  if (legalForm === '') fields.push(companyErrors.field('/legalForm', 'company.legal-form-required'));
  if (!isSiren(siren)) fields.push(companyErrors.field('/siren', 'company.siren-wrong'));
  if (shareCapital?.isNegative() === true) {
    fields.push(companyErrors.field('/shareCapital', 'company.share-capital-wrong'));
  }
  if (vatNumber !== '' && !(/^FR[0-9A-Z]{2}/.test(vatNumber) && vatNumber.slice(4) === siren)) {
    fields.push(companyErrors.field('/vatNumber', 'company.vat-number-of-another', { siren }));
  }
  if (!/^\d{2}\.\d{2}[A-Z]$/.test(naf)) fields.push(companyErrors.field('/naf', 'company.naf-wrong'));
  if (!Number.isInteger(month) || month < 1 || month > 12) {
    fields.push(companyErrors.field('/fiscalYearStartMonth', 'company.fiscal-year-start-wrong', { min: 1, max: 12 }));
  }
  if (!VAT_REGIMES.includes(vatRegime)) {
    fields.push(companyErrors.field('/vatRegime', 'company.vat-regime-not-accepted', { accepted: VAT_REGIMES }));
  }
  return fields;
}

/** Undefined for none, and for what is no amount. */
function amountOf(typed: string): Money | undefined {
  try {
    return typed.trim() === '' ? undefined : Money.parse(typed.trim());
  } catch {
    return undefined;
  }
}

/** A number as it is kept: people write SIREN, SIRET and IBAN in groups. */
export function withoutBlanks(typed: string): string {
  return typed.replace(/\s/gu, '');
}
