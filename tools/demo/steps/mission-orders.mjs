import { filtersOf } from './files.mjs';

/**
 * Mission orders that the station has, those of records of this run alone: an earlier one of the same id may have had more.
 *
 * @param {import('../run.mjs').Run} run
 * @param {Record<string, string>} [filter]
 */
export async function arrivedOrders(run, filter = {}) {
  const found = [];
  for await (const order of run.person.list('/mission-orders', 'missionOrders', {
    ...filtersOf(filter),
    'filter[externalNumber][prefix]': run.prefix,
  })) {
    const { id, externalNumber, state, refusalReason, toComplete } = order;
    if (run.records.has(externalNumber)) found.push({ id, externalNumber, state, refusalReason, toComplete });
  }
  return found;
}
