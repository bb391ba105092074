import type { AttachPartyRequest, Family } from '@navette/contracts/parties/v1/service';
import { defineErrors, DomainError, type FieldError } from '@navette/kernel';
import {
  BILLING_FIELDS,
  chosenTerms,
  newTerms,
  PRICING_FIELDS,
  PURCHASE_FIELDS,
  SUPPLY_FIELDS,
} from '../parties/inherited-terms.js';
import type { Terms } from '../parties/inherited-terms.js';
import { checkedBillingTerms, checkedPricingTerms } from '../parties/terms.js';
import { checkedScaleIds } from '../representatives/commission-scale.js';

export const familyErrors = defineErrors('parties', {
  'family.invalid': 'invalid',
  'family.not-found': { kind: 'not-found', params: [] },
  'family.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'family.role-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'family.text-length': { kind: 'invalid', params: ['min', 'max'] },
  'family.code-taken': { kind: 'invalid', params: ['code'] },
  'family.not-its-to-give': { kind: 'invalid', params: ['field'] },
  'family.unknown': 'invalid',
  'family.in-use': { kind: 'precondition', params: ['count', 'role'] },
});

export const FAMILY_ROLES = ['customer', 'supplier', 'representative'] as const;
type FamilyRole = (typeof FAMILY_ROLES)[number];

/** What a family of each role gives; of everything else its parties have their own value or the default. */
const GIVES: Readonly<Record<FamilyRole, readonly string[]>> = {
  customer: [...BILLING_FIELDS, ...PURCHASE_FIELDS],
  supplier: [...BILLING_FIELDS.filter((field) => field !== 'representativeId'), ...SUPPLY_FIELDS],
  representative: [],
};

/** A family as it is kept. */
export interface CheckedFamily {
  readonly role: FamilyRole;
  readonly code: string;
  readonly label: string;
  readonly notes: string;
  readonly terms: Terms;
  /** Of representatives. */
  readonly scaleIds: readonly string[];
}

/**
 * PA-13; lengths are those of E-005.
 * @param before the family as it was seen; absent for a new one
 * @throws DomainError `parties.family.invalid` with every field that is not accepted, those of its terms included
 */
export function checkedFamily(input: Family, before?: Family): CheckedFamily {
  const fields: FieldError[] = [];
  const text = (field: 'code' | 'label' | 'notes', min: number, max: number) => {
    const value = input[field].trim();
    if (value.length < min || value.length > max || value.includes('\0')) {
      fields.push(familyErrors.field(`/${field}`, 'family.text-length', { min, max }));
    }
    return value;
  };
  const role = input.role as FamilyRole;
  if (!FAMILY_ROLES.includes(role)) {
    fields.push(familyErrors.field('/role', 'family.role-not-accepted', { accepted: FAMILY_ROLES }));
  }
  const [code, label, notes] = [text('code', 1, 10), text('label', 1, 40), text('notes', 0, 10_000)];
  const terms = checkedTerms(fields, role, input, before);
  const scaleIds = checkedScaleIds(fields, input.commissionScaleIds);
  if (scaleIds.length > 0 && role !== 'representative') {
    const field = 'commissionScaleIds';
    fields.push(familyErrors.field(`/${field}`, 'family.not-its-to-give', { field }));
  }
  if (fields.length > 0) throw familyErrors.error('family.invalid', {}, fields);
  return { role, code, label, notes, terms, scaleIds };
}

/** Terms that are absent give nothing. */
function checkedTerms(fields: FieldError[], role: FamilyRole, input: Family, before?: Family): Terms {
  const { billing, pricing } = newTerms();
  const at = <T>(pointer: string, check: () => T, otherwise: T): T => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      fields.push(...error.fields.map((field) => ({ ...field, pointer: `${pointer}${field.pointer}` })));
      return otherwise;
    }
  };
  const { billingTerms = billing, pricingTerms = pricing } = input;
  const billed = chosenTerms(billingTerms, before?.billingTerms ?? billing);
  const priced = chosenTerms({ ...pricingTerms, coefficientsOfPartyId: '' }, before?.pricingTerms ?? pricing);
  const checked = {
    billing: at('/billingTerms', () => checkedBillingTerms(billed), billing),
    pricing: at('/pricingTerms', () => checkedPricingTerms(priced), pricing),
  };
  const gives = GIVES[role] ?? [];
  const refuse = (pointer: string, all: readonly string[], inherited: readonly string[]) => {
    for (const field of all) {
      if (gives.includes(field) || inherited.includes(field)) continue;
      fields.push(familyErrors.field(`${pointer}/${field}`, 'family.not-its-to-give', { field }));
    }
  };
  refuse('/billingTerms', BILLING_FIELDS, checked.billing.inherited);
  refuse('/pricingTerms', PRICING_FIELDS, checked.pricing.inherited);
  return checked;
}

/** Of a family whose code another of its role has. */
export function codeTaken({ code }: CheckedFamily): DomainError {
  return familyErrors.error('family.invalid', {}, [familyErrors.field('/code', 'family.code-taken', { code })]);
}

/** @throws DomainError `parties.family.invalid` naming each family that there is not, or not of that role */
export function checkFamilies(
  { customerFamilyId, supplierFamilyId }: AttachPartyRequest,
  roles: ReadonlyMap<string, string>,
): void {
  const fields: FieldError[] = [];
  const check = (pointer: string, id: string, role: FamilyRole) => {
    if (id !== '' && roles.get(id) !== role) fields.push(familyErrors.field(pointer, 'family.unknown'));
  };
  check('/customerFamilyId', customerFamilyId, 'customer');
  check('/supplierFamilyId', supplierFamilyId, 'supplier');
  if (fields.length > 0) throw familyErrors.error('family.invalid', {}, fields);
}
