import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { actAs } from '../calling-client.js';
import { goesForward, type MissionOrderState } from './mission-order.js';
import { MissionOrderRepository } from './mission-order.repository.js';

/** What interventions tells about an order. */
export interface MissionOrderNews {
  readonly clientId: string;
  readonly missionOrderId: string;
  /** Where it has come to, with the reason where it was refused. */
  readonly state?: MissionOrderState;
  readonly reason?: string;
  /** The sender's request that this answers, with an error code where it was declined. */
  readonly answers?: { readonly revision: number; readonly declined: string };
}

/** GW-3: what became of an order, as interventions tells it; late news is no news. */
@Injectable()
export class FollowMissionOrder {
  constructor(private readonly orders: MissionOrderRepository) {}

  async execute(
    tx: Tx,
    { clientId, missionOrderId: id, state, reason = '', answers }: MissionOrderNews,
  ): Promise<void> {
    await actAs(tx, clientId);
    const known = await this.orders.lockById(tx, clientId, id);
    // An order typed in by the station itself has no row here. One of another station is none of the teller's business:
    // rows are a client's here, so row-level security doesn't say so (ID-10).
    if (known?.stationId !== tx.scope.stationId) return;
    const moved = state !== undefined && goesForward(known.state, state);
    if (moved) await this.orders.setState(tx, clientId, id, state, reason);
    const settled =
      answers !== undefined && (await this.orders.settleRequest(tx, clientId, id, answers.revision, answers.declined));
    if (moved || settled) tx.audit('mission-order', id);
  }
}
