import type { ListFamiliesRequest, ListFamiliesResponse } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FamilyRepository } from '../parties/family.repository.js';

@Injectable()
export class ListFamilies {
  constructor(
    private readonly db: Database,
    private readonly families: FamilyRepository,
  ) {}

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  execute(scope: Scope, { query }: ListFamiliesRequest): Promise<ListFamiliesResponse> {
    return this.db.tenantRead(scope, (tx) => this.families.page(tx, query));
  }
}
