/** Decimal text of what was typed: a French comma is a point. What is no number is for the edge to refuse. */
export const decimal = (typed: string): string => typed.trim().replace(',', '.');

/** `42.5000` → `42.5`, `100.0000` → `100`: what a field is filled with to be typed over. */
export const plain = (amount: string): string => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);

/** `0.1250` → `12.5`, `0.3000` → `30`. */
export const percentOf = (fraction: string): string => moved(fraction, 'right').replace(/\.0$/, '');

/** `12,5` → `0.125`. */
export const fractionOf = (percent: string): string => moved(decimal(percent), 'left');

/** Decimal text with its point two places to the right, or to the left, exactly. */
function moved(text: string, to: 'right' | 'left'): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '') return text;
  const [left, right] = [whole.padStart(3, '0'), part.padEnd(2, '0')];
  const [units, rest] =
    to === 'right' ? [left + right.slice(0, 2), right.slice(2)] : [left.slice(0, -2), left.slice(-2) + right];
  return `${sign}${units.replace(/^0+(?=\d)/, '')}.${rest.replace(/0+$/, '') || '0'}`;
}
