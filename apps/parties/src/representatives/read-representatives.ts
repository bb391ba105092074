import type {
  CommissionScale,
  ListCommissionScalesRequest,
  ListCommissionScalesResponse,
  ListRepresentativesRequest,
  ListRepresentativesResponse,
  Representative,
} from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { scaleErrors } from './commission-scale.js';
import { CommissionScaleRepository } from './commission-scale.repository.js';
import { representativeErrors } from './representative.js';
import { RepresentativeRepository } from './representative.repository.js';

/** PA-13: representatives and commission scales of the caller's station. */
@Injectable()
export class ReadRepresentatives {
  constructor(
    private readonly db: Database,
    private readonly representatives: RepresentativeRepository,
    private readonly scales: CommissionScaleRepository,
  ) {}

  /** @throws DomainError `parties.representative.not-found`, also for one of another station (ID-10) */
  async one(scope: Scope, id: string): Promise<Representative> {
    const found = await this.db.tenantRead(scope, (tx) => this.representatives.byId(tx, id));
    if (found === undefined) throw representativeErrors.error('representative.not-found');
    return found;
  }

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  list(scope: Scope, { query }: ListRepresentativesRequest): Promise<ListRepresentativesResponse> {
    return this.db.tenantRead(scope, (tx) => this.representatives.page(tx, query));
  }

  /** @throws DomainError `parties.commission-scale.not-found`, also for one of another station (ID-10) */
  async scale(scope: Scope, id: string): Promise<CommissionScale> {
    const found = await this.db.tenantRead(scope, (tx) => this.scales.byId(tx, id));
    if (found === undefined) throw scaleErrors.error('commission-scale.not-found');
    return found;
  }

  /** @throws DomainError `platform.request.invalid`, `platform.list.cursor-of-another-list` */
  listScales(scope: Scope, { query }: ListCommissionScalesRequest): Promise<ListCommissionScalesResponse> {
    return this.db.tenantRead(scope, (tx) => this.scales.page(tx, query));
  }
}
