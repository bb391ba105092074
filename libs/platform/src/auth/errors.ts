import { defineErrors } from '@navette/kernel';

export const authErrors = defineErrors('platform', {
  'request.unauthenticated': 'unauthenticated',
  'request.forbidden': { kind: 'forbidden', params: ['right'] },
  'service.unavailable': { kind: 'unavailable', params: ['service'] },
});
