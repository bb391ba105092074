import { Database, type Actor, type Scope } from '@navette/platform/database';
import { Timers, type TimerHandler } from '@navette/platform/timers';
import { Injectable } from '@nestjs/common';
import { CheckImportLines } from './check-import-lines.js';
import { CommitImportLines } from './commit-import-lines.js';
import { isWorking } from './party-import.js';
import { PARTY_IMPORT, progress, workOn } from './party-import.timer.js';
import { PartyImportRepository, type ImportRow } from './party-import.repository.js';
import { ReadImportLines } from './read-import-lines.js';
import { UndoImportLines } from './undo-import-lines.js';

/** So many steps and no more in one turn, so that a service that stops is not kept waiting for a large file. */
const STEPS = 10;

/**
 * PA-15: the work of imports, a step each transaction. Where it stands is kept with its lines in the same transaction, so it
 * goes on from there after the death of the process, in this copy of the service or another, and a step done twice does
 * nothing. It is done in the name of whoever asked for it.
 */
@Injectable()
export class RunPartyImport implements TimerHandler {
  readonly kind = PARTY_IMPORT;

  constructor(
    private readonly db: Database,
    private readonly timers: Timers,
    private readonly imports: PartyImportRepository,
    private readonly read: ReadImportLines,
    private readonly check: CheckImportLines,
    private readonly commit: CommitImportLines,
    private readonly undo: UndoImportLines,
  ) {}

  readonly fire: TimerHandler['fire'] = async ({ key: id, data }, asSystem, done) => {
    if (data['closes'] === true) return this.#close(asSystem, id, done);
    const scope: Scope = { ...asSystem, actor: data['actor'] as Actor, operation: 'parties:party.import' };
    for (let step = 0; step < STEPS; step++) {
      const row = await this.db.tenantRead(scope, (tx) => this.imports.byId(tx, id));
      if (row === undefined || !isWorking(row)) return;
      if (row.state === 'committing') {
        await this.commit.execute(scope, id, STEPS - step);
        break;
      }
      await this.#step(scope, row);
    }
    await this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, id);
      tx.changesNothing();
      if (row === undefined || !isWorking(row)) return;
      await workOn(tx, id);
      tx.afterCommit(() => this.timers.wake());
    });
  };

  #step(scope: Scope, row: ImportRow): Promise<void> {
    if (row.state === 'reading') return this.read.execute(scope, row);
    if (row.state === 'checking') return this.check.execute(scope, row.id);
    return this.undo.execute(scope, row.id);
  }

  async #close(scope: Scope, id: string, done: Parameters<TimerHandler['fire']>[2]): Promise<void> {
    await this.db.tenantTx(scope, async (tx) => {
      const row = await this.imports.lockById(tx, id);
      // Somebody took it up again just now: the timer is of their work.
      if (row === undefined || isWorking(row)) return tx.changesNothing();
      await this.imports.forget(tx, id);
      progress(tx, await this.imports.change(tx, row, { state: 'closed', problem: null }));
      await done(tx);
    });
  }
}
