/** The short name of a manufacturer in the trade's lists (PA-10), as it is kept. */
export const typedAlphaCode = (typed: string): string => typed.trim().toUpperCase();

export const isAlphaCode = (code: string): boolean => /^[A-Z0-9]{2,10}$/.test(code);
