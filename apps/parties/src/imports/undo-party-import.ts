import type { PartyImport } from '@navette/contracts/parties/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Timers } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { ImportLineRepository } from './import-line.repository.js';
import { expectImport, standing } from './party-import.timer.js';
import { PartyImportRepository } from './party-import.repository.js';

/** PA-15: what an import made is to be taken back, as far as nobody used or changed it since. */
@Injectable()
export class UndoPartyImport {
  constructor(
    private readonly db: Database,
    private readonly imports: PartyImportRepository,
    private readonly lines: ImportLineRepository,
    private readonly timers: Timers,
  ) {}

  /** @throws DomainError `parties.import.not-found`, `parties.import.changed-meanwhile`, `parties.import.state-not-accepted` */
  execute(scope: Scope, importId: string, expectedVersion: number): Promise<PartyImport> {
    return this.db.command(scope, async (tx) => {
      const row = await expectImport(tx, this.imports, importId, expectedVersion, ['committed']);
      const total = await this.lines.undoing(tx, importId);
      const next = await this.imports.change(tx, row, { state: 'undoing', done: 0, total });
      await standing(tx, next);
      tx.afterCommit(() => this.timers.wake());
      return this.imports.tell(tx, next);
    });
  }
}
