import {
  AskStationTransferMessage,
  SettleStationTransferMessage,
  TellStationTransferMessage,
  WithdrawStationTransferMessage,
} from '@navette/contracts';
import { Quantity } from '@navette/kernel';
import { on, type Subscriber } from '@navette/platform/messaging';
import { done, refused, reply } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { HearSister } from './hear-sister.js';
import { OutgoingTransfers } from './outgoing-transfers.js';

const outcomeOf = (itemKey: string, outcome: string) =>
  outcome === 'done' ? done(itemKey) : refused(itemKey, outcome);

/** What the two stations of a transfer say to each other. */
@Injectable()
export class StationTransfersSubscriber implements Subscriber {
  constructor(
    private readonly outgoing: OutgoingTransfers,
    private readonly hear: HearSister,
  ) {}

  readonly subscriptions = [
    on(AskStationTransferMessage, 'ask-station-transfer', async (tx, received) => {
      const { message } = received;
      reply(tx, received, [outcomeOf(message.itemKey, await this.outgoing.asked(tx, message))], message.stationId);
    }),
    on(WithdrawStationTransferMessage, 'withdraw-station-transfer', async (tx, received) => {
      const { itemKey } = received.message;
      const { outcome, askedBy } = await this.outgoing.withdrawn(tx, itemKey);
      reply(tx, received, [outcomeOf(itemKey, outcome)], askedBy);
    }),
    on(SettleStationTransferMessage, 'settle-station-transfer', async (tx, received) => {
      const { itemKey, received: arrived, reason } = received.message;
      const { outcome, askedBy } = await this.outgoing.settled(tx, itemKey, Quantity.parse(arrived), reason);
      reply(tx, received, [outcomeOf(itemKey, outcome)], askedBy);
    }),
    on(TellStationTransferMessage, 'tell-station-transfer', (tx, { message }) => this.hear.execute(tx, message)),
  ];
}
