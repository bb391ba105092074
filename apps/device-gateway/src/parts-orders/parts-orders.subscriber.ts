import { SupplierOrderDepositedMessage, SupplierOrderDepositWithdrawnMessage } from '@navette/contracts';
import { on, type Subscriber } from '@navette/platform/messaging';
import { Injectable } from '@nestjs/common';
import { KeepPartsOrder } from './keep-parts-order.js';

@Injectable()
export class PartsOrdersSubscriber implements Subscriber {
  constructor(private readonly keep: KeepPartsOrder) {}

  readonly subscriptions = [
    on(SupplierOrderDepositedMessage, 'supplier-order-deposited', (tx, { message }) =>
      this.keep.deposited(tx, message),
    ),
    on(SupplierOrderDepositWithdrawnMessage, 'supplier-order-deposit-withdrawn', (tx, { message }) =>
      this.keep.withdrawn(tx, message),
    ),
  ];
}
