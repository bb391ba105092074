import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import { defineErrors, type FieldError } from '@navette/kernel';
import { isAlphaCode, typedAlphaCode } from '../parties/alpha-code.js';
import { normalised } from '../parties/party.js';

const NAME_LENGTH = 200;

export const manufacturerErrors = defineErrors('parties', {
  'manufacturer.invalid': 'invalid',
  'manufacturer.not-found': 'not-found',
  'manufacturer.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'manufacturer.alpha-code-wrong': 'invalid',
  'manufacturer.name-wrong': { kind: 'invalid', params: ['max'] },
  'manufacturer.taken': { kind: 'conflict', params: ['alphaCode', 'name'] },
  'manufacturer.client-unknown': 'invalid',
  // It stands for another one of the list, which is named.
  'manufacturer.client-taken': { kind: 'conflict', params: ['name'] },
});

/** What of a manufacturer is the network's to say (PA-10). @throws DomainError `parties.manufacturer.invalid` */
export function checkedManufacturer(typed: Omit<Manufacturer, 'id' | 'version'>): Omit<Manufacturer, 'id' | 'version'> {
  const [alphaCode, name] = [typedAlphaCode(typed.alphaCode), typed.name.trim()];
  const fields: FieldError[] = [];
  if (!isAlphaCode(alphaCode)) {
    fields.push(manufacturerErrors.field('/alphaCode', 'manufacturer.alpha-code-wrong'));
  }
  // Names are told apart by their letters and digits.
  if (name.length > NAME_LENGTH || normalised(name) === '') {
    fields.push(manufacturerErrors.field('/name', 'manufacturer.name-wrong', { max: NAME_LENGTH }));
  }
  if (fields.length > 0) throw manufacturerErrors.error('manufacturer.invalid', {}, fields);
  return { alphaCode, name, machineClientId: typed.machineClientId.trim() };
}
