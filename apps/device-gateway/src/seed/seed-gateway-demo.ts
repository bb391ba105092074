import { systemClock } from '@navette/kernel';
import { Database } from '@navette/platform/database';
import { createLogger, Metrics } from '@navette/platform/observability';
import { databaseConfig } from '@navette/platform/service';
import { MissionOrderRepository } from '../mission-orders/mission-order.repository.js';

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
  const config = databaseConfig('device-gateway', env);
  const db = new Database(config, systemClock, createLogger('device-gateway', 'warn'), new Metrics('device-gateway'));
  const orders = new MissionOrderRepository();
  await db.open();
  try {
    for (const { stationId, partyId } of parties) {
      const scope = {
        stationId,
        networkId,
        actor: { kind: 'system', id: 'seed' },
        operation: 'device-gateway:ordering-party.seed',
        requestId: 'seed',
        correlationId: 'seed',
        causationId: '',
      } as const;
      await db.tenantTx(scope, async (tx) => {
        await orders.actAs(tx, clientId);
        if (await orders.setOrderingParty(tx, clientId, stationId, partyId)) tx.audit('ordering-party', partyId);
        else tx.changesNothing();
      });
    }
  } finally {
    await db.close();
  }
}
