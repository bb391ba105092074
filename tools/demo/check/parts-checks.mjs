import { scaled } from './exact.mjs';

/** @typedef {import('./facts.mjs').Facts} Facts */

/**
 * ST-24: each line that wanted a part has a need, and got exactly what it wanted: as stock gave it, and as the file was
 * told.
 *
 * @param {Facts} facts
 */
export function allocatedOnce({ files, lines, needs }) {
  const numbers = new Map(files.map(({ id, number }) => [id, number]));
  const needOf = new Map(needs.map((need) => [need.id, need]));
  const wanted = lines.filter(({ wantsPart }) => wantsPart);
  const problems = wanted.flatMap(({ id, fileId, quantity, arrived }) => {
    const need = needOf.get(id);
    const where = `file ${numbers.get(fileId) ?? fileId}, line ${id}`;
    if (!need) return [`${where}: stock knows of no need`];
    const [want, given, told] = [quantity, need.given, arrived].map((text) => scaled(text, 4));
    const found = [];
    if (given !== want) found.push(`${where}: ${need.given} allocated ${times(need)} for ${quantity} wanted`);
    if (told !== want) found.push(`${where}: the file was told of ${arrived} for ${quantity} wanted`);
    if (scaled(need.quantity, 4) !== want) found.push(`${where}: the need is for ${need.quantity}, not ${quantity}`);
    return found;
  });
  if (needs.length > wanted.length) problems.push(`stock has ${needs.length} needs for ${wanted.length} lines`);
  return problems;
}

/** @param {{ allocations: number }} need */
const times = ({ allocations }) => `in ${allocations} ${allocations === 1 ? 'allocation' : 'allocations'}`;

/** Origins that got more than they wanted. @param {Facts} facts */
export const doubleAllocated = ({ needs }) =>
  needs.filter(({ quantity, given }) => scaled(given, 4) > scaled(quantity, 4)).length;

/** ST-10: on hand is the sum of the movements, for every part and every place. @param {Facts} facts */
export function stockIsItsMovements({ unbalancedStock, partsInStock }) {
  const problems = unbalancedStock.map(
    ({ reference, place, onHand, moved }) =>
      `part ${reference}, ${place}: ${onHand} on hand, movements sum up to ${moved}`,
  );
  return partsInStock === 0 ? [...problems, 'no part has ever moved'] : problems;
}

/** No saga of the run is under way or waits for a person. @param {Facts} facts */
export const sagasEnded = ({ openSagas }) =>
  openSagas.map(({ service, type, state, status, key }) => `${service}: ${type} of ${key} is ${status} in ${state}`);

/** Nothing lies in a dead-letter box. @param {Facts} facts */
export const noDeadLetters = ({ deadLetters }) =>
  deadLetters.map(({ service, consumer, error }) => `${service}: ${consumer}: ${error}`);

/**
 * NO-6, NO-10: each consumer whose part had to be waited for was told once, at the own address.
 *
 * @param {Facts} facts
 * @param {(missionNumber: string) => string | undefined} addressOf
 */
export function oneMailPerFile({ files, lines, mails }, addressOf) {
  const waited = new Set(lines.filter((line) => line.waited).map(({ fileId }) => fileId));
  return files.flatMap(({ id, number, missionNumber }) => {
    const sent = mails.get(id) ?? [];
    const expected = waited.has(id) ? 1 : 0;
    if (sent.length !== expected) return [`file ${number} has ${sent.length} mails instead of ${expected}`];
    const address = addressOf(missionNumber);
    const astray = sent.filter(({ to }) => address !== undefined && to.join() !== address);
    return astray.map(({ to }) => `the mail of file ${number} went to ${to.join()} instead of ${address}`);
  });
}
