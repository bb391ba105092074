import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';
import type { AskedLine, CatalogueItem } from './file-line.js';

/** Stock's catalogue, asked for the lines of a file. */
@Injectable()
export class CatalogueClient {
  constructor(private readonly clients: RpcClients) {}

  /**
   * What stock knows of the references of these lines, with the sale price for the party that pays each.
   * @throws DomainError `platform.service.unavailable`
   */
  async find(
    scope: Scope,
    lines: readonly AskedLine[],
    partyOf: (line: AskedLine) => string,
  ): Promise<(line: AskedLine) => CatalogueItem | undefined> {
    const call = await this.clients.asService(scope, Stock);
    const found = new Map<string, CatalogueItem>();
    for (const customerPartyId of new Set(lines.map(partyOf))) {
      const references = lines.filter((line) => partyOf(line) === customerPartyId).map(({ reference }) => reference);
      const request = { references: [...new Set(references)], customerPartyId };
      const { items } = await this.clients.get(Stock).findCatalogueItems(request, call);
      for (const { part, salePrice, explanation } of items) {
        if (part !== undefined) found.set(keyOf(customerPartyId, part.reference), { ...part, salePrice, explanation });
      }
    }
    return (line) => found.get(keyOf(partyOf(line), line.reference));
  }
}

function keyOf(partyId: string, reference: string): string {
  return `${partyId} ${reference.toUpperCase()}`;
}
