/** Services that have sagas, messages and a trail of their own. */
export const SERVICES = [
  'identity',
  'parties',
  'interventions',
  'stock',
  'billing',
  'accounting',
  'notifications',
  'device-gateway',
] as const;
