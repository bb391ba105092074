import type { ListStatusCodesResponse } from '@navette/contracts/interventions/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { StatusCodeRepository } from './status-code.repository.js';

/** IN-6: every code that a file of the station may bear, by number. */
@Injectable()
export class ListStatusCodes {
  constructor(
    private readonly db: Database,
    private readonly codes: StatusCodeRepository,
  ) {}

  async execute(scope: Scope): Promise<ListStatusCodesResponse> {
    return { codes: await this.db.tenantRead(scope, (tx) => this.codes.all(tx)) };
  }
}
