import type { PartyImport, PartyImportColumn } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ImportLineRepository } from './import-line.repository.js';
import { expectImport, standing } from './party-import.timer.js';
import { checkedColumns } from './party-import.js';
import { PartyImportRepository } from './party-import.repository.js';

/** PA-15: the dry run begins, and the station's columns are kept for the next file. */
@Injectable()
export class CheckPartyImport {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
    private readonly timers: Timers,
  ) {}

  /**
   * @throws DomainError `parties.import.columns-invalid` with every column that is not accepted,
   *   `parties.import.not-found`, `parties.import.changed-meanwhile`, `parties.import.state-not-accepted`
   */
  execute(
    scope: Scope,
    importId: string,
    expectedVersion: number,
    asked: { readonly columns: readonly PartyImportColumn[]; readonly defaultKind: string },
  ): Promise<PartyImport> {
    return this.db.command(scope, async (tx) => {
      const row = await expectImport(tx, this.imports, importId, expectedVersion, ['mapping', 'checked']);
      const columns = checkedColumns(asked.columns, asked.defaultKind, row.header);
      const total = await this.lines.startOver(tx, importId);
      await this.imports.keepFields(tx, row.header, columns);
      const change = { state: 'checking', columns, default_kind: asked.defaultKind, done: 0, total } as const;
      const next = await this.imports.change(tx, row, change);
      await standing(tx, next);
      tx.afterCommit(() => this.timers.wake());
      return this.imports.tell(tx, next);
    });
  }
}
