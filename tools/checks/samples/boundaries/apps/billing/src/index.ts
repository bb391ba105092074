export const billing = 'billing';
