import type {
  ListDealingsOfCustomerRequest,
  ListDealingsOfCustomerResponse,
} from '@navette/contracts/billing/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DealingRepository } from './dealing.repository.js';

/** PA-5: the record of a party shows its orders and documents. */
@Injectable()
export class ListDealingsOfCustomer {
  constructor(
    private readonly db: Database,
    private readonly dealings: DealingRepository,
  ) {}

  async execute(
    scope: Scope,
    { partyId, limit: asked }: ListDealingsOfCustomerRequest,
  ): Promise<ListDealingsOfCustomerResponse> {
    const party = isUuid(partyId) ? partyId : null;
    const limit = Math.min(asked || 100, 500);
    return this.db.tenantRead(scope, async (tx) => {
      const [orders, documents, drafts] = await Promise.all([
        this.dealings.orders(tx, party, limit),
        this.dealings.documents(tx, party, limit),
        this.dealings.drafts(tx, party, limit),
      ]);
      return {
        orders: orders.dealings,
        orderCount: orders.count,
        documents: documents.dealings,
        documentCount: documents.count,
        drafts: drafts.dealings,
        draftCount: drafts.count,
        openOrderCount: orders.open,
      };
    });
  }
}
