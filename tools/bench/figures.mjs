import { Exit, Stop } from '../dev/lib/exit.mjs';

/**
 * What a bench says: one value, with the conditions it was measured under.
 *
 * @typedef {object} Figure
 * @property {string} figure `<bench>.<what>_<unit>`, or `<bench>.<what>` for times in seconds and counts
 * @property {number} value the median of its runs
 * @property {string} unit
 * @property {number[]} runs each run's value, in their order
 * @property {number} [toFloor] the value divided by what the machine itself gave in the same run (`floorOf`)
 * @property {string} [floorOf] which figure of the floor that is
 *
 * @typedef {Record<string, number | string>} Conditions
 */

/**
 * The middle value; of an even number the lower one of the two, so that it is always one that was measured.
 *
 * @param {readonly number[]} values at least one
 */
export function median(values) {
  return percentile(values, 50);
}

/**
 * By nearest rank: a value that was measured, below or at which lie `percent` of all.
 *
 * @param {readonly number[]} values at least one
 * @param {number} percent above 0, up to 100
 */
export function percentile(values, percent) {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  return /** @type {number} */ (sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]);
}

/** Three significant digits, and whole numbers above: more would be noise. @param {number} value */
export function rounded(value) {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {readonly number[]} runs
 * @param {Conditions} [conditions]
 * @returns {Figure}
 */
export function figure(name, unit, runs, conditions = {}) {
  return { figure: name, value: rounded(median(runs)), unit, ...conditions, runs: runs.map(rounded) };
}

/**
 * The same figure, as a share or multiple of what the machine can do at all.
 *
 * @param {Figure} measured
 * @param {number} value in the unit of `floor`
 * @param {Figure} floor
 * @returns {Figure}
 */
export function comparedTo(measured, value, floor) {
  const { figure: name, clients } = /** @type {Figure & { clients?: number }} */ (floor);
  return {
    ...measured,
    toFloor: rounded(value / floor.value),
    floorOf: clients === undefined ? name : `${name} with ${clients} clients`,
  };
}

/**
 * @param {string} option as in `--needs`
 * @param {string | undefined} text numbers with commas between
 * @param {readonly number[]} fallback
 * @returns {readonly number[]}
 */
export function wholeNumbers(option, text, fallback) {
  if (text === undefined) return fallback;
  const numbers = text.split(',').map((one) => (/^[1-9]\d{0,5}$/.test(one) ? Number(one) : NaN));
  if (numbers.some(Number.isNaN)) {
    const accepted = fallback.length > 1 ? `whole numbers such as ${fallback.join(',')}` : '1, 2, 3, …';
    throw new Stop(Exit.usage, `bench: --${option} ${text} is not accepted: ${accepted}`);
  }
  return numbers;
}

/** @param {string} option @param {string | undefined} text @param {number} fallback */
export function wholeNumber(option, text, fallback) {
  const numbers = wholeNumbers(option, text, [fallback]);
  if (numbers.length > 1) throw new Stop(Exit.usage, `bench: --${option} ${text} is not accepted: 1, 2, 3, …`);
  return /** @type {number} */ (numbers[0]);
}
