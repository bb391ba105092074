export const inner = 'nobody else needs to know';
