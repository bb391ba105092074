import type { Representative } from '@navette/contracts/parties/v1/service';
import { defineErrors, DomainError, isUuid, type FieldError } from '@navette/kernel';
import { chosenTerms } from '../parties/inherited-terms.js';
import { checkedParty } from '../parties/party.js';
import type { PhoneRegion } from '../parties/phone.js';
import { checkedScaleIds } from './commission-scale.js';

export const representativeErrors = defineErrors('parties', {
  'representative.invalid': 'invalid',
  'representative.not-found': { kind: 'not-found', params: [] },
  'representative.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'representative.text-length': { kind: 'invalid', params: ['min', 'max'] },
  'representative.code-taken': { kind: 'invalid', params: ['code'] },
  'representative.unknown-family': 'invalid',
  'representative.unknown-user': 'invalid',
  'representative.user-taken': 'invalid',
});

/** The only field of a representative that a family gives. */
const SCALES = 'commissionScaleIds';

/** What a party has and a representative has not. */
const NOTHING_MORE = {
  kinds: ['other'],
  alphaCode: '',
  siret: '',
  vatNumber: '',
  language: '',
  billingAddress: undefined,
  deliveryAddress: undefined,
  contacts: [],
  tags: [],
  comment: '',
  refusedChannels: [],
};

/**
 * PA-13 a representative ready to be kept: name, phones, e-mails and address as a party's, scales own or inherited.
 * @param before as somebody saw it who changes it; absent of a new one
 * @param region of the station: phones without a country are of it (PA-12)
 * @throws DomainError `parties.representative.invalid` with every field that is not accepted
 */
export function checkedRepresentative(
  input: Representative,
  before: Representative | undefined,
  region: PhoneRegion,
): Representative {
  const fields: FieldError[] = [];
  const text = (field: 'code' | 'territory' | 'notes', min: number, max: number) => {
    const value = input[field].trim();
    if (value.length < min || value.length > max || value.includes('\0')) {
      fields.push(representativeErrors.field(`/${field}`, 'representative.text-length', { min, max }));
    }
    return value;
  };
  const [code, territory, notes] = [text('code', 1, 20), text('territory', 0, 30), text('notes', 0, 10_000)];
  if (input.familyId !== '' && !isUuid(input.familyId)) {
    fields.push(representativeErrors.field('/familyId', 'representative.unknown-family'));
  }
  if (input.userId !== '' && !isUuid(input.userId)) {
    fields.push(representativeErrors.field('/userId', 'representative.unknown-user'));
  }
  const sent = { ...input, commissionScaleIds: checkedScaleIds(fields, input.commissionScaleIds) };
  const seen = before ?? { ...input, commissionScaleIds: [], inherited: [SCALES] };
  const { commissionScaleIds, inherited } = chosenTerms(sent, seen);
  const person = checkedPerson(fields, input, region);
  if (fields.length > 0) throw representativeErrors.error('representative.invalid', {}, fields);
  const isInherited = inherited.includes(SCALES);
  return {
    ...input,
    ...person,
    code,
    territory,
    notes,
    commissionScaleIds: isInherited ? [] : commissionScaleIds,
    inherited: isInherited ? [SCALES] : [],
  };
}

/** What is told of people is accepted as of a party, which a representative is not. */
function checkedPerson(fields: FieldError[], input: Representative, region: PhoneRegion): Partial<Representative> {
  const { civility, name, firstName, phones, emails, mainAddress } = input;
  const said = { civility, name, firstName, phones, emails, mainAddress };
  try {
    const { party } = checkedParty({ ...NOTHING_MORE, ...said }, region);
    return {
      civility: party.civility,
      name: party.name,
      firstName: party.firstName,
      phones: party.phones,
      emails: party.emails,
      mainAddress: party.mainAddress,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push(...error.fields);
    return {};
  }
}

/** Of a field that only the station's other data shows to be wrong. */
export function refusedField(field: FieldError): DomainError {
  return representativeErrors.error('representative.invalid', {}, [field]);
}
