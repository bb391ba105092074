/**
 * @typedef {object} FileLine
 * @property {string} id
 * @property {string} kind
 * @property {string} quantity
 * @property {boolean} arrived all of it is allocated
 *
 * @typedef {object} RunFile the little of an intervention file that the demo needs
 * @property {string} id
 * @property {string} number of its mission order
 * @property {string} state
 * @property {string} latest key of its latest status
 * @property {FileLine[]} lines those that are not cancelled
 * @property {{ id: string, kind: string }[]} documents
 * @property {string} billingRefusal
 */

/**
 * Files of the run's records, latest first, page by page.
 *
 * @param {import('../run.mjs').Run} run
 * @param {Record<string, string>} [filter]
 * @returns {AsyncGenerator<RunFile>}
 */
export async function* filesOf(run, filter = {}) {
  const query = { ...filtersOf(filter), 'filter[missionExternalNumber][prefix]': run.prefix };
  for await (const file of run.person.list('/intervention-files', 'files', query)) {
    const number = file.missionExternalNumber;
    if (!run.records.has(number)) continue;
    yield {
      id: file.id,
      number,
      state: file.state,
      latest: file.statuses.at(-1)?.key ?? '',
      lines: file.lines.filter(isOpen).map((/** @type {any} */ line) => ({
        id: line.id,
        kind: line.kind,
        quantity: line.quantity,
        arrived: Number(line.quantityAllocated) >= Number(line.quantity),
      })),
      documents: file.documents.map((/** @type {any} */ { id, kind }) => ({ id, kind })),
      billingRefusal: file.billingRefusal,
    };
  }
}

/** @param {Record<string, string>} filter by field @returns {Record<string, string>} as the edge is asked */
export const filtersOf = (filter) =>
  Object.fromEntries(Object.entries(filter).map(([field, value]) => [`filter[${field}][eq]`, value]));

/** @param {{ state: string }} line */
const isOpen = ({ state }) => state === 'open';

/** @param {RunFile} file */
export const partLines = ({ lines }) => lines.filter(({ kind }) => kind === 'part');
