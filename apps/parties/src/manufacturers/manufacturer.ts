import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import { defineErrors, type FieldError } from '@navette/kernel';
import { isAlphaCode, typedAlphaCode } from '../parties/alpha-code.js';
import { normalised } from '../parties/party.js';

const NAME_LENGTH = 200;
const URL_LENGTH = 300;
/** Stands for the reference of a part in the address of its documentation. */
const REFERENCE = '{reference}';

export const manufacturerErrors = defineErrors('parties', {
  'manufacturer.invalid': 'invalid',
  'manufacturer.not-found': 'not-found',
  'manufacturer.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'manufacturer.alpha-code-wrong': 'invalid',
  'manufacturer.name-wrong': { kind: 'invalid', params: ['max'] },
  'manufacturer.taken': { kind: 'conflict', params: ['alphaCode', 'name'] },
  'manufacturer.documentation-wrong': { kind: 'invalid', params: ['max'] },
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
  const documentationUrl = typed.documentationUrl.trim();
  if (documentationUrl !== '' && !isDocumentationUrl(documentationUrl)) {
    const max = URL_LENGTH;
    fields.push(manufacturerErrors.field('/documentationUrl', 'manufacturer.documentation-wrong', { max }));
  }
  if (fields.length > 0) throw manufacturerErrors.error('manufacturer.invalid', {}, fields);
  return { alphaCode, name, machineClientId: typed.machineClientId.trim(), documentationUrl };
}

/** People open it: whose site it is does not depend on a part, and nobody reads along. */
function isDocumentationUrl(text: string): boolean {
  if (text.length > URL_LENGTH || !URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  return protocol === 'https:' && text.slice(text.indexOf(host) + host.length).includes(REFERENCE);
}
