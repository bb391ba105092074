/** Results go to stdout, everything else to stderr, so that scripts may read the first alone. */

/** @param {string} text */
export const result = (text) => void process.stdout.write(`${text}\n`);

/** @param {string} text */
export const say = (text) => void process.stderr.write(`${text}\n`);

const colours = { red: 31, green: 32, yellow: 33, grey: 90 };

/**
 * @param {keyof typeof colours} colour
 * @param {string} text
 */
export function paint(colour, text) {
  const wanted = process.stderr.isTTY && process.env['NO_COLOR'] === undefined;
  return wanted ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/**
 * Shows that a step began and how long it took.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = Date.now();
  say(`${paint('grey', '…')} ${name}`);
  try {
    const value = await work();
    say(`${paint('green', '✓')} ${name} (${elapsed(Date.now() - started)})`);
    return value;
  } catch (error) {
    say(`${paint('red', '✗')} ${name} (${elapsed(Date.now() - started)})`);
    throw error;
  }
}

/**
 * A plain table: columns as wide as their widest cell.
 *
 * @param {string[][]} rows
 */
export function table(rows) {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
