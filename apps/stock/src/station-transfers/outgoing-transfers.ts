import type { AskStationTransfer } from '@navette/contracts/stock/v1/commands';
import { Money, Quantity } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { ReferenceRepository } from '../references/reference.repository.js';
import { averageCost, entry, type Cost } from '../stock-levels/valuation.js';
import { ReadStationTransfers } from './read-station-transfers.js';
import { stationTransferErrors, type Transfer } from './station-transfer.js';
import { StationTransferRepository } from './station-transfer.repository.js';

/** What a participant of the saga answers: `done`, or the code of a refusal. */
type Outcome = string;

/** To whom it goes is read from the half that is here; without one, nobody else has asked. */
interface Answer {
  readonly outcome: Outcome;
  readonly askedBy?: string;
}

const refusedAs = (rule: Parameters<typeof stationTransferErrors.error>[0]): Outcome => `stock.${rule}`;

/** What saga station-transfer asks of the station that has the parts, each harmless when repeated (ST-15). */
@Injectable()
export class OutgoingTransfers {
  constructor(
    private readonly transfers: StationTransferRepository,
    private readonly parts: PartRepository,
    private readonly references: ReferenceRepository,
    private readonly read: ReadStationTransfers,
  ) {}

  /** A sister asks for parts: its half begins, if they are known here. */
  async asked(tx: Tx, ask: AskStationTransfer): Promise<Outcome> {
    if ((await this.transfers.byId(tx, ask.itemKey)) !== undefined) return 'done';
    const { networkId } = await this.references.station(tx);
    if (networkId !== tx.scope.networkId || ask.stationId === tx.scope.stationId)
      return refusedAs('station-transfer.station-unknown');
    const partId = await this.parts.knownAs(tx, ask);
    if (partId === undefined) return refusedAs('station-transfer.part-unknown');
    const { itemKey: id, number, stationId, stationCode, stationName } = ask;
    const quantity = Quantity.parse(ask.quantity);
    const half = { side: 'outgoing', partId, needId: null, sagaId: null, quantity } as const;
    if (await this.transfers.insert(tx, { id, number, stationId, stationCode, stationName, ...half }))
      await this.read.changed(tx, id);
    return 'done';
  }

  /** The sister wants the parts no more; what has left is on its way. */
  async withdrawn(tx: Tx, id: string): Promise<Answer> {
    const transfer = await this.#lock(tx, id);
    if (transfer === undefined) return { outcome: 'done' };
    const { state, stationId: askedBy } = transfer;
    if (state === 'issued' || state === 'received')
      return { outcome: refusedAs('station-transfer.issued-already'), askedBy };
    if (state === 'requested' || state === 'accepted') {
      await this.transfers.setState(tx, id, 'cancelled');
      await this.read.changed(tx, id);
    }
    return { outcome: 'done', askedBy };
  }

  /** What the sister has of what was sent; the rest is this station's loss. */
  async settled(tx: Tx, id: string, received: Quantity, reason: string): Promise<Answer> {
    const transfer = await this.#lock(tx, id);
    if (transfer === undefined) return { outcome: 'done' };
    const { state, value: sent, quantity, stationId: askedBy } = transfer;
    if (state === 'issued' && sent !== null) {
      const value = valueOf(received, { onHand: Quantity.parse(quantity), value: Money.parse(sent) });
      await this.transfers.setReceived(tx, id, { received, value, reason });
      await this.read.changed(tx, id);
    }
    return { outcome: 'done', askedBy };
  }

  async #lock(tx: Tx, id: string): Promise<Transfer | undefined> {
    const transfer = await this.transfers.lockById(tx, id);
    return transfer?.side === 'outgoing' ? transfer : undefined;
  }
}

/** As it came in there: the share of what was sent. */
function valueOf(received: Quantity, sent: { readonly onHand: Quantity; readonly value: Money }): Money {
  const nothing = { onHand: Quantity.zero, value: Money.zero };
  return entry(nothing, 'transfer', received, averageCost(sent) as Cost)[0]?.value ?? Money.zero;
}
