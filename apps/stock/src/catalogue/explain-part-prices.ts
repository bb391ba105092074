import type { ExplainPartPricesRequest, ExplainPartPricesResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { PartRepository } from './part.repository.js';
import { explanationOf } from './price-explanation.js';
import { salePriceFor, salePrices } from './sale-price.js';

/** ST-5: why the sale prices of a part are what they are, and what a customer pays for it. */
@Injectable()
export class ExplainPartPrices {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly references: ReferenceRepository,
  ) {}

  /** @throws DomainError `stock.part.not-found`, also for a part of another station (ID-10) */
  async execute(
    scope: Scope,
    { partId, customerPartyId }: ExplainPartPricesRequest,
  ): Promise<ExplainPartPricesResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      const part = await this.parts.known(tx, partId);
      const terms = (await this.parts.termsFor(tx, [part]))(part);
      const customer = await this.references.customer(tx, customerPartyId);
      const prices = salePrices(part, terms);
      return {
        public: explanationOf(prices.public),
        professional1: explanationOf(prices.professional1),
        professional2: explanationOf(prices.professional2),
        customer: customerPartyId === '' ? undefined : explanationOf(salePriceFor(part, terms, customer)),
      };
    });
  }
}
