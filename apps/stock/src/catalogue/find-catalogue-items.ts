import type { FindCatalogueItemsRequest, FindCatalogueItemsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ReferenceRepository } from '../references/reference.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import { normalisedReference, partErrors, shownPart } from './part.js';
import { PartRepository } from './part.repository.js';
import { explanationOf } from './price-explanation.js';
import { salePriceFor } from './sale-price.js';

const MAX_REFERENCES = 500;

/** Parts and special items for the lines of a document, with the price for its customer (ST-5) and what is free. */
@Injectable()
export class FindCatalogueItems {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly references: ReferenceRepository,
    private readonly levels: StockLevelRepository,
  ) {}

  /** @throws DomainError `stock.part.invalid` beyond 500 references */
  async execute(scope: Scope, request: FindCatalogueItemsRequest): Promise<FindCatalogueItemsResponse> {
    const { references, customerPartyId } = request;
    if (references.length > MAX_REFERENCES) {
      const field = partErrors.field('/references', 'part.too-long', { max: MAX_REFERENCES });
      throw partErrors.error('part.invalid', {}, [field]);
    }
    return this.db.tenantRead(scope, async (tx) => {
      const parts = await this.parts.byReferences(tx, references);
      const termsOf = await this.parts.termsFor(tx, parts);
      const customer = await this.references.customer(tx, customerPartyId);
      const levels = await this.levels.byParts(
        tx,
        parts.map(({ id }) => id),
      );
      const known = new Set(parts.map(({ reference }) => normalisedReference(reference)));
      return {
        items: parts.map((part) => {
          const sale = salePriceFor(part, termsOf(part), customer);
          return {
            part: shownPart(part, termsOf(part)),
            salePrice: sale.price?.toString() ?? '',
            free: levels.get(part.id)?.free ?? '0.0000',
            explanation: explanationOf(sale),
          };
        }),
        unknownReferences: references.filter((reference) => !known.has(normalisedReference(reference))),
      };
    });
  }
}
