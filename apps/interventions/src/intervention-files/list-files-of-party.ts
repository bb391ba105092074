import type { ListFilesOfPartyRequest, ListFilesOfPartyResponse } from '@navette/contracts/interventions/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { FilesOfPartyRepository } from './files-of-party.repository.js';

/** PA-5: the record of a party shows its files. */
@Injectable()
export class ListFilesOfParty {
  constructor(
    private readonly db: Database,
    private readonly files: FilesOfPartyRepository,
  ) {}

  async execute(scope: Scope, { partyId, limit }: ListFilesOfPartyRequest): Promise<ListFilesOfPartyResponse> {
    if (!isUuid(partyId)) return { files: [], count: 0, openCount: 0 };
    return this.db.tenantRead(scope, (tx) => this.files.list(tx, partyId, Math.min(limit || 100, 500)));
  }
}
