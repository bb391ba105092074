import type { CustomerBalance, GetCustomerBalanceRequest } from '@navette/contracts/accounting/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { EntryRepository } from './entry.repository.js';

/** PA-5: what a customer owes by the ledger. */
@Injectable()
export class GetCustomerBalance {
  constructor(
    private readonly db: Database,
    private readonly entries: EntryRepository,
  ) {}

  /** Nothing, of whom the ledger does not know. */
  async execute(scope: Scope, { partyId }: GetCustomerBalanceRequest): Promise<CustomerBalance> {
    if (!isUuid(partyId)) return { balance: '0.00' };
    return { balance: await this.db.tenantRead(scope, (tx) => this.entries.balanceOf(tx, partyId)) };
  }
}
