import { seeding, seedScope } from '@navette/platform/seed';
import { actAs } from '../calling-client.js';
import { OrderingPartyRepository } from '../ordering-parties/ordering-party.repository.js';

export interface GatewaySeed {
  readonly networkId: string;
  readonly clientId: string;
  /** The party that stands for the client in each station. */
  readonly parties: readonly { readonly stationId: string; readonly partyId: string }[];
}

/**
 * GW-5: who the demo's manufacturer is in each station's parties. May be repeated.
 * @param env the database as for the running service
 * @throws ConfigError naming every variable that is missing or malformed
 */
export async function seedGatewayDemo(
  env: NodeJS.ProcessEnv,
  { networkId, clientId, parties }: GatewaySeed,
): Promise<void> {
  const repository = new OrderingPartyRepository();
  await seeding('device-gateway', env, async (db) => {
    for (const { stationId, partyId } of parties) {
      await db.tenantTx(seedScope(stationId, networkId, 'device-gateway:ordering-party.seed'), async (tx) => {
        await actAs(tx, clientId);
        const party = { clientId, stationId, partyId, stands: true, version: 0 };
        if (await repository.save(tx, party)) tx.audit('ordering-party', partyId);
        else tx.changesNothing();
      });
    }
  });
}
