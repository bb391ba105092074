import type { Manufacturer } from '@navette/contracts/parties/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { manufacturerErrors } from './manufacturer.js';
import { ManufacturerRepository } from './manufacturer.repository.js';

/** PA-10: the list of the caller's network. */
@Injectable()
export class ReadManufacturers {
  constructor(
    private readonly db: Database,
    private readonly manufacturers: ManufacturerRepository,
  ) {}

  all(scope: Scope): Promise<Manufacturer[]> {
    return this.db.tenantRead(scope, (tx) => this.manufacturers.all(tx));
  }

  /** The one that a party of the caller's station stands for; none where it is of the station's own making. */
  async ofParty(scope: Scope, partyId: string): Promise<Manufacturer[]> {
    if (!isUuid(partyId)) return [];
    const one = await this.db.tenantRead(scope, (tx) => this.manufacturers.ofParty(tx, partyId));
    return one === undefined ? [] : [one];
  }

  /** @throws DomainError `parties.manufacturer.not-found` */
  async one(scope: Scope, id: string): Promise<Manufacturer> {
    const manufacturer = await this.db.tenantRead(scope, (tx) => this.manufacturers.byId(tx, id));
    if (manufacturer === undefined) throw manufacturerErrors.error('manufacturer.not-found');
    return manufacturer;
  }
}
