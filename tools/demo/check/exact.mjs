/** Decimal text as whole numbers of its last place: the checks count for themselves, exactly. */

/** @param {string} text `-12.5`, `12,50` @param {number} scale digits after the point @returns {bigint} */
export function scaled(text, scale) {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (whole === '' || fraction.replace(/0+$/, '').length > scale)
    throw new RangeError(`no decimal of scale ${scale}: ${text}`);
  const value = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '-' ? -value : value;
}

/** @param {bigint} value @param {number} scale */
export function decimal(value, scale) {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** To the nearest, half away from zero. @param {bigint} value @param {bigint} by */
export function divided(value, by) {
  const [size, half] = [value < 0n ? -value : value, by / 2n];
  const rounded = (size + half) / by;
  return value < 0n ? -rounded : rounded;
}

/** @param {Iterable<bigint>} values */
export function sum(values) {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}
