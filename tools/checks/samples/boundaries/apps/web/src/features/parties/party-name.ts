export const partyName = (): string => 'Petit';
