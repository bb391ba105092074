/** Services that begin sagas of their own; the others answer. */
export const SAGA_SERVICES = ['interventions', 'stock', 'billing'] as const;
export type SagaService = (typeof SAGA_SERVICES)[number];

/** Services that handle messages and keep an audit trail. */
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
export type Service = (typeof SERVICES)[number];
