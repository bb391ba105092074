import { ConfirmOrderAllocationsMessage, WithdrawOrderAllocationsMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { reply } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { ConfirmOrderAllocations } from './confirm-order-allocations.js';
import { WithdrawOrderAllocations } from './withdraw-order-allocations.js';

/** Commands of saga order-receipt-to-allocation. */
@Injectable()
export class OrderAllocationsSubscriber implements Subscriber {
  constructor(
    private readonly confirm: ConfirmOrderAllocations,
    private readonly withdraw: WithdrawOrderAllocations,
  ) {}

  readonly subscriptions = [
    on(ConfirmOrderAllocationsMessage, 'confirm-order-allocations', async (tx, received) =>
      reply(tx, received, await this.confirm.execute(tx, received.message)),
    ),
    on(WithdrawOrderAllocationsMessage, 'withdraw-order-allocations', async (tx, received) =>
      reply(tx, received, await this.withdraw.execute(tx, received.message)),
    ),
  ];
}
