import type { Need } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { NeedListRepository } from './need-list.repository.js';
import { needErrors } from './need.js';

@Injectable()
export class GetNeed {
  constructor(
    private readonly db: Database,
    private readonly needs: NeedListRepository,
  ) {}

  /** @throws DomainError `stock.need.not-found`, also for one of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<Need> {
    const need = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.needs.byId(tx, id)) : undefined;
    if (need === undefined) throw needErrors.error('need.not-found');
    return need;
  }
}
