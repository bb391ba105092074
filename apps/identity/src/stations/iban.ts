/** Whether an IBAN has its form and its key (ISO 13616, ISO 7064 mod 97-10); a French one has 27 characters. No spaces. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(text)) return false;
  if (text.startsWith('FR') && text.length !== 27) return false;
  const turned = text.slice(4) + text.slice(0, 4);
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}

/** Whether a text has the form of a BIC (ISO 9362), of 8 or 11 characters. */
export function isBic(text: string): boolean {
  return /^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$/.test(text);
}
