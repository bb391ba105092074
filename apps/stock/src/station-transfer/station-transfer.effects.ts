import { Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import type { Json, SagaEffects } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { IncomingTransfers } from '../station-transfers/incoming-transfers.js';
import { stationTransfer, type TransferEffect } from './station-transfer.saga.js';

/** What the saga changes in the station that asked, in the transaction of what caused it (ST-15). */
@Injectable()
export class StationTransferEffects implements SagaEffects {
  readonly saga = stationTransfer;

  constructor(private readonly transfers: IncomingTransfers) {}

  async run(tx: Tx, name: string, payload: Json): Promise<Json> {
    const { transferId, refusal, reason, value, quantity } = payload as TransferEffect;
    // Said before stations told how many: all of it.
    const said = quantity === '' ? undefined : Quantity.parse(quantity);
    switch (name) {
      case 'accept':
        await this.transfers.accepted(tx, transferId, said);
        return null;
      case 'refuse':
        await this.transfers.refused(tx, transferId, refusal, reason);
        return null;
      case 'cancel':
        await this.transfers.cancelled(tx, transferId);
        return null;
      case 'issue':
        await this.transfers.issued(tx, transferId, said, value);
        return null;
      case 'receive':
        await this.transfers.received(tx, transferId, Quantity.parse(quantity), reason);
        return { quantity, reason };
      default:
        throw new Error(`no effect ${name}`);
    }
  }
}
