import { CustomerOrderPlacedMessage } from '@navette/contracts';
import type { CreateCustomerOrderRequest, CustomerOrder } from '@navette/contracts/billing/v1/service';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { StockServiceService as Stock, type FindCatalogueItemsResponse } from '@navette/contracts/stock/v1/service';
import { DomainError, isUuid, localDate, Quantity } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import { NumberCounterRepository } from '../numbers/number-counter.repository.js';
import { PartyRepository } from '../parties/party.repository.js';
import { RefuseSuspended } from '../parties/refuse-suspended.js';
import { StationRepository } from '../stations/station.repository.js';
import { orderState } from './customer-order.js';
import { CustomerOrderRepository } from './customer-order.repository.js';
import { acceptedLines } from './new-customer-order.js';

/**
 * BI-46: a customer orders parts. What they are and cost is asked of stock before the order is written; stock then raises
 * a need for each part line and moves its quantities by events.
 */
@Injectable()
export class CreateCustomerOrder {
  constructor(
    private readonly db: Database,
    private readonly clients: RpcClients,
    private readonly orders: CustomerOrderRepository,
    private readonly parties: PartyRepository,
    private readonly stations: StationRepository,
    private readonly numbers: NumberCounterRepository,
    private readonly refuseSuspended: RefuseSuspended,
  ) {}

  /**
   * @param despite why to go on though the customer is suspended; empty where nobody who may said so
   * @throws DomainError `billing.customer-order.invalid`, `billing.station.not-known-yet`, `platform.service.unavailable`
   *   when stock does not answer, `billing.suspension.party-suspended` (PA-4)
   */
  async execute(scope: Scope, request: CreateCustomerOrderRequest, despite = ''): Promise<CustomerOrder> {
    const [catalogue, customerKnown] = await Promise.all([
      this.#find(scope, request),
      this.#isCustomer(scope, request.customerPartyId),
    ]);
    const accepted = acceptedLines(request, catalogue, { customerKnown });
    return this.db.command(scope, async (tx) => {
      const station = await this.stations.current(tx);
      const wantedOn = localDate(tx.now, station.timeZone);
      const lines = accepted.map((line) => ({ ...line, id: tx.newId() }));
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
      const { customerPartyId } = request;
      await this.refuseSuspended.execute(tx, { type: 'customer-order', id }, { customerPartyId }, despite);
      const [given] = await this.numbers.takeLast(tx, { station: station.code, series: 'BC', on: wantedOn });
      const number = given?.number as string;
      await this.orders.insert(tx, { id, number, customerPartyId, state, wantedOn, lines });
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

  /** A party made a moment ago may not have come by its event yet: then parties itself is asked. */
  async #isCustomer(scope: Scope, partyId: string): Promise<boolean> {
    if (!isUuid(partyId)) return false;
    if (await this.db.tenantRead(scope, (tx) => this.parties.exists(tx, partyId))) return true;
    try {
      await this.clients.get(Parties).getParty({ id: partyId }, await this.clients.asService(scope, Parties));
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return false;
      throw error;
    }
  }
}
