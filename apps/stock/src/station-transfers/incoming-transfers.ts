import type { StationTransfer } from '@navette/contracts/stock/v1/station_transfers';
import { Money, Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AllocateStock } from '../allocations/allocate-stock.js';
import { NeedRepository } from '../needs/need.repository.js';
import { NeedSupplies } from '../needs/need-supplies.js';
import { PostMovements } from '../stock-levels/post-movements.js';
import { DEPOT } from '../stock-levels/stock-level.js';
import { averageCost, entry, type Cost } from '../stock-levels/valuation.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import type { Transfer } from './station-transfer.js';
import { StationTransferRepository, type NewTransfer } from './station-transfer.repository.js';

type Incoming = Transfer & { readonly needId: string };

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

  /** What the sister does not accept waits again. */
  async accepted(tx: Tx, id: string, accepted: Quantity | undefined): Promise<void> {
    const transfer = await this.#lock(tx, id);
    const quantity = accepted ?? Quantity.parse(transfer.quantity);
    await this.transfers.setAccepted(tx, id, quantity);
    await this.#owes(tx, transfer, quantity);
    await this.read.changed(tx, id);
  }

  /** The sister won't or can't: the quantity waits again. */
  async refused(tx: Tx, id: string, refusal: string, reason: string): Promise<void> {
    const transfer = await this.#lock(tx, id);
    await this.transfers.setState(tx, id, 'refused', { refusal, reason });
    await this.#over(tx, transfer);
  }

  async cancelled(tx: Tx, id: string): Promise<void> {
    const transfer = await this.#lock(tx, id);
    await this.transfers.setState(tx, id, 'cancelled');
    await this.#over(tx, transfer);
  }

  /** That less was accepted may not have been heard before. */
  async issued(tx: Tx, id: string, sent: Quantity | undefined, value: string): Promise<void> {
    const transfer = await this.#lock(tx, id);
    const quantity = sent ?? Quantity.parse(transfer.quantity);
    await this.transfers.setIssued(tx, id, quantity, Money.parse(value));
    await this.#owes(tx, transfer, quantity);
    await this.read.changed(tx, id);
  }

  /**
   * The parts come in at what they left for, and go to the need that asked, then to others; what did not arrive waits again.
   * @throws DomainError `stock.inventory.part-counted` (ST-14)
   */
  async received(tx: Tx, id: string, received: Quantity, reason: string): Promise<void> {
    const transfer = await this.#lock(tx, id);
    if (transfer.value === null) throw new Error(`transfer ${id} has not left`);
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
      await this.movements.expectNotCounted(tx, DEPOT, [partId]);
      const supplies = [{ partId, quantity: received, receiptLineId: null, orderLineId: id }];
      await this.allocate.execute(tx, [partId], { supplies });
    }
    await this.transfers.setReceived(tx, id, { received, value, reason });
    await this.#over(tx, transfer);
  }

  /** What a transfer still owes its need will not come of it any more. */
  async #over(tx: Tx, transfer: Incoming): Promise<void> {
    await this.#owes(tx, transfer, Quantity.zero);
    await this.read.changed(tx, transfer.id);
  }

  /** So much at most will still come of it for its need, which may be owed less by now: it was met otherwise, or cancelled. */
  async #owes(tx: Tx, { id, needId }: Incoming, most: Quantity): Promise<void> {
    await this.needs.lock(tx, [needId]);
    const change = most.minus(await this.transfers.owed(tx, id));
    if (change.isNegative())
      await this.supplies.move(tx, [{ orderLineId: id, needId, open: change, quantity: change }]);
  }

  async #lock(tx: Tx, id: string): Promise<Incoming> {
    const transfer = await this.transfers.lockById(tx, id);
    if (transfer === undefined || transfer.needId === null) throw new Error(`no incoming transfer ${id}`);
    return { ...transfer, needId: transfer.needId };
  }
}
