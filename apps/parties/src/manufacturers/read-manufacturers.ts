import type { Manufacturer } from '@navette/contracts/parties/v1/service';
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

  /** @throws DomainError `parties.manufacturer.not-found` */
  async one(scope: Scope, id: string): Promise<Manufacturer> {
    const manufacturer = await this.db.tenantRead(scope, (tx) => this.manufacturers.byId(tx, id));
    if (manufacturer === undefined) throw manufacturerErrors.error('manufacturer.not-found');
    return manufacturer;
  }
}
