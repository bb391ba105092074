import type { PartyImport } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ImportLineRepository } from './import-line.repository.js';
import { expectImport, standing } from './party-import.timer.js';
import { importErrors } from './party-import.js';
import { PartyImportRepository } from './party-import.repository.js';

/** PA-15: all good lines, or some, are to become parties; those that are left may follow later. */
@Injectable()
export class CommitPartyImport {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
    private readonly timers: Timers,
  ) {}

  /**
   * @param named none for all
   * @throws DomainError `parties.import.lines-not-accepted` where a line named is not good, is skipped or undecided, or where
   *   there is none; `parties.import.not-found`, `parties.import.changed-meanwhile`, `parties.import.state-not-accepted`
   */
  execute(scope: Scope, importId: string, expectedVersion: number, named: readonly number[]): Promise<PartyImport> {
    const lines = [...new Set(named)];
    return this.db.command(scope, async (tx) => {
      const row = await expectImport(tx, this.imports, importId, expectedVersion, ['checked', 'committed']);
      const total = await this.lines.chosen(tx, importId, lines);
      if (total === 0 || total < lines.length) {
        throw importErrors.error('import.lines-not-accepted', { lines: lines.map(String) });
      }
      const next = await this.imports.change(tx, row, { state: 'committing', done: 0, total });
      await standing(tx, next);
      tx.afterCommit(() => this.timers.wake());
      return this.imports.tell(tx, next);
    });
  }
}
