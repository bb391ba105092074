import { defineErrors } from '@navette/kernel';

export const databaseErrors = defineErrors('platform', {
  'idempotency-key.reused': { kind: 'conflict', params: ['key'] },
});
