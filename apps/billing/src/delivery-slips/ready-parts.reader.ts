import type { CustomerOrder } from '@navette/contracts/billing/v1/service';
import type { PreparedPart } from '@navette/contracts/stock/v1/preparation';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import type { Scope } from '@navette/platform/database';
import { RpcClients } from '@navette/platform/service';
import { Injectable } from '@nestjs/common';

/** What stock says of an order: which parts are ready, and what its lines are booked under, by part. */
export interface ReadyParts {
  readonly prepared: readonly PreparedPart[];
  readonly ventilation: ReadonlyMap<string, string>;
}

@Injectable()
export class ReadyPartsReader {
  constructor(private readonly clients: RpcClients) {}

  /** @throws DomainError `platform.service.unavailable` when stock does not answer */
  async read(scope: Scope, { customerPartyId, id, lines }: CustomerOrder): Promise<ReadyParts> {
    const call = await this.clients.asService(scope, Stock);
    const stock = this.clients.get(Stock);
    const references = [...new Set(lines.map(({ reference }) => reference))];
    const [{ parts: prepared }, { items }] = await Promise.all([
      stock.listPreparedParts({ originIds: [id] }, call),
      stock.findCatalogueItems({ references, customerPartyId }, call),
    ]);
    return {
      prepared,
      ventilation: new Map(items.map(({ part }) => [part?.id ?? '', part?.ventilationCode ?? ''])),
    };
  }
}
