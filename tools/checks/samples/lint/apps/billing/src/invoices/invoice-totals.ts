export function wrong(price: string, quantity: number) {
  const parsed = parseFloat(price); // refused: navette/exact-numbers
  const number = Number(price); // refused: navette/exact-numbers
  const unary = +price; // refused: navette/exact-numbers
  const static_ = Number.parseFloat(price); // refused: navette/exact-numbers
  let sum = number * quantity; // refused: navette/exact-numbers
  sum += parsed; // refused: navette/exact-numbers
  const share = sum / quantity - unary; // refused: navette/exact-numbers, navette/exact-numbers
  const rounded = Math.round(share * 100) / 100; // refused: navette/exact-numbers
  return [rounded.toFixed(2), static_]; // refused: navette/exact-numbers
}

export function right(lines: readonly { amount: bigint; label: string }[], total: { toFixed(): string }) {
  let cents = 0n;
  for (let line = 0; line < lines.length; line += 1) cents += lines[lines.length - 1]?.amount ?? 0n;
  return [cents * 2n, lines[0]?.label + '€', total.toFixed(), Math.max(1, 2)];
}
