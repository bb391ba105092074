import type { Company } from '@navette/contracts/identity/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { companyErrors } from './company.js';
import { StationRepository, type KeptCompany } from './station.repository.js';

/** ID-1, ID-10: one company of the caller's own network. */
@Injectable()
export class GetCompany {
  constructor(
    private readonly db: Database,
    private readonly stations: StationRepository,
  ) {}

  /** @throws DomainError `identity.company.not-found`, also for a company of another network */
  async execute(scope: Scope, id: string): Promise<Company> {
    const kept = isUuid(id) ? await this.db.tenantRead(scope, (tx) => this.stations.companyById(tx, id)) : undefined;
    if (kept === undefined) throw companyErrors.error('company.not-found');
    return shownCompany(kept);
  }
}

/** A company as the contract has it. */
export function shownCompany({ version, company: { id, shareCapital, ...details } }: KeptCompany): Company {
  return { id, version: String(version), details: { ...details, shareCapital: shareCapital?.toString() ?? '' } };
}
