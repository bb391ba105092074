import { defineErrors } from '@navette/kernel';

export const httpErrors = defineErrors('platform', {
  'request.not-found': 'not-found',
  'request.invalid': 'invalid',
  'request.invalid-encoding': 'invalid',
  'request.version-missing': 'unconditional',
  'request.too-large': { kind: 'too-large', params: ['limit'] },
  'idempotency-key.missing': 'invalid',
  'field.required': 'invalid',
  'field.unknown': 'invalid',
  'field.type': { kind: 'invalid', params: ['expected'] },
  'field.too-long': { kind: 'invalid', params: ['max'] },
  'field.too-short': { kind: 'invalid', params: ['min'] },
  'field.pattern': { kind: 'invalid', params: ['expected'] },
  'field.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'field.too-many': { kind: 'invalid', params: ['max'] },
  'field.too-few': { kind: 'invalid', params: ['min'] },
  'field.too-large': { kind: 'invalid', params: ['max'] },
  'field.too-small': { kind: 'invalid', params: ['min'] },
});
