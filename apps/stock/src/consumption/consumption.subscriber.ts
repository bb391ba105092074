import { ConsumePartsMessage, ReturnPartsMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { done, refused, reply } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { ReturnParts } from './return-parts.js';
import { SendParts } from './send-parts.js';

/** Stock as a participant of sagas file-to-invoice and delivery-slip. */
@Injectable()
export class ConsumptionSubscriber implements Subscriber {
  constructor(
    private readonly send: SendParts,
    private readonly giveBack: ReturnParts,
  ) {}

  readonly subscriptions = [
    on(ConsumePartsMessage, 'consume-parts', async (tx, received) => {
      const { code, data } = await this.send.execute(tx, received.message);
      const { itemKey } = received.message;
      reply(tx, received, [code === 'done' ? done(itemKey) : refused(itemKey, code, { ...data })]);
    }),
    on(ReturnPartsMessage, 'return-parts', async (tx, received) => {
      await this.giveBack.execute(tx, received.message);
      reply(tx, received, [done(received.message.itemKey)]);
    }),
  ];
}
