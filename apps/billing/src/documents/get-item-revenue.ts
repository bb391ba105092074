import type { ItemRevenue } from '@navette/contracts/billing/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { DocumentRepository } from './document.repository.js';

/**
 * ST-2: what was invoiced of a part or special item, repairs and customer orders apart. Of a reference without any, or of
 * another station, nothing.
 */
@Injectable()
export class GetItemRevenue {
  constructor(
    private readonly db: Database,
    private readonly documents: DocumentRepository,
  ) {}

  async execute(scope: Scope, reference: string): Promise<ItemRevenue> {
    return { months: await this.db.tenantRead(scope, (tx) => this.documents.revenueOf(tx, reference)) };
  }
}
