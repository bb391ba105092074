/** Digits as long as a GTIN: 8, 12, 13 or 14 of them; anything else is a code of the station's own. */
export function isGtin(code: string): boolean {
  return /^(\d{8}|\d{12,14})$/.test(code);
}

/** The last digit of a GTIN that begins so (GS1 General Specifications, 7.9). */
export function gtinCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}
