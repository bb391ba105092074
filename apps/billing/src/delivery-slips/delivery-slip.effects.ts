import type { Tx } from '@navette/platform/database';
import type { Json, SagaDefinition, SagaEffects } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { deliverySlip, type DeliverySlip } from './delivery-slip.saga.js';
import { EndDeliverySlip } from './end-delivery-slip.js';

@Injectable()
export class DeliverySlipEffects implements SagaEffects {
  readonly saga = deliverySlip as unknown as SagaDefinition<never>;

  constructor(private readonly end: EndDeliverySlip) {}

  async run(tx: Tx, name: string, payload: Json): Promise<Json> {
    if (name !== 'deliver') throw new Error(`saga ${this.saga.type} has no effect ${name}`);
    await this.end.execute(tx, payload as DeliverySlip);
    return null;
  }
}
