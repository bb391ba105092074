import type { StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { Money, Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { NeedRepository } from '../needs/need.repository.js';
import { NeedSupplies } from '../needs/need-supplies.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { averageCost, entry, type Cost } from '../stock-levels/valuation.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import type { Transfer } from './station-transfer.js';
import { StationTransferRepository, type NewTransfer } from './station-transfer.repository.js';

/**
 * What saga station-transfer does in the station that asked, each within its transaction (ST-15). The saga is locked, and decides
 * each of them once; a transfer that is over stays as it is.
 */
@Injectable()
export class IncomingTransfers {
  constructor(
    private readonly transfers: StationTransferRepository,
    private readonly needs: NeedRepository,
    private readonly supplies: NeedSupplies,
    private readonly movements: PostMovements,
    private readonly allocate: AllocateStock,
    private readonly read: ReadStationTransfers,
  ) {}

  /** The quantity is on order of its need, which is locked, from now on. */
  async begin(tx: Tx, transfer: NewTransfer & { readonly needId: string }): Promise<StationTransfer> {
    await this.transfers.insert(tx, transfer);
    await this.transfers.link(tx, transfer);
    await this.supplies.ordered(tx, [transfer.needId]);
    tx.audit('need', transfer.needId);
    return this.read.changed(tx, transfer.id);
  }

  async accepted(tx: Tx, id: string): Promise<void> {
    await this.transfers.lockById(tx, id);
    await this.transfers.setState(tx, id, 'accepted');
    await this.read.changed(tx, id);
  }

  /** The sister won't or can't: the quantity waits again. */
  async refused(tx: Tx, id: string, refusal: string, reason: string): Promise<void> {
    const transfer = await this.transfers.lockById(tx, id);
    await this.transfers.setState(tx, id, 'refused', { refusal, reason });
    await this.#over(tx, transfer);
  }

  async cancelled(tx: Tx, id: string): Promise<void> {
    const transfer = await this.transfers.lockById(tx, id);
    await this.transfers.setState(tx, id, 'cancelled');
    await this.#over(tx, transfer);
  }

  async issued(tx: Tx, id: string, value: string): Promise<void> {
    await this.transfers.lockById(tx, id);
    await this.transfers.setIssued(tx, id, Money.parse(value));
    await this.read.changed(tx, id);
  }

  /**
   * The parts come in at what they left for, and go to the need that asked, then to others; what did not arrive waits again.
   * @throws DomainError `stock.inventory.part-counted` (ST-14)
   */
  async received(tx: Tx, id: string, received: Quantity, reason: string): Promise<void> {
    const transfer = await this.transfers.lockById(tx, id);
    if (transfer === undefined || transfer.value === null) throw new Error(`transfer ${id} has not left`);
    const { partId, quantity: sent } = transfer;
    const cost = averageCost({ onHand: Quantity.parse(sent), value: Money.parse(transfer.value) }) as Cost;
    let value = Money.zero;
    if (received.isPositive()) {
      await this.movements.post(tx, { kind: 'station_transfer', id, reason }, [
        {
          partId,
          lineId: null,
          happens: (stock) => {
            const changes = entry(stock, 'transfer', received, cost);
            value = changes[0]?.value ?? value;
            return changes;
          },
        },
      ]);
      await this.movements.expectNotCounted(tx, [partId]);
      const supplies = [{ partId, quantity: received, receiptLineId: null, orderLineId: id }];
      await this.allocate.execute(tx, [partId], { supplies });
    }
    await this.transfers.setReceived(tx, id, { received, value, reason });
    await this.#over(tx, transfer);
  }

  /** What a transfer still owes its need will not come of it any more. */
  async #over(tx: Tx, transfer: Transfer | undefined): Promise<void> {
    if (transfer === undefined || transfer.needId === null) throw new Error('no incoming transfer');
    const { id, needId } = transfer;
    await this.needs.lock(tx, [needId]);
    const owed = (await this.transfers.owed(tx, id)).negate();
    if (!owed.isZero()) await this.supplies.move(tx, [{ orderLineId: id, needId, open: owed, quantity: owed }]);
    await this.read.changed(tx, id);
  }
}
