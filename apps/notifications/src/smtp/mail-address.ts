/** One @, something on both sides, a dot in the domain, nothing that ends a header or a list: the server judges the rest. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\].]+(\.[^\s@<>"(),:;\\[\].]+)+$/.test(text);
}

/** Addresses of a list separated by `;`, blanks and empty places left out (NO-2). */
export function mailAddresses(list: string): string[] {
  return list
    .split(';')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}

/** A server's answer without the addresses it quotes: what leaves this context carries no personal data. */
export function withoutAddresses(answer: string): string {
  return answer.replace(/[^\s<>]+@[^\s<>]+/g, '…');
}
