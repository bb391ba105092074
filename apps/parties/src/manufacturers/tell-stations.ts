import { ManufacturerListedMessage } from '@navette/contracts';
import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import type { Tx } from '@navette/platform/database';

/** Each station of the network hears of a change of the list, in the transaction that makes it. */
export function tellStations(tx: Tx, manufacturer: Manufacturer, stationIds: readonly string[]): void {
  const { id, version } = manufacturer;
  const aggregate = { type: 'manufacturer', id, version: Number(version) };
  for (const stationId of stationIds) tx.publish(ManufacturerListedMessage, aggregate, { manufacturer }, { stationId });
  tx.audit('manufacturer', id);
}
