import { defineErrors } from '@navette/kernel';

export const sagaErrors = defineErrors('platform', {
  'saga.unknown': { kind: 'not-found', params: ['id'] },
  'saga.ended': { kind: 'conflict', params: ['id', 'status'] },
  // Outcome of a participant that got to a request too late.
  'saga.given-up': 'precondition',
  'saga.item-not-open': { kind: 'conflict', params: ['id', 'key'] },
  'saga.outcome-not-accepted': { kind: 'precondition', params: ['id', 'outcome', 'problem'] },
});
