import { sendMissionOrders as send } from '../../manufacturer-simulator/index.mjs';
import { Progress } from '../progress.mjs';
import { IN_FLIGHT, STATION } from '../run.mjs';
import { arrivedOrders } from './mission-orders.mjs';

/** Client of the seeded manufacturer (identity's demo network). */
const MANUFACTURER = 'electrobel';

/**
 * GW-1: the manufacturer's system sends a mission order for each record through the public API, unless an earlier try of the
 * run has sent it. A record that the gateway does not accept is refused with its reason.
 *
 * @param {import('../run.mjs').Run} run
 */
export async function sendMissionOrders(run) {
  const progress = new Progress('mission orders sent', run.records.size);
  const arrived = new Set((await arrivedOrders(run)).map(({ externalNumber }) => externalNumber));
  progress.reached(arrived.size);
  const { refused } = await send({
    gatewayUrl: run.system.gateway,
    clientId: MANUFACTURER,
    clientSecret: run.system.manufacturerSecret,
    orders: missionOrders(run, arrived),
    concurrency: IN_FLIGHT,
    patienceSeconds: run.patience,
    onProgress: () => progress.add(),
  });
  for (const { number, code, fields } of refused) {
    const wrong = fields.map((field) => `${field.pointer} ${field.code}`);
    run.refuse(number, [code, ...wrong].join(' · '));
  }
  progress.end();
}

/**
 * One after the other as they are sent.
 *
 * @param {import('../run.mjs').Run} run
 * @param {ReadonlySet<string>} arrived
 */
function* missionOrders(run, arrived) {
  for (const [number, record] of run.records) {
    if (!arrived.has(number)) yield missionOrder(number, record, run.invented(record));
  }
}

/**
 * @param {string} number
 * @param {import('../run.mjs').RepairRecord} record
 * @param {import('../records/invention.mjs').Invention} invention
 * @returns {import('../../manufacturer-simulator/index.mjs').MissionOrder}
 */
function missionOrder(
  number,
  { category, brand, problem, date },
  { consumer, serialNumber, purchaseDate, underWarranty },
) {
  return {
    station: STATION,
    number,
    consumer: { ...consumer, address: { ...consumer.address, country: 'FR' } },
    appliance: { category, brand, serialNumber, purchaseDate },
    symptom: problem,
    comment: date === '' ? '' : `Panne constatée le ${date}`,
    underWarranty,
    kind: 'workshop',
  };
}
