import type { ListQuery } from '@navette/contracts/common/v1/common';
import type {
  ListPartyImportLinesResponse,
  ListPartyImportsResponse,
  PartyImport,
} from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ImportLineRepository } from './import-line.repository.js';
import { importErrors } from './party-import.js';
import { PartyImportRepository } from './party-import.repository.js';

/** PA-15: where imports stand, and what became of each line. */
@Injectable()
export class ReadPartyImports {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
  ) {}

  /** @throws DomainError `parties.import.not-found` */
  one(scope: Scope, id: string): Promise<PartyImport> {
    return this.db.tenantRead(scope, async (tx) => {
      const row = await this.imports.byId(tx, id);
      if (row === undefined) throw importErrors.error('import.not-found');
      return this.imports.tell(tx, row);
    });
  }

  page(scope: Scope, query: ListQuery | undefined): Promise<ListPartyImportsResponse> {
    return this.db.tenantRead(scope, (tx) => this.imports.page(tx, query));
  }

  /** @throws DomainError `parties.import.not-found` */
  linesOf(scope: Scope, importId: string, query: ListQuery | undefined): Promise<ListPartyImportLinesResponse> {
    return this.db.tenantRead(scope, async (tx) => {
      if ((await this.imports.byId(tx, importId)) === undefined) throw importErrors.error('import.not-found');
      return this.lines.page(tx, importId, query);
    });
  }
}
