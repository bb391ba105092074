/** E-081: why stock differs from what is counted, as a station has it to begin with; it changes them as it likes. */
export const DISCREPANCY_REASONS = [
  ['INCONNUE', 'Démarque inconnue'],
  ['CASSE', 'Détérioration'],
  ['PERIME', 'Péremption'],
  ['VOL', 'Vol'],
  ['AUTRE', 'Autre'],
] as const;
