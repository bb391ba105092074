import { CustomerOrderPlacedMessage } from '@navette/contracts';
import type { CreateCustomerOrderRequest, CustomerOrder } from '@navette/contracts/billing/v1/service';
import { StockServiceService as Stock, type FindCatalogueItemsResponse } from '@navette/contracts/stock/v1/service';
import { localDate, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Suspensions } from '@navette/platform/suspension';
import { Injectable } from '@nestjs/common';
import { NumberCounterRepository } from '../numbers/number-counter.repository.js';
import { StationRepository } from '../stations/station.repository.js';
import { CustomerOfOrder } from './customer-of-order.js';
import { orderState } from './customer-order.js';
import { CustomerOrderRepository } from './customer-order.repository.js';
import { acceptedOrder } from './new-customer-order.js';

/**
 * BI-46: a customer orders parts. What they are and cost is asked of stock before the order is written; stock then raises
 * a need for each part line and moves its quantities by events. A customer who was typed is made a party first, once all else
 * is accepted (PA-19).
 */
@Injectable()
export class CreateCustomerOrder {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly orders: CustomerOrderRepository,
    private readonly customers: CustomerOfOrder,
    private readonly stations: StationRepository,
    private readonly numbers: NumberCounterRepository,
    private readonly suspensions: Suspensions,
  ) {}

  /**
   * @param despite why to go on though the customer is suspended; empty where nobody who may said so
   * @throws DomainError `billing.customer-order.invalid`, `….customer-may-be-known`, `platform.header.invalid`, `billing.station.not-known-yet`, `platform.service.unavailable`
   *   when stock or parties does not answer, `platform.suspension.party-suspended` (PA-4)
   */
  async execute(scope: Scope, request: CreateCustomerOrderRequest, despite = ''): Promise<CustomerOrder> {
    const [catalogue, header] = await Promise.all([this.#find(scope, request), this.customers.header(scope, request)]);
    const accepted = acceptedOrder(request, catalogue, header);
    const customerPartyId =
      request.customerPartyId || (await this.customers.make(scope, accepted.header, request.acceptDuplicates ?? false));
    return this.db.command(scope, async (tx) => {
      const station = await this.stations.current(tx);
      const wantedOn = localDate(tx.now, station.timeZone);
      const lines = accepted.lines.map((line) => ({ ...line, id: tx.newId() }));
      const nothing = {
        given: Quantity.zero,
        delivered: Quantity.zero,
        cancelled: Quantity.zero,
        cancelAsked: Quantity.zero,
        onOrder: Quantity.zero,
        givenUp: false,
      };
      const state = orderState(lines.map((line) => ({ ...line, ...nothing })));
      const id = tx.newId();
      await this.suspensions.refuse(tx, { type: 'customer-order', id }, { customerPartyId }, despite);
      const [given] = await this.numbers.takeLast(tx, { station: station.code, series: 'BC', on: wantedOn });
      const number = given?.number as string;
      await this.orders.insert(tx, { ...accepted, id, number, customerPartyId, state, wantedOn, lines });
      tx.publish(
        CustomerOrderPlacedMessage,
        { type: 'customer-order', id, version: 1 },
        {
          orderId: id,
          number,
          customerPartyId,
          wantedOn: wantedOn.toString(),
          lines: lines
            .filter(({ kind }) => kind === 'part')
            .map((line) => ({ lineId: line.id, partId: line.partId, quantity: line.wanted.toString() })),
        },
      );
      tx.audit('customer-order', id);
      return (await this.orders.byId(tx, id)) as CustomerOrder;
    });
  }

  async #find(
    scope: Scope,
    { lines, customerPartyId }: CreateCustomerOrderRequest,
  ): Promise<FindCatalogueItemsResponse> {
    const references = [...new Set(lines.map(({ reference }) => reference))];
    if (references.length === 0) return { items: [], unknownReferences: [] };
    return this.clients
      .get(Stock)
      .findCatalogueItems({ references, customerPartyId }, await this.clients.asService(scope, Stock));
  }
}
