import type { Family } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { familyErrors } from './family.js';
import { FamilyRepository } from '../parties/family.repository.js';

@Injectable()
export class GetFamily {
  constructor(
    private readonly db: Database,
    private readonly families: FamilyRepository,
  ) {}

  /** @throws DomainError `parties.family.not-found`, also for a family of another station (ID-10). */
  async execute(scope: Scope, id: string): Promise<Family> {
    const family = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.families.byId(tx, id)) : undefined;
    if (family === undefined) throw familyErrors.error('family.not-found');
    return family;
  }
}
